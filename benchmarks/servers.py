"""The servers that are measured against each other: this site, an application that only has bytes, and a bare Wagtail.

Each is one uvicorn process on this machine, started with the same options, on files of its own.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch import server_command
from home.demo.load import text_of

ROOT = Path(__file__).resolve().parent.parent
BULLETIN, NUMBER = "/news/load-50/", 50

BYTES = """
import os
BODY = open(os.environ["BODY"], "rb").read()
START = {"type": "http.response.start", "status": 200, "headers": [
    (b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(BODY))]}
END = {"type": "http.response.body", "body": BODY}
async def application(scope, receive, send):
    await send(START)
    await send(END)
"""
MODELS = """
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
class HomePage(Page):
    body = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
"""
PAGE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}{% endblock %}"""
SETTINGS = """
from .base import *
DEBUG = False
SECRET_KEY = "known to everybody, for a benchmark"
ALLOWED_HOSTS = ["*"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ru", "Russian"), ("kk", "Kazakh")]
MIDDLEWARE.insert(1, "django.middleware.locale.LocaleMiddleware")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}
"""
ASGI = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "bare.settings.measured"
from django.core.asgi import get_asgi_application
application = get_asgi_application()
"""
FILL = f"""
from home.models import HomePage
home = HomePage.objects.first()
news = home.add_child(instance=HomePage(title="News", slug="news"))
news.add_child(instance=HomePage(title="Number", slug="load-{NUMBER}", body={text_of(NUMBER)!r}))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when something answers at the port. Raises SystemExit when the process has ended before."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("A server that was to be measured did not start; the reason stands above.")


def run(*command: str, folder: Path, **environment: str) -> None:
    """A command that has to succeed."""
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-W", "ignore", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)[:200]} failed:\n{done.stdout}{done.stderr}")


class Site:
    """This site with the demonstration and a hundred bulletins, in a folder of its own."""

    def __init__(self, folder: Path, count: int = 100) -> None:
        self.port = free_port()
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "EMBASSY_ENV_FILE": os.devnull,
            "EMBASSY_VAR": str(folder),
            "SECRET_KEY": "known-to-everybody-and-used-in-a-benchmark-" + "0123456789",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "AUDIO_LISTENERS_PER_ADDRESS": "1000",
        }
        folder.mkdir(exist_ok=True)
        run("manage.py", "setup_site", folder=ROOT, **self.environment)
        run("manage.py", "load_demo", "--scale", str(count), folder=ROOT, **self.environment)

    @property
    def var(self) -> Path:
        return Path(self.environment["EMBASSY_VAR"])

    @contextmanager
    def served(self, *, cached: bool, **more: str) -> Iterator[tuple[str, int]]:
        """Its one process: address and process id."""
        environment = {**self.environment, "PAGE_CACHE_MB": "64" if cached else "0", **more}
        with server("config.asgi:application", ROOT, self.port, **environment) as found:
            yield found


def make_bare(folder: Path) -> Path:
    """A project of `wagtail start` with rich text on its pages, three languages and a page at the bulletin's depth."""
    start = "from wagtail.bin.wagtail import main; main()"
    run("-c", start, "start", "bare", str(folder), folder=folder)
    for name, text in {
        "home/models.py": MODELS,
        "home/templates/home/home_page.html": PAGE,
        "bare/settings/measured.py": SETTINGS,
        "asgi.py": ASGI,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = {"DJANGO_SETTINGS_MODULE": "bare.settings.measured"}
    for command in (["makemigrations", "home"], ["migrate", "--verbosity", "0"]):
        run("manage.py", *command, folder=folder, **settings)
    run("-c", f"import django; django.setup()\n{FILL}", folder=folder, **settings)
    return folder


@contextmanager
def server(application: str, folder: Path, port: int = 0, **environment: str) -> Iterator[tuple[str, int]]:
    """A server that answers: its address and process id."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-m", "uvicorn", application, "--port", str(port)]
    options = ["--lifespan", "off", "--no-access-log", "--no-server-header", "--log-level", "error"]
    if application == "config.asgi:application":
        # As `make run` starts it, whatever that is.
        command, options = server_command("run", "127.0.0.1", port), ["--log-level", "error"]
    process = subprocess.Popen([*command, *options], cwd=folder, env={**os.environ, **environment})  # noqa: S603
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()
