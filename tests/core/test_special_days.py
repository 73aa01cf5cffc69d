"""The editors' side of hours: special days, the choice of holidays, the settings, and whose they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from core.content_version import read_version
from core.holiday_choice import keep_choice
from core.models import MissionSettings, OpeningHours, SpecialDay
from core.timetables import timetable_of
from tests.core.test_closed_days import close, set_hours
from tests.home.whole_site import clock_at
from tests.missions import Missions, TestMission, editor_of

DAY = date(2026, 12, 28)


@pytest.fixture
def first(missions: Missions, monkeypatch: pytest.MonkeyPatch) -> Any:
    set_hours(missions.first, home_country="KZ", host_country="US")
    with clock_at(monkeypatch, datetime(2026, 11, 24, 17, tzinfo=UTC)):
        yield missions.first


def posted(mission: TestMission, **values: Any) -> dict[str, Any]:
    reason = {f"reason_{code}": text for code, text in values.pop("reason", {"en": "Winter break"}).items()}
    empty = {"site": mission.site.pk, "kind": "closed", "last_day": "", "opens": "", "closes": "", "service": ""}
    return {**empty, "first_day": "2026-12-28", **reason, **values}


def add(client: Client, data: dict[str, Any]) -> Any:
    return client.post(reverse("special_days:add"), data)


def test_an_editor_closes_the_mission_for_a_day(first: TestMission) -> None:
    assert add(editor_of(first), posted(first)).status_code == 302
    row = SpecialDay.objects.get()
    assert (row.site, row.first_day, row.last_day, row.kind) == (first.site, DAY, DAY, "closed")
    assert row.reason == {"en": "Winter break"}
    assert str(row) == "28 December 2026: Closed"


def test_hours_left_over_from_another_choice_are_dropped(first: TestMission) -> None:
    add(editor_of(first), posted(first, kind="closed", opens="09:00", closes="08:00"))
    row = SpecialDay.objects.get()
    assert (row.opens, row.closes) == (None, None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last_day": "2026-12-27"}, "The last day must not be before the first."),
        ({"kind": "hours"}, "Say from when until when it is open on these days."),
        ({"kind": "hours", "opens": "09:00"}, "Say from when until when it is open on these days."),
        ({"kind": "hours", "opens": "12:00", "closes": "09:00"}, "The closing time must be after the opening time."),
        ({"first_day": ""}, "This field is required."),
        ({"first_day": "tomorrow"}, "Enter a valid date."),
        ({"kind": "now and then"}, "Select a valid choice."),
        ({"service": "kitchen"}, "Select a valid choice."),
        ({"reason": {"en": "x" * 501}}, "Ensure this value has at most 500 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(first: TestMission, values: Any, sentence: str) -> None:
    answer = add(editor_of(first), posted(first, **values))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not SpecialDay.objects.exists()


def test_midnight_ends_a_day(first: TestMission) -> None:
    add(editor_of(first), posted(first, kind="holiday_hours", opens="20:00", closes="00:00"))
    assert SpecialDay.objects.get().closes == time()
    OpeningHours(parent=first.mission, weekday=1, opens=time(20), closes=time()).full_clean()
    with pytest.raises(ValidationError, match="00:00 stands for midnight"):
        OpeningHours(parent=first.mission, weekday=1, opens=time(20), closes=time(8)).full_clean()


@pytest.mark.parametrize(
    "facts",
    [{"last_day": date(2026, 12, 1)}, {"kind": "hours"}, {"opens": time(9), "closes": time(12)}],
)
def test_the_table_itself_refuses_half_a_row(first: TestMission, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(**{"site": first.site, "first_day": DAY, "last_day": DAY, **facts})


def test_two_rows_for_one_day_are_its_two_openings(first: TestMission) -> None:
    for opens, closes in ((14, 16), (9, 12)):
        close(first, DAY, kind="hours", opens=time(opens), closes=time(closes))
    (special,) = timetable_of(first.mission).specials
    assert special.spans == ((time(9), time(12)), (time(14), time(16)))


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage", "inspect"])
def test_a_special_day_of_another_mission_is_missing(missions: Missions, first: TestMission, view: str) -> None:
    theirs, ours = close(missions.second, DAY), close(first, DAY)
    client = editor_of(first)
    assert client.get(reverse(f"special_days:{view}", args=[theirs.pk])).status_code == 404
    assert client.get(reverse(f"special_days:{view}", args=[ours.pk])).status_code == 200


def test_lists_show_ones_own_and_nobody_adds_to_another_mission(missions: Missions, first: TestMission) -> None:
    close(missions.second, date(2026, 12, 3))
    close(first, DAY)
    client = editor_of(first)
    text = client.get(reverse("special_days:index")).content.decode()
    assert "28 December 2026" in text
    assert "3 December 2026" not in text
    add(client, posted(first, site=missions.second.site.pk))
    assert SpecialDay.objects.filter(site=missions.second.site).count() == 1


def ticks(client: Client, url: str) -> dict[str, bool]:
    shown = client.get(url).context["choices"]
    return {choice.key: choice.closes for choice in shown}


def test_all_holidays_close_until_an_editor_decides_otherwise(first: TestMission) -> None:
    client = editor_of(first)
    entry = client.get(reverse("holidays:index"))
    url = reverse("holidays:choose", args=[first.site.pk])
    assert entry["Location"] == url
    known = ticks(client, url)
    assert set(known.values()) == {True}
    assert {"US:Thanksgiving Day", "KZ:Наурыз мейрамы"} <= set(known)
    closing = [key for key in known if key != "US:Columbus Day"]
    assert client.post(url, {"closes": closing}).status_code == 302
    assert [key for key, closes in ticks(client, url).items() if not closes] == ["US:Columbus Day"]
    assert MissionSettings.for_site(first.site).open_holidays == ["US:Columbus Day"]


def test_the_choice_is_a_change_that_visitors_see(committed: Missions) -> None:
    set_hours(committed.first, host_country="US")
    before = read_version()
    keep_choice(committed.first.mission, ["US:Columbus Day", "US:Veterans Day"], ["US:Veterans Day"])
    assert read_version() > before
    assert MissionSettings.for_site(committed.first.site).open_holidays == ["US:Columbus Day"]


def test_the_page_names_holidays_and_their_dates_in_the_editors_language(first: TestMission) -> None:
    url = reverse("holidays:choose", args=[first.site.pk])
    text = editor_of(first).get(url).content.decode()
    for part in ("Thanksgiving Day", "Thursday, 26 November 2026", "Thursday, 25 November 2027", "United States"):
        assert part in text
    assert "Sunday, 16 May 2027, estimated" in text


def test_a_choice_about_a_former_country_is_kept(first: TestMission) -> None:
    client, url = editor_of(first), reverse("holidays:choose", args=[first.site.pk])
    MissionSettings.objects.filter(pk=first.mission.pk).update(open_holidays=["DE:Karfreitag"])
    client.post(url, {"closes": [key for key in ticks(client, url) if key != "US:Columbus Day"]})
    assert MissionSettings.for_site(first.site).open_holidays == ["DE:Karfreitag", "US:Columbus Day"]
    client.post(url, {"closes": [*ticks(client, url), "no such holiday"]})
    assert MissionSettings.for_site(first.site).open_holidays == ["DE:Karfreitag"]


def test_the_holidays_of_another_mission_are_missing(missions: Missions, first: TestMission) -> None:
    url = reverse("holidays:choose", args=[missions.second.site.pk])
    client = editor_of(first)
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404
    assert MissionSettings.for_site(missions.second.site).open_holidays == []


def test_who_edits_no_mission_has_no_page_and_no_menu(first: TestMission, django_user_model: Any) -> None:
    group = Group.objects.create(name="Readers")
    group.permissions.add(*first.group.permissions.filter(codename="access_admin"))
    reader = django_user_model.objects.create_user("reader")
    reader.groups.add(group)
    client = Client(headers={"host": first.host})
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    # The admin answers a refusal with the way to its first page.
    assert client.get(reverse("holidays:index")).status_code in (302, 403)
    assert "holidays" not in client.get("/admin/").content.decode()
    own = editor_of(first).get("/admin/").content.decode()
    assert reverse("holidays:index") in own


def test_a_mission_without_countries_is_led_to_them(missions: Missions) -> None:
    url = reverse("holidays:choose", args=[missions.second.site.pk])
    text = editor_of(missions.second).get(url).content.decode()
    assert "The mission has not said yet whose holidays it keeps." in text
    assert reverse("wagtailsettings:edit", args=["core", "missionsettings", missions.second.site.pk]) in text


def settings_posted(mission: TestMission, **changes: Any) -> dict[str, Any]:
    settings = mission.mission
    words = settings.words.get()
    row = {"id": words.pk, "language": "en", "mission_name": words.mission_name, "country_name": words.country_name}
    data = {
        "main_language": settings.main_language,
        "time_zone": settings.time_zone,
        "words": inline_formset([row | {"place_line": "", "music_heading": "", "footer_note": ""}], initial=1),
        "hours": inline_formset([{"service": "consular", "weekday": 0, "opens": "09:00", "closes": "00:00"}]),
        "emblem": "",
        "accent": settings.accent,
        "address": "",
        "email": "",
        "telephones": streamfield([]),
        "social_links": streamfield([]),
        **{"home_country": "", "home_region": "", "host_country": "", "host_region": ""},
    }
    return nested_form_data(data | changes)


def settings_url(mission: TestMission) -> str:
    return reverse("wagtailsettings:edit", args=["core", "missionsettings", mission.site.pk])


def test_countries_and_services_are_set_on_the_page_of_the_mission(missions: Missions) -> None:
    first = missions.first
    answer = editor_of(first).post(
        settings_url(first), settings_posted(first, home_country="KZ", host_country="US", host_region=" dc ")
    )
    assert answer.status_code == 302
    saved = MissionSettings.for_site(first.site)
    assert (saved.home_country, saved.host_country, saved.host_region) == ("KZ", "US", "DC")
    assert [(row.service, row.closes) for row in saved.hours.all()] == [("consular", time())]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"home_country": "KZ", "home_region": "ALA"}, "Kazakhstan has no regions with holidays of their own."),
        ({"host_country": "US", "host_region": "XX"}, "is not a region of United States."),
        ({"host_region": "DC"}, "Choose a country first, or leave the region empty."),
        ({"host_country": "XX"}, "Select a valid choice."),
    ],
)
def test_a_country_or_region_that_is_none_is_refused(missions: Missions, changes: Any, sentence: str) -> None:
    answer = editor_of(missions.first).post(settings_url(missions.first), settings_posted(missions.first, **changes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_the_countries_are_named_in_the_editors_language(missions: Missions) -> None:
    client = editor_of(missions.first)
    assert ">Kazakhstan<" in client.get(settings_url(missions.first)).content.decode()
    profile = UserProfile.get_for_user(missions.first.editor)
    profile.preferred_language = "kk"
    profile.save()
    with translation.override("kk"):
        assert ">Қазақстан<" in client.get(settings_url(missions.first)).content.decode()


def test_the_dashboard_tells_the_next_closed_days(missions: Missions, first: TestMission) -> None:
    set_hours(missions.second)
    close(missions.second, date(2026, 12, 3), reason={"en": "Elsewhere"})
    row = close(first, date(2026, 12, 3), reason={"en": "Works"})
    text = editor_of(first).get("/admin/").content.decode()
    assert "Next closed days" in text
    assert "Thanksgiving Day (United States)" in text
    assert reverse("special_days:edit", args=[row.pk]) in text
    assert "Elsewhere" not in text
