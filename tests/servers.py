"""Servers of other makers on this machine, each on a free port with a folder of its own; all end with the block."""

from __future__ import annotations

import datetime
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.render import FOLDER, render
from tests.programs import need
from tests.running import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60


@dataclass
class Server:
    """A process and what it wrote."""

    name: str
    process: subprocess.Popen
    log: Path

    def kill(self) -> None:
        """As a machine that loses its power would: without a word."""
        self.process.kill()
        self.process.wait(timeout=10)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
        if self.process.poll() is None:
            self.kill()


def begin(
    name: str, command: list[str], folder: Path, environment: dict[str, str] | None = None, **more: object
) -> Server:
    log = folder / f"{name}.log"
    with log.open("a") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output, **more)
    return Server(name, process, log)


def wait_for_port(server: Server, port: int) -> None:
    """Until something listens on a port of this machine."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"{server.name} did not start:\n{server.log.read_text()[-3000:]}", pytrace=False)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of an empty database. PostgreSQL refuses to run as root, which tests may be."""
    port, bin_folder = free_port(), Path(need("initdb")).resolve().parent
    place = Path(tempfile.mkdtemp(prefix="embassy-postgresql-"))
    account = {}
    if os.getuid() == 0:
        entry = pwd.getpwnam("postgres")
        account = {"user": entry.pw_uid, "group": entry.pw_gid}
        os.chown(place, entry.pw_uid, entry.pw_gid)
    data = place / "data"
    make = [str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "embassy", "-E", "UTF8", "--no-sync"]
    subprocess.run([*make, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/", **account)
    # Nothing of a test has to survive a power cut.
    careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1"]
    options = [part for word in (*careless, f"unix_socket_directories={place}") for part in ("-c", word)]
    command = [str(bin_folder / "postgres"), "-D", str(data), "-p", str(port), *options]
    log = folder / "postgresql.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd="/", stdout=output, stderr=output, **account)
    server = Server("postgresql", process, log)
    try:
        wait_for_port(server, port)
        ask = [need("psql"), "-h", "127.0.0.1", "-p", str(port), "-U", "embassy", "-d", "postgres", "-c"]
        end = time.monotonic() + PATIENCE_S
        while subprocess.run([*ask, "CREATE DATABASE embassy"], capture_output=True, cwd="/").returncode:
            if time.monotonic() > end:
                pytest.fail(log.read_text(), pytrace=False)
            time.sleep(0.1)
        yield f"postgresql://embassy@127.0.0.1:{port}/embassy"
    finally:
        process.send_signal(signal.SIGINT)  # fast: it does not wait for clients
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [need("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = begin("redis", command, folder)
    try:
        wait_for_port(server, port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop()


@contextmanager
def object_server(folder: Path) -> Iterator[str]:
    """An S3 store in a process of its own."""
    port = free_port()
    server = begin("s3", [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)], folder)
    try:
        wait_for_port(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return paths


@dataclass
class Nginx:
    """nginx with this site's configuration on ports of its own."""

    folder: Path
    values: dict[str, str]

    @property
    def url(self) -> str:
        return f"https://localhost:{self.values['HTTPS_PORT']}"

    @property
    def plain_url(self) -> str:
        return f"http://localhost:{self.values['HTTP_PORT']}"

    def command(self, *more: str) -> list[str]:
        return [need("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", "stderr", *more]


def nginx_files(folder: Path, web_ports: list[int], **changed: str) -> Nginx:
    """Writes the site's configuration as its owner would, with a frame around it that needs no right of root."""
    folder.mkdir()
    paths = certificate(folder)
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{port} max_fails=3 fail_timeout=5s;" for port in web_ports)
    values = {
        "SERVER_NAMES": "localhost",
        "WEB_SERVERS": servers,
        "CERTIFICATE": str(paths[0]),
        "CERTIFICATE_KEY": str(paths[1]),
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(port),
        "HTTPS_SUFFIX": f":{port}",
        "CACHE_DIR": str(folder / "cache"),
        "CONF_DIR": str(folder),
        "ACCESS_LOG": str(folder / "access.log"),
        "ACME_DIR": str(folder),
        **changed,
    }
    for name in ("embassy.conf", "embassy-locations.inc"):
        template = (FOLDER / "nginx" / f"{name}.template").read_text(encoding="utf-8")
        (folder / name).write_text(render(template, values), encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}worker_processes 1;\ndaemon off;\npid {folder}/nginx.pid;\nerror_log stderr warn;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{\n{temporary}include /etc/nginx/mime.types;\ninclude {folder}/embassy.conf;\n}}\n",
        encoding="utf-8",
    )
    return Nginx(folder, values)


@contextmanager
def nginx(folder: Path, web_ports: list[int], **changed: str) -> Iterator[Nginx]:
    files = nginx_files(folder, web_ports, **changed)
    server = begin("nginx", files.command(), folder)
    try:
        wait_for_port(server, int(files.values["HTTPS_PORT"]))
        yield files
    finally:
        server.stop()
