"""Pages and recordings to be found."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from home.models import StandardPage
from music.models import MusicPage
from news.models import BulletinPage
from tests.missions import TestMission
from tests.music.asking import make_sample
from tests.news.ground import make_bulletin, make_index


def publish(parent: Any, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def bulletin_with(mission: TestMission, title: str, text: str = "", code: str = "en", **values: Any) -> BulletinPage:
    """A published bulletin whose body holds the text."""
    home = mission.home[code]
    index = home.get_children().filter(slug="news").specific().first() or make_index(mission, code)
    return make_bulletin(index, title, body=[("text", f"<p>{text}</p>")] if text else [], **values)


def plain_page(mission: TestMission, title: str, text: str = "", code: str = "en") -> StandardPage:
    home = mission.home[code]
    page = StandardPage(title=title, locale=home.locale, body=[("text", f"<p>{text}</p>")])
    return publish(home, page)


def music(mission: TestMission, code: str = "en") -> MusicPage:
    home = mission.home[code]
    return publish(home, MusicPage(title="Music", slug="music", locale=home.locale))


def sample(mission: TestMission, title: str, number: int = 1, **facts: Any) -> Any:
    return make_sample(
        mission,
        content=title.encode() + bytes([number % 256]) * 100,
        title=title,
        slug=f"sample-{number}",
        **facts,
    )


def titles(response: Any) -> list[str]:
    """The titles of the results, without marks."""
    text = response.content.decode()
    found = re.findall(r'<h2 class="entry-title"><a [^>]*>(.*?)</a></h2>', text)
    return [re.sub(r"</?mark>", "", title) for title in found]


def search(client: Client, question: str, path: str = "/search/", **more: Any) -> Any:
    return client.get(path, {"q": question, **more})
