"""nginx as it is measured: with files alone, in front of this site as ``deploy/`` has it, in front of a few bytes."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from benchmarks.servers import ROOT, free_port, wait_for

# An nginx that runs while the context lasts; its address.
Files = AbstractContextManager[str]

FRAME = """
daemon off; {user}worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 1000000; keepalive_timeout 60s;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {http}
  server {{ listen 127.0.0.1:{port}; {server} }}
}}
"""
FILES = """
root {root}; default_type text/html; sendfile on; tcp_nopush on; charset utf-8;
open_file_cache max=100 inactive=60s;
"""
FEW_BYTES_HTTP = "proxy_cache_path {folder}/cache keys_zone=bytes:10m max_size=100m use_temp_path=off;"
# Keeps what it got for as long as the site lets a server keep its pages, and passes on as many headers as there are.
FEW_BYTES = """
proxy_http_version 1.1; proxy_set_header Connection ""; proxy_cache bytes; proxy_cache_valid 200 1s;
proxy_cache_background_update on; proxy_cache_use_stale updating; proxy_cache_lock on;
location / {{ proxy_pass http://127.0.0.1:{upstream}; }}
"""
# Stands in while the tree has no deploy/.
PLAIN_HTTP = """
upstream site {{ server 127.0.0.1:{upstream}; keepalive 32; }}
proxy_cache_path {folder}/cache keys_zone=site:10m max_size=100m use_temp_path=off;
"""
PLAIN = """
proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host:{upstream};
proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
location / {{
  proxy_cache site; proxy_cache_key $scheme$host$request_uri; proxy_cache_lock on;
  proxy_cache_background_update on; proxy_cache_use_stale error timeout updating; proxy_pass http://site;
}}
location ^~ /music/audio/ {{ proxy_pass http://site; }}
location ^~ /private/ {{ internal; alias {var}/private/; sendfile on; sendfile_max_chunk 512k; tcp_nopush on; }}
"""


def is_deployed() -> bool:
    """Whether the tree has a configuration of its own to measure."""
    return (ROOT / "deploy" / "render.py").is_file()


@contextmanager
def nginx(folder: Path, http: str, server: str) -> Iterator[str]:
    """An nginx with one worker that answers; its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    config = folder / "nginx.conf"
    # Its workers have to read what lies in a folder of ours.
    user = "user root; " if os.geteuid() == 0 else ""
    config.write_text(FRAME.format(user=user, folder=folder, port=port, http=http, server=server), encoding="utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-c", str(config), "-p", str(folder)])  # noqa: S603  # our own words
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def files(folder: Path, root: Path) -> tuple[str, str]:
    """The two parts of a configuration that gives out the files of ``root``."""
    return "", FILES.format(root=root)


def few_bytes(folder: Path, upstream: int) -> tuple[str, str]:
    return FEW_BYTES_HTTP.format(folder=folder), FEW_BYTES.format(upstream=upstream)


def site(folder: Path, upstream: int, var: Path) -> tuple[str, str]:
    """Ours. What counts visitors by their address is left out, as here all of them have one."""
    if not is_deployed():
        names = {"folder": folder, "upstream": upstream, "var": var}
        return PLAIN_HTTP.format(**names), PLAIN.format(**names)
    render = importlib.import_module("deploy.render").render
    values = {
        "WEB_SERVERS": f"server 127.0.0.1:{upstream};",
        "HTTPS_SUFFIX": f":{upstream}",
        "CACHE_DIR": f"{folder}/cache",
        "VAR_DIR": str(var),
        "SERVER_NAMES": "127.0.0.1",
        "CERTIFICATE": "-",
        "CERTIFICATE_KEY": "-",
    }
    texts = ROOT / "deploy" / "nginx"
    whole = render((texts / "embassy.conf.template").read_text(encoding="utf-8"), values)
    inside = render((texts / "embassy-locations.inc.template").read_text(encoding="utf-8"), values)
    counted = ("limit_req ", "limit_conn ")
    lines = [line for line in inside.splitlines() if not line.strip().startswith(counted)]
    return whole.split("\nserver {")[0], "\n".join(lines)
