"""Two missions on one install: the ground on which most tests stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Collection, Locale, Page, Site

LANGUAGES = ("en", "kk", "ru")


@dataclass
class TestMission:
    """A mission with its host, home pages by language, editors' group and one editor."""

    __test__ = False

    host: str
    site: Site
    mission: Any
    collection: Collection
    group: Any
    editor: Any
    home: dict[str, Any] = field(default_factory=dict)


@dataclass
class Missions:
    first: TestMission
    second: TestMission


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def make_mission(name: str, host: str, languages: tuple[str, ...], *, default: bool = False) -> TestMission:
    """A site with one home page per language and an editor who is nobody's superuser."""
    from core.models import MissionWords
    from core.provision import provision
    from home.models import HomePage

    root = Page.get_first_root_node()
    home: dict[str, Any] = {}
    for code in languages:
        page = HomePage(title=f"{name} {code}", slug=f"{name}-{code}".lower(), locale=locale(code))
        if home:
            page.translation_key = home[languages[0]].translation_key
        home[code] = root.add_child(instance=page)
    site = Site.objects.create(
        hostname=host, port=80, root_page=home[languages[0]], is_default_site=default, site_name=name
    )
    made = provision(site, name, f"Editors of {name}")
    grant_everything(made)
    made.settings.words.add(MissionWords(language="en", mission_name=f"Embassy of {name}", country_name=name))
    made.settings.main_language = languages[0]
    made.settings.time_zone = "America/New_York"
    made.settings.save()
    editor = get_user_model().objects.create_user(username=f"editor-{name}".lower(), password="not-a-default-9")
    editor.groups.add(made.editors)
    return TestMission(host, site, made.settings, made.collection, made.editors, editor, home)


def grant_everything(made: Any) -> None:
    """What the site's own set-up does after ``provision``: each app grants its rows."""
    from home.setup import grant_all

    grant_all(made)


def make_missions() -> Missions:
    """The first mission in three languages on the default host, the second in English on its own."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    return Missions(
        make_mission("Aland", "aland.example", LANGUAGES, default=True),
        make_mission("Borduria", "borduria.example", ("en",)),
    )


@pytest.fixture
def missions(db: Any) -> Missions:
    return make_missions()


def visitor(mission: TestMission) -> Client:
    """A stranger's browser on the mission's host."""
    return Client(headers={"host": mission.host})


def fetched(mission: TestMission, path: str) -> tuple[int, str]:
    """Status and type of what a stranger gets for a file, read to its end."""
    answer = visitor(mission).get(path)
    b"".join(answer)
    answer.close()
    return answer.status_code, answer.headers["Content-Type"]


def editor_of(mission: TestMission) -> Client:
    """The browser of the mission's editor, logged in."""
    client = Client(headers={"host": mission.host})
    client.force_login(mission.editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor_client(missions: Missions) -> Client:
    return editor_of(missions.first)
