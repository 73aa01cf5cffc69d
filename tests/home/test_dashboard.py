"""The dashboard as a whole: one's own missions only, what one may do only, at the same cost for one and for twenty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from newsletter.models import Subscriber
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, TestMission, editor_of
from tests.music.uploading import stored
from tests.news.ground import make_bulletin, make_index, make_series

# What the page costs at most, with everything that Wagtail's frame, its menu and its permissions ask.
QUERIES = 54


class Ground:
    """A mission with index pages; ``add`` gives it one more of everything that the dashboard tells of."""

    def __init__(self, mission: TestMission) -> None:
        self.mission, self.name = mission, mission.site.site_name
        self.index, self.calendar = make_index(mission), make_calendar(mission.home["en"])

    def add(self, number: int) -> None:
        now = datetime.now(UTC)
        series = make_series(self.mission, f"series-{number}", en=f"{self.name} series {number}")
        make_bulletin(self.index, f"{self.name} issue {number}", number=1, series=series, date=date(2026, 1, number))
        draft = make_bulletin(self.index, f"{self.name} draft {number}")
        draft.save_revision(user=self.mission.editor)
        soon = make_bulletin(self.index, f"{self.name} appointment {number}")
        Page.objects.filter(pk=soon.pk).update(expire_at=now + timedelta(days=number))
        make_event(self.calendar, title=f"{self.name} event {number}", start_date=now.date() + timedelta(days=number))
        seed = number + (100 if self.name == "Borduria" else 0)
        stored(self.mission, seed, title=f"{self.name} hidden {number}", public=False)
        until = now + timedelta(days=number)
        stored(self.mission, seed + 40, title=f"{self.name} ending {number}", permission_until=until)
        Subscriber.objects.create(
            site=self.mission.site,
            email=f"{self.name}{number}@example.org",
            language="en",
            state="confirmed",
            asked_at=now,
        )


def text_of(client: Client, **headers: str) -> str:
    response = client.get("/admin/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def count(client: Client) -> int:
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/")
    return len(captured)


KINDS = ("issue", "draft", "appointment", "event", "hidden", "ending", "series")


def test_an_editor_sees_all_of_the_own_mission_and_nothing_of_the_other(missions: Missions) -> None:
    for mission in (missions.first, missions.second):
        Ground(mission).add(1)
    for own, other in ((missions.first, missions.second), (missions.second, missions.first)):
        text = text_of(editor_of(own))
        assert [kind for kind in KINDS if f"{own.site.site_name} {kind} 1" not in text] == []
        assert other.site.site_name not in text


def test_a_superuser_sees_all_missions_and_whose_each_thing_is(missions: Missions, admin_user: Any) -> None:
    for mission in (missions.first, missions.second):
        Ground(mission).add(1)
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(client, host=missions.second.host)
    for name in ("Aland", "Borduria"):
        assert [kind for kind in KINDS if f"{name} {kind} 1" not in text] == []
        assert f"<span>Embassy of {name}</span>" in text


def test_the_dashboard_costs_the_same_for_one_and_for_twenty(missions: Missions) -> None:
    ground = Ground(missions.first)
    client = editor_of(missions.first)
    ground.add(1)
    one = count(client)
    for number in range(2, 21):
        ground.add(number)
    twenty = count(client)
    assert twenty <= one <= QUERIES, (one, twenty)
    assert "and 12 more" in text_of(client)


def test_quick_actions_offer_what_the_editor_may_do(missions: Missions) -> None:
    ground = Ground(missions.first)
    text = text_of(editor_of(missions.first))
    for address in (
        f"/admin/pages/add/news/bulletinpage/{ground.index.pk}/",
        f"/admin/pages/add/events/eventpage/{ground.calendar.pk}/",
        "/admin/music/upload/",
        "http://aland.example/",
    ):
        assert f'href="{address}"' in text
    missions.first.group.page_permissions.all().delete()
    text = text_of(editor_of(missions.first))
    assert "New bulletin" not in text
    assert "New event" not in text
    assert "See the site" in text


def test_an_account_without_mission_is_told_whom_to_ask(missions: Missions) -> None:
    Ground(missions.first).add(1)
    user = get_user_model().objects.create_user("newcomer", password="not-a-default-9")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(headers={"host": missions.first.host})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(client)
    assert "Your account belongs to no mission yet" in text
    assert "Aland" not in text
    assert "desk-panel" not in text


def test_wagtails_own_panels_and_counts_do_not_stand_there(missions: Missions) -> None:
    """Its count of pages goes over all missions, its last edits over former ones."""
    Ground(missions.first).add(1)
    missions.second.editor.groups.add(missions.first.group)
    client = editor_of(missions.second)
    page = missions.first.home["en"].get_children().get(slug="news").get_children().first()
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    missions.second.editor.groups.remove(missions.first.group)
    text = text_of(client)
    assert "Aland" not in text
    assert 'class="w-summary"' not in text
    assert "recent-edits" not in text


def test_headings_stand_in_their_order(missions: Missions) -> None:
    Ground(missions.first).add(1)
    text = text_of(editor_of(missions.first)).split('id="main"')[1]
    levels = [int(text[at + 2]) for at in range(len(text)) if text[at : at + 2] == "<h" and text[at + 2] in "123456"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_dashboard_speaks_the_editors_language(missions: Missions, language: str) -> None:
    from wagtail.users.models import UserProfile

    Ground(missions.first).add(1)
    profile = UserProfile.get_for_user(missions.first.editor)
    profile.preferred_language = language
    profile.save()
    assert f'lang="{language}"' in text_of(editor_of(missions.first))
