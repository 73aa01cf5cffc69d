"""The whole of a larger install on this machine: PostgreSQL, Redis, an S3 store, two processes for pages, two workers,
and nginx in front.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from tests.database import fill_server
from tests.object_store import REGION, make_buckets
from tests.running import ROOT, free_port, passwords_in, wait_for
from tests.servers import Nginx, Server, begin, nginx, object_server, postgresql, redis

LEASE_S = 4
TOKEN = "for-one-test-run-only"


@dataclass
class Stack:
    """Everything that runs, and how to ask it."""

    folder: Path
    front: Nginx
    environment: dict[str, str]
    webs: dict[int, Server]
    workers: list[Server]
    passwords: dict[str, str]
    store: str

    def get(self, path: str, **more: Any) -> requests.Response:
        """Through nginx, as visitors do."""
        return requests.get(
            self.front.url + path, verify=self.front.values["CERTIFICATE"], timeout=20, allow_redirects=False, **more
        )

    def ask(self, port: int, path: str, **headers: str) -> requests.Response:
        """One process, as nginx does."""
        own = {"Host": self.front.url.removeprefix("https://"), "X-Forwarded-Proto": "https", **headers}
        return requests.get(f"http://127.0.0.1:{port}{path}", headers=own, timeout=20, allow_redirects=False)

    def run(self, code: str) -> str:
        """Runs lines of Python with the site's models at hand; returns what they print."""
        lines = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", lines], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_web(self, port: int) -> None:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "on"]
        self.webs[port] = begin(
            f"web-{port}", [*command, "--no-access-log", "--timeout-keep-alive", "75"], self.folder, self.environment
        )

    def start_worker(self) -> None:
        command = [sys.executable, "manage.py", "background_worker", "--interval", "0.2", "--no-startup-delay"]
        self.workers.append(begin(f"worker-{len(self.workers)}", command, self.folder, self.environment))

    def stop(self) -> None:
        for server in [*self.webs.values(), *self.workers]:
            server.process.terminate()
        for server in [*self.webs.values(), *self.workers]:
            server.stop()


def _environment(folder: Path, database: str, cache: str, store: str, front_url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "EMBASSY_ENV_FILE": os.devnull,
        "EMBASSY_VAR": str(folder / "var"),
        "SECRET_KEY": "used-by-one-test-run-only-" + "0123456789" * 3,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": front_url,
        "DATABASE_URL": database,
        "DATABASE_POOL": "4",
        "REDIS_URL": cache,
        "S3_BUCKET": "originals",
        "S3_RENDITIONS_BUCKET": "pictures",
        "S3_REGION": REGION,
        "S3_ENDPOINT": store,
        "S3_ADDRESSING": "path",
        "S3_ACCESS_KEY": "key-of-tests",
        "S3_SECRET_KEY": "secret-of-tests",
        "EXPECTED_PROCESSES": "worker",
        "HEARTBEAT_LEASE": str(LEASE_S),
        "LOG_FORMAT": "json",
        "METRICS_TOKEN": TOKEN,
    }


@contextmanager
def bring_up(folder: Path) -> Iterator[Stack]:
    with ExitStack() as running:
        database = running.enter_context(postgresql(folder))
        cache = running.enter_context(redis(folder))
        store = running.enter_context(object_server(folder))
        make_buckets(store)
        ports = [free_port(), free_port()]
        (folder / "var").mkdir()
        front = running.enter_context(nginx(folder / "nginx", ports, VAR_DIR=str(folder / "var")))
        environment = _environment(folder, database, cache, store, front.url)
        fill_server(database)
        setup = [sys.executable, "-m", "tests.scale_out.small_site"]
        said = subprocess.run(setup, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if said.returncode:
            pytest.fail(f"The site could not be built:\n{said.stdout}{said.stderr}", pytrace=False)
        stack = Stack(folder, front, environment, {}, [], passwords_in(said.stdout), store)
        running.callback(stack.stop)
        for port in ports:
            stack.start_web(port)
        for _worker in range(2):
            stack.start_worker()
        with ThreadPoolExecutor(2) as pool:
            waiting = [
                pool.submit(wait_for, f"http://127.0.0.1:{port}/health/live", server.process, server.log)
                for port, server in stack.webs.items()
            ]
            for one in waiting:
                one.result()
        yield stack


def objects(store: str, bucket: str) -> list[str]:
    """Names of what lies in a bucket."""
    client = boto3.client(
        "s3", endpoint_url=store, region_name=REGION,
        aws_access_key_id="key-of-tests", aws_secret_access_key="secret-of-tests",
    )  # fmt: skip
    return [entry["Key"] for entry in client.list_objects_v2(Bucket=bucket).get("Contents", [])]
