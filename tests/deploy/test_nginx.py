"""The configuration of nginx, asked over TLS: in front of a stand-in that counts, and of the site itself."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from core.kept_pages import CACHE_CONTROL
from deploy.render import FOLDER, CannotRender, main, render
from tests.running import ROOT, RunningSite, free_port, wait_for
from tests.servers import Nginx, begin, nginx, nginx_files

pytestmark = pytest.mark.xdist_group("site")
# nginx counts in whole seconds: what is good for one is good until the second after it ends.
EXPIRED_S = 2.1
# What the site says of a page that all visitors share.
KEPT = {"Cache-Control": CACHE_CONTROL[0].decode()}
# When a page is good no more, nor as a stand-in while the next is fetched.
LATE_S = 3.1


@dataclass
class StandIn:
    """A site that says what it is told, and counts how often it is asked."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    body: bytes = b"<p>page</p>" * 200
    wait_s: float = 0.0
    status: int = 200


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    facts = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            facts.asked.append(self.path)
            facts.seen = {name.lower(): value for name, value in self.headers.items()}
            body = facts.body
            time.sleep(facts.wait_s)
            self.send_response(facts.status)
            for name, value in ({"Content-Type": "text/html"} | facts.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    facts.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield facts
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def front(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("front")
    with nginx(folder / "nginx", [stand_in.port], VAR_DIR=str(folder), LISTENERS_PER_ADDRESS="2") as running:
        yield running


@pytest.fixture
def site(stand_in: StandIn) -> StandIn:
    """The stand-in as it is at first."""
    stand_in.asked.clear()
    stand_in.headers, stand_in.wait_s, stand_in.status = dict(KEPT), 0.0, 200
    stand_in.body = b"<p>page</p>" * 200
    return stand_in


def get(front: Nginx, path: str, method: str = "GET", **more: Any) -> requests.Response:
    more.setdefault("headers", {})
    return requests.request(
        method, front.url + path, verify=front.values["CERTIFICATE"], timeout=20, allow_redirects=False, **more
    )


# The files


def test_nginx_takes_the_configuration(tmp_path):
    files = nginx_files(tmp_path / "nginx", [8001, 8002])
    done = subprocess.run(files.command("-t"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.replace("error_log", ""), done.stderr


def test_a_missing_or_unknown_value_is_named(capsys):
    template = (FOLDER / "nginx" / "embassy.conf.template").read_text()
    with pytest.raises(CannotRender, match="CERTIFICATE, CERTIFICATE_KEY, SERVER_NAMES"):
        render(template, {})
    with pytest.raises(CannotRender, match="COLOUR"):
        render(template, {"COLOUR": "blue"})
    assert main(["nginx/none.template"]) == 1
    assert "none.template" in capsys.readouterr().err


# In front of the stand-in


def test_a_page_is_asked_for_once_a_second_however_many_come(site, front):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: get(front, "/once/").status_code, range(24)))
    assert answers == [200] * 24
    assert 1 <= site.asked.count("/once/") <= 3
    before = site.asked.count("/once/")
    time.sleep(LATE_S)
    get(front, "/once/")
    assert site.asked.count("/once/") == before + 1


def test_an_old_page_is_shown_for_as_long_as_the_site_says_while_a_new_one_is_fetched(site, front):
    site.headers = {"Cache-Control": "max-age=1, stale-while-revalidate=30"}
    site.body = b"old"
    assert get(front, "/turn/").text == "old"
    site.body, site.wait_s = b"new", 0.5
    time.sleep(EXPIRED_S)
    began = time.monotonic()
    assert get(front, "/turn/").text == "old"
    assert time.monotonic() - began < 0.4
    time.sleep(0.8)
    assert get(front, "/turn/").text == "new"


def test_a_page_is_three_seconds_late_at_most(site, front):
    site.body = b"old"
    assert get(front, "/fresh/").text == "old"
    site.body = b"new"
    time.sleep(LATE_S)
    assert get(front, "/fresh/").text == "new"


def test_what_the_site_does_not_speak_of_is_not_kept(site, front):
    site.headers = {}
    for _time in range(3):
        get(front, "/silent/")
    assert site.asked.count("/silent/") == 3


@pytest.mark.parametrize(
    ("cookie", "answer"),
    [
        ("sessionid=x", {}),
        ("a=b; sessionid=x", {}),
        ("", {"Set-Cookie": "csrftoken=x"}),
        ("", {"Cache-Control": "private"}),
        ("", {"Cache-Control": "no-store"}),
        ("", {"Vary": "Cookie"}),
        ("", {"Vary": "Accept-Encoding,Accept-Language"}),
    ],
)
def test_what_is_one_visitors_is_never_kept(site, front, cookie, answer):
    site.headers = KEPT | answer
    path = f"/own-{len(cookie)}-{''.join(answer.values()).replace('=', '')}/"
    for _time in range(3):
        get(front, path, headers={"Cookie": cookie} if cookie else {})
    assert site.asked.count(path) == 3
    if cookie:
        site.body = b"for strangers"
        assert get(front, path).text == "for strangers"


def test_a_site_that_is_broken_or_gone_is_stood_in_for(site, front):
    site.body = b"kept"
    get(front, "/kept/")
    time.sleep(LATE_S)
    site.status, site.body = 500, b"broken"
    assert (get(front, "/kept/").status_code, get(front, "/kept/").text) == (200, "kept")
    assert get(front, "/never-seen/").status_code == 500


def test_what_is_compressed_already_stays_so_and_the_rest_is_compressed_once(site, front):
    plain = site.body
    answer = get(front, "/plain/", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.content) == ("gzip", plain)
    site.body = gzip.compress(plain)
    site.headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    answer = get(front, "/ready-made/", headers={"Accept-Encoding": "gzip, deflate"})
    assert (answer.headers["Content-Encoding"], answer.content) == ("gzip", plain)
    assert site.seen["accept-encoding"] == "gzip"


def test_one_copy_is_kept_for_each_way_to_compress_whatever_the_words_of_the_wish(site, front):
    site.headers = KEPT | {"Vary": "Accept-Encoding"}
    for wish in ("gzip", "deflate, gzip;q=1.0", "identity", "", "gzip, br", "br"):
        site.body = wish.encode()
        get(front, "/wishes/", headers={"Accept-Encoding": wish})
    assert site.asked.count("/wishes/") == 3
    assert get(front, "/wishes/", headers={"Accept-Encoding": "x-gzip, gzip"}).headers["Vary"] == "Accept-Encoding"


def test_the_site_learns_who_asks_from_nginx_alone(site, front):
    get(
        front,
        "/who/",
        headers={"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http", "X-Request-ID": "mine-12345"},
    )
    assert (site.seen["x-forwarded-for"], site.seen["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert site.seen["x-request-id"] != "mine-12345"
    assert len(site.seen["x-request-id"]) == 32
    assert site.seen["host"] == front.url.removeprefix("https://")
    log = Path(front.values["ACCESS_LOG"]).read_text()
    assert "127.0.0.1" not in log


def test_bodies_are_small_but_for_editors(site, front):
    large = b"x" * 2_000_000
    assert get(front, "/subscribe/", "POST", data=large).status_code == 413
    assert get(front, "/admin/images/add/", "POST", data=large).status_code == 200


def test_forms_are_counted_and_reading_is_not(site, front):
    posts = [get(front, "/admin/login/", "POST", data={"a": "b"}).status_code for _time in range(30)]
    assert 429 in posts
    assert [get(front, "/admin/login/").status_code for _time in range(5)] == [200] * 5


def test_too_many_listeners_are_asked_to_come_again(site, front):
    site.wait_s = 1.0
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: get(front, f"/music/audio/{number}/original/x.mp3"), range(4)))
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == 2
    assert (refused[0].headers["Retry-After"], refused[0].headers["X-Content-Type-Options"]) == ("10", "nosniff")


def test_plain_http_leads_to_tls_and_http2_is_spoken(front):
    answer = requests.get(front.plain_url + "/news/?page=2", timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, front.url + "/news/?page=2")
    context = ssl.create_default_context(cafile=front.values["CERTIFICATE"])
    context.set_alpn_protocols(["h2"])
    port = int(front.values["HTTPS_PORT"])
    with (
        socket.create_connection(("127.0.0.1", port)) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as tls,
    ):
        assert tls.selected_alpn_protocol() == "h2"
        assert tls.version() == "TLSv1.3"
    with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw, server_hostname="elsewhere.example")


def test_figures_are_not_for_the_world(site, front):
    assert get(front, "/metrics").status_code == 404
    assert get(front, "/health/live").status_code == 200
    assert site.asked == ["/health/live"]


# In front of the site


@dataclass
class Behind:
    """The site's process, nginx in front of it, and what there is to ask for."""

    front: Nginx
    folder: Path
    port: int
    environment: dict[str, str]
    web: Any = None
    audio: dict[str, str] = field(default_factory=dict)
    private: list[str] = field(default_factory=list)

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]
        more = ["--lifespan", "on", "--no-access-log", "--timeout-keep-alive", "75"]
        self.web = begin("web", [*command, *more], self.folder, self.environment)
        wait_for(f"http://127.0.0.1:{self.port}/health/live", self.web.process, self.web.log)


