"""The second mission of the demonstration: another look by settings alone, and nothing of it in code or templates."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from core.models import MissionImage, MissionSettings
from core.ornament import make_tile
from core.theme import DEFAULT_ACCENT, check_accent
from events.models import EventPage
from home.demo.build import SECOND_HOST, build_second
from home.demo.reading import DATA, read
from music.models import AudioSample
from news.models import BulletinPage

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def second(missions):
    return build_second(timezone.now())


def visit(path, host=SECOND_HOST):
    return Client(headers={"host": host}).get(path)


def test_every_kind_of_page_has_something_and_the_look_is_its_own(second, missions):
    home = visit("/").content.decode()
    assert "The harbour is open again" in home
    sheet = re.search(r'href="(/theme/[0-9a-f]+\.css)"', home).group(1)
    assert re.search(r'<img class="emblem" src="/media/[^"]+\.svg"', home)
    css = visit(sheet).content.decode()
    assert css.count("-hoist.svg") == 1
    for path in (
        "/news/",
        "/news/letter-no-3/",
        "/events/",
        "/events/open-quay-day/",
        "/music/",
        "/music/songs-of-the-harbour/",
        "/about/",
        "/ru/",
        "/ru/news/letter-no-3/",
        "/ru/events/",
    ):
        answer = visit(path)
        assert answer.status_code == 200, path
        assert sheet in answer.content.decode()
    assert "demonstration" in visit("/music/songs-of-the-harbour/").content.decode()
    assert "Demonstration text" in home
    # A stranger to the second mission sees nothing of it.
    assert sheet not in visit("/", missions.first.host).content.decode()
    assert visit("/news/letter-no-3/", missions.first.host).status_code == 404


def test_it_is_safe_to_repeat_and_keeps_what_editors_changed(second):
    models = (Page, Site, MissionImage, AudioSample, BulletinPage, EventPage)
    before = [model.objects.count() for model in models]
    MissionSettings.objects.filter(pk=second.settings.pk).update(accent="#006600", ornament="")
    again = build_second(timezone.now())
    assert [model.objects.count() for model in models] == before
    assert (again.settings.accent, again.settings.ornament) == ("#006600", "")


def test_its_settings_are_those_that_an_editor_could_make():
    facts = read("second")["site"]
    assert facts["accent"] != DEFAULT_ACCENT
    assert check_accent(facts["accent"]) == {}
    tile = (DATA / facts["ornament"]).read_bytes()
    assert make_tile(tile, settings.MAX_SVG_SIZE)


def test_the_command_says_where_to_look(monkeypatch, second):
    monkeypatch.setattr("home.management.commands.demo.build_first", lambda now: second)
    said = io.StringIO()
    call_command("demo", "--mission", "second", stdout=said)
    assert f"http://{SECOND_HOST}" in said.getvalue()


def test_no_template_style_or_script_names_a_country():
    names = re.compile(r"norland|kazakhstan|казахстан|қазақстан|\.localhost", re.IGNORECASE)
    places = [*ROOT.glob("templates/**/*.*"), *ROOT.glob("static/**/*.css"), *ROOT.glob("static/**/*.js")]
    assert [str(path) for path in places if names.search(path.read_text(encoding="utf-8"))] == []


def test_only_the_demonstration_knows_the_second_mission():
    apps = ("core", "music", "events", "news", "newsletter", "search", "home")
    places = [
        path for app in apps for path in ROOT.glob(f"{app}/**/*.py") if ROOT / "home" / "demo" not in path.parents
    ]
    assert [str(path) for path in places if re.search("norland", path.read_text(encoding="utf-8"), re.IGNORECASE)] == []
