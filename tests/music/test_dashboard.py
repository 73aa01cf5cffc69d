"""Recordings on the dashboard: what visitors cannot hear, and what they soon will not."""

from datetime import timedelta

import pytest
from wagtail.models import GroupCollectionPermission

from music.dashboard import RecordingsPanel, upload_address
from music.models import SampleAnalysis, State
from tests.desk import NOW, desk_of, rows_of, titles_of
from tests.music.uploading import stored

pytestmark = pytest.mark.django_db


def test_permissions_that_end_come_first_then_what_is_not_public(missions):
    stored(missions.first, 1, title="Hidden", public=False)
    stored(missions.first, 2, title="Soon", permission_until=NOW + timedelta(days=29))
    stored(missions.first, 3, title="Over", permission_until=NOW - timedelta(days=1))
    stored(missions.first, 4, title="Later", permission_until=NOW + timedelta(days=31))
    stored(missions.first, 5, title="For ever")
    stored(missions.first, 6, title="Long over", permission_until=NOW - timedelta(days=31))
    content = RecordingsPanel(desk_of(missions.first)).content()
    assert [(part.heading, [row.title for row in part.rows]) for part in content.parts] == [
        ("Permission is over", ["Over"]),
        ("Permission ends", ["Soon"]),
        ("Analysis failed", []),
        ("Not public yet", ["Hidden"]),
    ]
    over, soon, hidden = rows_of(content)
    assert [(row.mark, row.urgent) for row in (over, soon, hidden)] == [
        ("permission over", True),
        ("", False),
        ("", False),
    ]
    assert over.facts[-1].startswith("permitted until yesterday, 08:00")


def test_the_number_of_days_is_a_setting(missions, settings):
    settings.MUSIC_PERMISSION_WARNING_DAYS = 2
    stored(missions.first, 1, title="Soon", permission_until=NOW + timedelta(days=1))
    stored(missions.first, 2, title="Later", permission_until=NOW + timedelta(days=3))
    stored(missions.first, 3, title="Long over", permission_until=NOW - timedelta(days=3))
    assert titles_of(RecordingsPanel(desk_of(missions.first)).content()) == ["Soon"]


def test_an_analysis_that_failed_is_told_with_its_step(missions):
    for seed, (mission, title, step) in enumerate(
        [(missions.first, "Broken", "measure"), (missions.first, "Half", "aac-128"), (missions.second, "Theirs", "")]
    ):
        sample = stored(mission, seed, title=title)
        SampleAnalysis.objects.filter(sample=sample).update(state=State.FAILED, step=step)
    content = RecordingsPanel(desk_of(missions.first)).content()
    assert [(row.title, row.facts) for row in rows_of(content)] == [
        ("Half", ("no smaller file aac-128",)),
        ("Broken", ("its sound could not be measured",)),
    ]


def test_nothing_of_the_other_mission_is_told(missions):
    stored(missions.second, 1, title="Theirs", public=False)
    stored(missions.second, 2, title="Theirs too", permission_until=NOW)
    assert RecordingsPanel(desk_of(missions.first)).content().is_empty


def test_a_superuser_sees_whose_a_recording_is(missions, admin_user):
    stored(missions.second, 1, title="Theirs", public=False)
    (row,) = rows_of(RecordingsPanel(desk_of(missions.first, user=admin_user)).content())
    assert row.facts == ("Embassy of Borduria",)


def test_without_rights_on_recordings_there_is_neither_panel_nor_upload(missions):
    assert upload_address(desk_of(missions.first)) == "/admin/music/upload/"
    GroupCollectionPermission.objects.filter(permission__codename__endswith="audiosample").delete()
    assert not RecordingsPanel(desk_of(missions.first)).is_shown()
    assert upload_address(desk_of(missions.first)) == ""
