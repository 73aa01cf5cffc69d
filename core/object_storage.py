"""The S3 store in the place of the folders: originals that only a signed link opens, and renditions of pictures.

How it is reached stands in ``settings.S3`` and nowhere in a storage's options, which may end up in a task's row.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from botocore.config import Config
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, SuspiciousOperation
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# One bucket may hold both; no name of one kind is ever a name of the other.
PRIVATE, RENDITIONS = "private", "media"
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 3
# A rendition's name changes with the picture.
FOR_EVER = "public, max-age=31536000, immutable"


def _client_config() -> Config:
    return Config(
        s3={"addressing_style": settings.S3["addressing"]},
        signature_version="s3v4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"max_attempts": ATTEMPTS, "mode": "standard"},
        # Not every store of this kind knows the newer checksums.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


class Bucket(S3Storage):
    """What both have in common. Nothing is ever overwritten, and no object is opened to the world by itself."""

    def get_default_settings(self) -> dict[str, Any]:
        store = settings.S3
        return super().get_default_settings() | {
            "access_key": store["access_key"] or None,
            "secret_key": store["secret_key"] or None,
            "endpoint_url": store["endpoint"],
            "region_name": store["region"],
            "client_config": _client_config(),
            "file_overwrite": False,
            "default_acl": None,
            "gzip": False,
            "custom_domain": None,
        }

    @cached_property
    def signer(self) -> Any:
        """Signs links to the host under which browsers reach the store; asks nobody, and may be used by all threads."""
        store = settings.S3
        return self._create_session().client(
            "s3", region_name=store["region"], endpoint_url=store["visitors_endpoint"], config=_client_config()
        )

    def signed_link(self, name: str, seconds: int, *, method: str = "GET", **overrides: str) -> str:
        """An address that opens one object for some seconds. ``overrides`` are headers that the store shall answer
        with, such as ``ResponseContentType``. Raises SuspiciousFileOperation for a name that leaves the folder.
        """
        operation = {"GET": "get_object", "HEAD": "head_object"}[method]
        wanted = {"Bucket": self.bucket_name, "Key": self.key_of(name)} | (overrides if method == "GET" else {})
        link: str = self.signer.generate_presigned_url(operation, Params=wanted, ExpiresIn=max(1, seconds))
        return link

    def key_of(self, name: str) -> str:
        """The whole name of an object in its bucket."""
        try:
            key: str = self._normalize_name(clean_name(name))
        except SuspiciousOperation as error:
            raise SuspiciousFileOperation(str(error)) from error
        return key


class PrivateBucket(Bucket):
    """Originals: pictures, documents, recordings. Delivery asks for permission first."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"bucket_name": settings.S3["bucket"], "location": PRIVATE}

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise NotImplementedError("A private file has no address; link to the view that delivers it.")


class RenditionBucket(Bucket):
    """Pictures as shown. Pages name them by an address that does not change, so that pages may be kept."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "bucket_name": settings.S3["renditions_bucket"],
            "location": RENDITIONS,
            "object_parameters": {"CacheControl": FOR_EVER},
        }

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The open address where the mission has one; otherwise ours, which sends on to a signed link."""
        path = filepath_to_uri(clean_name(name or ""))
        public: str = settings.S3["public_url"]
        return f"{public}/{RENDITIONS}/{path}" if public else f"{settings.MEDIA_URL}{path}"
