"""The install's own settings: the ``.env`` file, its address, its port. Standard library only; reads and writes
nothing else.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "second.localhost")
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # compared with, not bound to


class CannotStart(Exception):
    """Why the site cannot start, as a sentence for whoever typed the command."""


def read_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT is “{text}”; it must be a number from 1 to 65535, like “make run PORT=8001”.")
    return int(text)


def check_port(host: str, port: int) -> None:
    """Raises CannotStart when nothing can listen on the address."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotStart(_port_sentence(error, host, port)) from error


def _port_sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program: stop it, or choose another port with “make run PORT={port + 1}”."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system administrator: choose one above 1023 with “make run PORT=8000”."
    return f"HOST is “{host}”, which is not an address of this machine: leave it out, or name one that is."


def host_in_address(host: str) -> str:
    """How a host to listen on is written in an address that a browser on this machine can open."""
    if host in EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def allowed_hosts(host: str) -> list[str]:
    """Names under which the site answers: this machine's own, and the one that was asked for."""
    names = [*LOOPBACK, host_in_address(host)]
    if host in EVERYWHERE:
        names.append(socket.gethostname())
    return list(dict.fromkeys(names))


def is_ours(base_url: str, hosts: list[str]) -> bool:
    """Whether an address was written by an earlier start, so that this one may change it; an owner's is left alone."""
    parts = urlsplit(base_url)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return parts.scheme == "http" and host in hosts


def new_lines(host: str, port: int) -> list[str]:
    return [
        "# Written by the first start. .env.example explains every name that may stand here.",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"BASE_URL=http://{host_in_address(host)}:{port}",
        f"ALLOWED_HOSTS={','.join(allowed_hosts(host))}",
    ]


def changed_lines(lines: list[str], host: str, port: int) -> list[str]:
    """The lines of an existing file with the address of this start; everything else is as its owner left it."""
    known: list[str] = next((_value(line).split(",") for line in lines if line.startswith("ALLOWED_HOSTS=")), [])
    hosts = list(dict.fromkeys([*known, *allowed_hosts(host)]))
    base_url = next((_value(line) for line in lines if line.startswith("BASE_URL=")), "")
    if not is_ours(base_url, hosts):
        return lines
    changes = {"BASE_URL=": f"http://{host_in_address(host)}:{port}", "ALLOWED_HOSTS=": ",".join(hosts)}
    return [next((name + value for name, value in changes.items() if line.startswith(name)), line) for line in lines]


def _value(line: str) -> str:
    return line.partition("=")[2].strip().strip("'\"")


def write_env(path: Path, host: str, port: int) -> None:
    """Writes the file when it is missing and brings its address up to date otherwise. Readable by its owner only."""
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else None
    lines = new_lines(host, port) if old is None else changed_lines(old, host, port)
    if lines == old:
        return
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    draft.replace(path)  # at once, so that an interrupted start leaves a whole file