@pytest.fixture(scope="module")
def behind(running_site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """A second process of the running site, on the same files, with nginx in front that sends recordings itself."""
    folder, port = tmp_path_factory.mktemp("behind"), free_port()
    var = running_site.log.parent / "var"
    with nginx(folder / "nginx", [port], VAR_DIR=str(var)) as front:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "EMBASSY_ENV_FILE": os.devnull,
            "EMBASSY_VAR": str(var),
            "SECRET_KEY": "used-by-one-test-run-only-" + "0123456789" * 3,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "BASE_URL": front.url,
            "AUDIO_DELIVERY": "x-accel",
        }
        running = Behind(front, folder, port, environment)
        try:
            running.start()
            running.audio = _recordings(environment)
            files = [path for path in (var / "private").rglob("*") if path.is_file()]
            running.private = [str(path.relative_to(var / "private")) for path in files]
            yield running
        finally:
            running.web.stop()


def _recordings(environment: dict[str, str]) -> dict[str, str]:
    """The address of one recording of each kind."""
    code = (
        "import django; django.setup()\n"
        "from music.models import AudioSample\n"
        "from music.player import audio_url\n"
        "for one in AudioSample.objects.filter(public=True): print(one.kind, audio_url(one))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.parametrize(("kind", "mime_type"), [("mp3", "audio/mpeg"), ("opus", "audio/ogg"), ("flac", "audio/flac")])
def test_nginx_sends_recordings_with_all_that_belongs_to_them(behind, kind, mime_type):
    whole = get(behind.front, behind.audio[kind])
    assert whole.status_code == 200
    assert whole.headers["Content-Type"] == mime_type
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Cache-Control"] == "public, max-age=600"
    assert whole.headers["Content-Disposition"].startswith("inline; filename=")
    assert int(whole.headers["Content-Length"]) == len(whole.content) > 10_000
    assert "X-Accel-Redirect" not in whole.headers
    part = get(behind.front, behind.audio[kind], headers={"Range": "bytes=100-199", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"
    assert part.headers["Content-Type"] == mime_type
    changed = get(behind.front, behind.audio[kind], headers={"Range": "bytes=100-199", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    head = get(behind.front, behind.audio[kind], "HEAD")
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", str(len(whole.content)))
    again = get(behind.front, behind.audio[kind], headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    beyond = get(behind.front, behind.audio[kind], headers={"Range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.content)}")


def test_permission_is_asked_before_any_condition(behind):
    unknown = "/music/audio/0123456789abcdef01234567/original/sample.mp3"
    for headers in ({}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        assert get(behind.front, unknown, headers=headers).status_code == 404


def test_no_private_file_is_reached_from_outside(behind):
    assert behind.private
    for name in behind.private:
        for prefix in (
            "/private/",
            "/media/../private/",
            "/media/%2e%2e/private/",
            "/static/..%2fprivate/",
            "/media/",
            "/static/",
        ):
            prepared = requests.Request("GET", behind.front.url + "/").prepare()
            prepared.url = behind.front.url + prefix + name
            with requests.Session() as session:
                answer = session.send(prepared, verify=behind.front.values["CERTIFICATE"], allow_redirects=False)
            assert answer.status_code in {400, 404}, prefix + name


def test_static_files_come_from_disk_and_may_be_kept_for_ever(behind):
    page = get(behind.front, "/").text
    path = next(part for part in page.split('"') if part.startswith("/static/css/site."))
    answer = get(behind.front, path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_the_sites_own_and_compressed_once(behind):
    answer = get(behind.front, "/news/", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "</html>" in answer.text
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["Content-Security-Policy"].count("default-src 'none'") == 1
    assert len(answer.headers["X-Request-ID"]) == 32


def test_when_the_site_dies_its_pages_stay(behind):
    before = get(behind.front, "/events/")
    assert before.status_code == 200
    behind.web.kill()
    time.sleep(LATE_S)
    after = get(behind.front, "/events/")
    assert (after.status_code, after.text) == (200, before.text)
    assert get(behind.front, "/music/audio/0123456789abcdef01234567/original/sample.mp3").status_code in {502, 504}
    behind.start()
    assert get(behind.front, "/music/audio/0123456789abcdef01234567/original/sample.mp3").status_code == 404
