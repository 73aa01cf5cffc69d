"""What a larger install puts in the place of the files of one machine: PostgreSQL, Redis, an S3 store.

Each by variables of its own, and without them nothing changes. Only reads the environment; connects to nothing.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import Environment

# Without these a burst of publications meets "database is locked".
SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
# A visitor rather sees an error than waits for ever for a database that does not answer.
CONNECT_SECONDS = 5
POOL_SECONDS = 10
REDIS_SECONDS = 1
SERVICE_SECONDS = 20


def need(package: str, variable: str) -> None:
    """Stops the start where a service is named whose package is not there: an install in one folder does without."""
    if find_spec(package) is None:
        raise ImproperlyConfigured(
            f"{variable} is set, but the package {package} is missing: "
            "“.venv/bin/uv sync --frozen --inexact --no-default-groups --group production” installs it."
        )


def database(env: Environment, path: Path) -> dict[str, Any]:
    """PostgreSQL where DATABASE_URL names one, otherwise SQLite in a file."""
    if not env.optional("DATABASE_URL"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE}
    found = env.postgresql("DATABASE_URL")
    need("psycopg", "DATABASE_URL")
    options = {"connect_timeout": CONNECT_SECONDS, "application_name": "embassy", **found["OPTIONS"]}
    most = env.number("DATABASE_POOL", 8)
    if most < 0:
        raise ImproperlyConfigured(f"DATABASE_POOL is {most}; it must be 0 (no pool) or more.")
    if most:
        # Each request has a thread of its own here, so a connection that its thread keeps would never be used again:
        # the pool is what keeps them, and looks at each before it hands it out.
        options["pool"] = {"min_size": 1, "max_size": most, "timeout": POOL_SECONDS, "max_idle": 300}
    return found | {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def cache(env: Environment) -> dict[str, Any]:
    """Redis where REDIS_URL names one, otherwise each process for itself."""
    if not env.optional("REDIS_URL"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    need("django_redis", "REDIS_URL")
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": env.redis("REDIS_URL"),
        "KEY_PREFIX": "embassy",
        "OPTIONS": {
            # What is in the cache can be asked of the database again: without Redis the site is slower, not gone.
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": REDIS_SECONDS,
            "SOCKET_TIMEOUT": REDIS_SECONDS,
        },
    }


def s3(env: Environment) -> Any:
    """Where and how an S3 store is reached, or None. Keys stay empty where the machine itself has the right."""
    bucket = env.optional("S3_BUCKET")
    if not bucket:
        stray = [name for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_PUBLIC_URL") if env.optional(name)]
        if stray:
            raise ImproperlyConfigured(f"S3_BUCKET is empty, but {stray[0]} is set; name the bucket, or neither.")
        return None
    need("storages", "S3_BUCKET")
    region = env.text("S3_REGION")
    endpoint = env.base_url("S3_ENDPOINT", f"https://s3.{region}.amazonaws.com")
    keys = {name: env.optional(name) for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY")}
    if any(keys.values()) and not all(keys.values()):
        missing = next(name for name, value in keys.items() if not value)
        raise ImproperlyConfigured(f"{missing} is empty; the two keys of the store belong together.")
    return {
        "bucket": bucket,
        "renditions_bucket": env.optional("S3_RENDITIONS_BUCKET") or bucket,
        "region": region,
        "endpoint": endpoint,
        "visitors_endpoint": env.base_url("S3_VISITORS_ENDPOINT", endpoint),
        "addressing": env.choice("S3_ADDRESSING", ["virtual", "path"]),
        "access_key": keys["S3_ACCESS_KEY"],
        "secret_key": keys["S3_SECRET_KEY"],
        "public_url": env.base_url("S3_PUBLIC_URL", folder=True) if env.optional("S3_PUBLIC_URL") else "",
        "link_seconds": env.count("S3_LINK_SECONDS", 3600),
    }


def origins(store: dict[str, Any] | None) -> list[str]:
    """The hosts beside this site from which browsers fetch pictures and recordings: the mission's own store."""
    if store is None:
        return []
    parts = urlsplit(store["visitors_endpoint"])
    buckets = [store["bucket"], store["renditions_bucket"]]
    signed = [f"{parts.scheme}://{bucket}.{parts.netloc}" for bucket in buckets]
    if store["addressing"] == "path":
        signed = [store["visitors_endpoint"]]
    if store["public_url"]:
        public = urlsplit(store["public_url"])
        signed.append(f"{public.scheme}://{public.netloc}")
    return list(dict.fromkeys(signed))


