"""An S3 store on this machine that is asked over real HTTP; it forgets everything when the run ends."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from config.services import origins
from tests.running import free_port

REGION = "eu-test-1"


def facts(endpoint: str, **changed: Any) -> dict[str, Any]:
    """What ``settings.S3`` holds for a store at that address."""
    return {
        "bucket": "originals",
        "renditions_bucket": "pictures",
        "region": REGION,
        "endpoint": endpoint,
        "visitors_endpoint": endpoint,
        "addressing": "path",
        "access_key": "key-of-tests",
        "secret_key": "secret-of-tests",
        "public_url": "",
        "link_seconds": 3600,
        **changed,
    }


def make_buckets(endpoint: str) -> None:
    """The two buckets that ``facts`` names."""
    known = facts(endpoint)
    keys = {"aws_access_key_id": known["access_key"], "aws_secret_access_key": known["secret_key"]}
    client = boto3.client("s3", endpoint_url=endpoint, region_name=REGION, **keys)
    for name in (known["bucket"], known["renditions_bucket"]):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The address of a store."""
    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{port}"
    make_buckets(address)
    yield address
    server.stop()


@pytest.fixture
def s3(object_store: str, settings: Any) -> Any:
    """The site with its originals and pictures in the store; the settings, for what a test changes of them."""
    settings.S3 = facts(object_store)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "core.object_storage.PrivateBucket"},
        "renditions": {"BACKEND": "core.object_storage.RenditionBucket"},
    }
    settings.AUDIO_DELIVERY = "redirect"
    settings.STORE_ORIGINS = origins(settings.S3)
    return settings
