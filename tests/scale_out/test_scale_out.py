"""Several processes are one site: what one publishes all show, and one that dies takes nothing with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
import requests

from tests.running import ROOT
from tests.scale_out.stack import TOKEN, Stack, bring_up, objects

pytestmark = [pytest.mark.scale_out, pytest.mark.xdist_group("scale_out")]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with bring_up(tmp_path_factory.mktemp("scale-out")) as running:
        yield running


def ready(stack: Stack, port: int) -> dict:
    return stack.ask(port, "/health/ready").json()


def until(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Editor:
    """An administrator's browser on one of the processes."""

    def __init__(self, stack: Stack, port: int) -> None:
        self.base, self.site = f"http://127.0.0.1:{port}", stack.front.url
        self.cookies: dict[str, str] = {}
        page = self._send("GET", "/admin/login/")
        form = {"username": "admin", "password": stack.passwords["admin"]}
        assert self.post("/admin/login/", page.text, form).status_code == 302

    def _send(self, method: str, path: str, data: dict[str, str] | None = None) -> requests.Response:
        headers = {
            "Host": self.site.removeprefix("https://"),
            "X-Forwarded-Proto": "https",
            "Origin": self.site,
            "Referer": self.site + path,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        answer = requests.request(
            method, self.base + path, data=data, headers=headers, timeout=30, allow_redirects=False
        )
        self.cookies |= dict(answer.cookies.items())
        return answer

    def post(self, path: str, form: str, data: dict[str, str] | None = None) -> requests.Response:
        """Sends a form with the token that its page carries."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        return self._send("POST", path, {"csrfmiddlewaretoken": token, **(data or {})})

    def publish(self, page: int) -> None:
        path = f"/admin/bulk/wagtailcore/page/publish/?id={page}"
        assert self.post(path, self._send("GET", path).text).status_code == 302


DRAFT = """
from news.models import BulletinPage
page = BulletinPage.objects.live().filter(locale__language_code="en", number=2).first()
page.title = {title!r}
page.save_revision()
print(page.pk, page.get_url())
"""


def test_all_parts_are_in_place(stack):
    for port in stack.webs:
        assert until(lambda port=port: ready(stack, port)["state"] == "ready", 20), ready(stack, port)
    parts = ready(stack, next(iter(stack.webs)))["parts"]
    assert {name: word for name, word in parts.items() if word != "ok"} == {"scheduler": "not expected"}


def test_originals_and_pictures_lie_in_the_store_and_not_on_disk(stack):
    assert any(name.startswith("private/audio/") for name in objects(stack.store, "originals"))
    assert all(name.startswith("private/") for name in objects(stack.store, "originals"))
    var = stack.folder / "var"
    assert [path for folder in ("private", "media") for path in (var / folder).rglob("*") if path.is_file()] == []


def test_a_recording_is_heard_from_the_store(stack):
    code = "from music.models import AudioSample; from music.player import audio_url; print(audio_url(AudioSample.objects.filter(public=True).first()))"
    sent_on = stack.get(stack.run(code).strip())
    assert (sent_on.status_code, sent_on.headers["Cache-Control"]) == (302, "private, no-store")
    part = requests.get(sent_on.headers["Location"], headers={"Range": "bytes=0-99"}, timeout=10)
    assert (part.status_code, len(part.content)) == (206, 100)
    assert part.headers["Content-Type"].startswith("audio/")
    policy = stack.get("/music/").headers["Content-Security-Policy"]
    assert f"media-src 'self' {stack.store}" in policy
    assert f"img-src 'self' data: {stack.store}" in policy


@pytest.mark.parametrize("question", ["open again", "школа", "harb", "\0", "' & | ! <-> :*"])
def test_search_answers_on_postgresql(stack, question):
    for path in ("/search/", "/ru/search/"):
        answer = stack.get(path, params={"q": question})
        assert answer.status_code == 200
    if question in {"open again", "harb"}:
        assert "<mark>" in stack.get("/search/", params={"q": question}).text


def test_what_one_process_publishes_the_other_shows_within_a_second(stack):
    first, second = stack.webs
    page, url = stack.run(DRAFT.format(title="A title for both")).split()
    path = "/" + url.split("/", 3)[3] if "://" in url else url
    for port in (first, second, first, second):
        assert "A title for both" not in stack.ask(port, path).text
    assert "A title for both" not in stack.get(path).text
    Editor(stack, first).publish(int(page))
    published = time.monotonic()
    assert "A title for both" in stack.ask(first, path).text
    # Who asks a second later gets the new page, however slow this machine is just now.
    sleep_until(published + 1)
    assert "A title for both" in stack.ask(second, path).text
    sleep_until(published + 4)
    assert "A title for both" in stack.get(path).text
    assert path in stack.get("/search/", params={"q": "title both"}).text


def sleep_until(moment: float) -> None:
    time.sleep(max(0, moment - time.monotonic()))


def test_editors_at_the_same_time_do_not_lock_each_other_out(stack):
    rounds = 6
    command = [sys.executable, "-m", "tests.scale_out.publishing", str(rounds)]
    done = subprocess.run(
        command, cwd=ROOT, env=stack.environment | {"DATABASE_POOL": "0"}, capture_output=True, text=True, check=True
    )
    facts = json.loads(done.stdout)
    assert facts["failed"] == []
    assert facts["changes"] == facts["editors"] * rounds


def test_each_process_tells_its_own_figures(stack):
    for port in stack.webs:
        stack.ask(port, "/news/")
        text = stack.ask(port, "/metrics", Authorization=f"Bearer {TOKEN}").text
        assert 'embassy_requests_total{class="news",status="200"}' in text
        assert 'embassy_tasks{state="ready"} ' in text
    assert stack.get("/metrics").status_code == 404


def test_the_log_is_json_and_carries_the_name_that_nginx_gave(stack):
    missing = stack.get("/there-is-no-such-page/", params={"mail": "aigul@mail.example"})
    name = missing.headers["X-Request-ID"]
    lines = [line for server in stack.webs.values() for line in server.log.read_text().splitlines() if name in line]
    assert lines
    told = json.loads(lines[0])
    assert (told["request_id"], told["level"]) == (name, "WARNING")
    assert "aigul" not in "".join(server.log.read_text() for server in stack.webs.values())


def test_a_process_that_dies_under_load_costs_no_page(stack):
    """Nobody asks twice here: whoever loses an answer has failed. What each asks for, nginx does not have."""
    first, second = stack.webs
    over, statuses = threading.Event(), []

    def visit(path: str) -> None:
        with requests.Session() as session:
            # Otherwise a bundle that the environment names comes before the certificate of this nginx.
            session.trust_env = False
            session.verify = stack.front.values["CERTIFICATE"]
            for number in count():
                # Together less than one address may ask for.
                if over.wait(0.1):
                    return
                try:
                    answer = session.get(f"{stack.front.url}{path}?visit={number}", timeout=30)
                    statuses.append(answer.status_code if "</html>" in answer.text else "cut off")
                except requests.RequestException as error:
                    statuses.append(repr(error))

    paths = ("/", "/news/", "/events/", "/ru/music/", "/ru/", "/about/")
    visitors = [threading.Thread(target=visit, args=(path,)) for path in paths]
    for one in visitors:
        one.start()
    assert until(lambda: len(statuses) > 24, 20)
    stack.webs[first].kill()
    before = len(statuses)
    assert until(lambda: len(statuses) > before + 48, 20)
    # It comes back while all go on, and gets its share again.
    stack.start_web(first)
    assert until(lambda: _answers(stack, first), 30)
    assert until(lambda: served(stack, first) > 5, 20)
    over.set()
    for one in visitors:
        one.join()
    assert set(statuses) == {200}
    assert served(stack, second) > 24


def served(stack: Stack, port: int) -> int:
    """How many pages a process has made, by its own figures."""
    text = stack.ask(port, "/metrics", Authorization=f"Bearer {TOKEN}").text
    return sum(
        int(number) for number in re.findall(r'class="(?:home|news|events|music|page)",status="200"} (\d+)', text)
    )


def _answers(stack: Stack, port: int) -> bool:
    with suppress(requests.ConnectionError):
        return stack.ask(port, "/health/live").status_code == 200
    return False


TASKS = """
from tests.scale_out.tasks import slow
for number in range({many}):
    slow.using(priority=50).enqueue({folder!r}, number, {seconds})
"""
STATES = """
from django_tasks_db.models import DBTaskResult
print(*DBTaskResult.objects.filter(task_path="tests.scale_out.tasks.slow").values_list("status", flat=True))
"""


def test_a_worker_that_dies_loses_no_task(stack):
    folder, many = Path(tempfile.mkdtemp(dir=stack.folder)), 4
    stack.run(TASKS.format(many=many, folder=str(folder), seconds=2.5))

    def marks() -> dict[str, list[str]]:
        return {path.name: path.read_text().split() for path in folder.iterdir()}

    assert until(lambda: sum(1 for lines in marks().values() if lines == ["began"]) == 2, 60)
    stack.workers.pop(0).kill()
    cut_off = [name for name, lines in marks().items() if lines == ["began"]]
    assert len(cut_off) == 2
    assert until(lambda: len(marks()) == many and all("ended" in lines for lines in marks().values()), 60)
    again = [name for name, lines in marks().items() if lines.count("began") == 2]
    assert len(again) == 1
    assert again[0] in cut_off
    assert [lines.count("ended") for lines in marks().values()] == [1] * many
    assert until(lambda: set(stack.run(STATES).split()) == {"SUCCESSFUL"}, 20)
    stack.start_worker()