def storages(store: dict[str, Any] | None, private: Path, media: Path, media_url: str) -> dict[str, Any]:
    """Originals and renditions. The options are text: Wagtail hands them to the task that deletes a file, which also
    is why the keys of a store are not among them.
    """
    if store is not None:
        return {
            "default": {"BACKEND": "core.object_storage.PrivateBucket"},
            "renditions": {"BACKEND": "core.object_storage.RenditionBucket"},
        }
    return {
        "default": {"BACKEND": "core.storage.PrivateStorage", "OPTIONS": {"location": str(private)}},
        "renditions": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media), "base_url": media_url},
        },
    }


# Services that take a letter over HTTPS and report what came back: the keys that each needs, and those it may have.
# Only such of which every letter can forbid that its opening and its links are followed.
MAIL_SERVICES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mailgun": (("MAILGUN_API_KEY", "MAILGUN_WEBHOOK_SIGNING_KEY"), ("MAILGUN_SENDER_DOMAIN", "MAILGUN_API_URL")),
    "postmark": (("POSTMARK_SERVER_TOKEN",), ("POSTMARK_MESSAGE_STREAM",)),
    "sparkpost": (("SPARKPOST_API_KEY",), ("SPARKPOST_API_URL", "SPARKPOST_SUBACCOUNT")),
}
WEBHOOK_SECRET = re.compile(r"[^:\s]+:\S{16,}")


def mail_service(env: Environment) -> tuple[str, dict[str, Any]]:
    """The name of the service that takes letters, and anymail's settings for it; nothing without MAIL_SERVICE."""
    name = env.optional("MAIL_SERVICE")
    if not name:
        return "", {}
    if name not in MAIL_SERVICES:
        raise ImproperlyConfigured(f"MAIL_SERVICE is “{name}”; write one of: {', '.join(MAIL_SERVICES)}.")
    if env.optional("EMAIL_URL"):
        raise ImproperlyConfigured("MAIL_SERVICE and EMAIL_URL are both set; letters leave by one of them.")
    need("anymail", "MAIL_SERVICE")
    needed, more = MAIL_SERVICES[name]
    keys = {key: env.text(key) for key in needed} | {key: env.optional(key) for key in more if env.optional(key)}
    secret = env.optional("MAIL_WEBHOOK_SECRET")
    if secret and not WEBHOOK_SECRET.fullmatch(secret):
        raise ImproperlyConfigured("MAIL_WEBHOOK_SECRET must be like name:secret, the secret of 16 signs or more.")
    return name, {
        **keys,
        # Nobody is followed, whatever the account at the service has been set to.
        "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
        "WEBHOOK_SECRET": secret,
        "REQUESTS_TIMEOUT": SERVICE_SECONDS,
    }


def audio_delivery(env: Environment, store: dict[str, Any] | None) -> str:
    """How recordings travel. Files in a store can only be sent on to, files on disk never."""
    way = env.choice("AUDIO_DELIVERY", ["stream", "x-accel", "redirect"]) if env.optional("AUDIO_DELIVERY") else ""
    if way == "redirect" and store is None:
        raise ImproperlyConfigured("AUDIO_DELIVERY is “redirect”, which needs a store: set S3_BUCKET.")
    if way in {"stream", "x-accel"} and store is not None:
        raise ImproperlyConfigured(f"AUDIO_DELIVERY is “{way}”, but recordings in S3_BUCKET travel by “redirect” only.")
    return way or ("redirect" if store else "stream")
