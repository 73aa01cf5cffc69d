"""load_demo: as many of everything as asked for, each as whole as one that an editor made."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from core.content_version import read_version
from events.models import CalendarEntry, EventPage, EventsPage
from home.demo import scale
from home.demo.progress import Progress
from music.models import AudioSample, MusicPage
from news.models import BulletinPage, SeriesNumber
from tests.events.ground import make_calendar
from tests.missions import Missions, visitor
from tests.news.ground import make_index


@pytest.fixture
def ground(missions: Missions, monkeypatch: pytest.MonkeyPatch) -> Missions:
    monkeypatch.setattr(scale, "BATCH", 2)
    site = missions.first.site
    site.is_default_site = True
    site.save()
    home = missions.first.home["en"]
    make_index(missions.first), make_calendar(home)
    home.add_child(instance=MusicPage(title="Music", slug="music", locale=home.locale))
    return missions


def load(count: Any) -> str:
    out = io.StringIO()
    call_command("load_demo", "--scale", str(count), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def own_fields(row: Any, *besides: str) -> dict[str, Any]:
    """What two rows of one kind should have in common."""
    differ = {"id", "path", "slug", "title", "draft_title", "url_path", "translation_key", "page_ptr", *besides}
    differ |= {"first_published_at", "last_published_at", "latest_revision_created_at", "latest_revision"}
    fields = [field for field in row._meta.concrete_fields if field.name not in differ | {"live_revision"}]
    return {field.attname: str(getattr(row, field.attname)) for field in fields}


def known_of(row: Any) -> tuple[set[Any], int]:
    """What the index of references and the search know of a row."""
    references = ReferenceIndex.get_references_for_object(row).values_list("to_object_id", "model_path")
    return set(references), entries_of(row)


def entries_of(row: Any) -> int:
    kind = ContentType.objects.get_for_model(row)
    return IndexEntry.objects.filter(content_type=kind, object_id=str(row.pk)).count()


def test_it_makes_that_many_of_each_on_the_first_mission(ground: Missions) -> None:
    assert "5 bulletins, 5 events, 5 samples" in load(5)
    first, second = ground.first, ground.second
    for model in (BulletinPage, EventPage, AudioSample):
        assert model.objects.for_site(first.site).count() == 5
        assert model.objects.for_site(second.site).count() == 0
    days = list(BulletinPage.objects.order_by("date").values_list("date", flat=True))
    assert 15 <= (days[-1] - days[0]).days / 365 <= 20
    assert EventPage.objects.filter(start_date__gt=date.today()).exists()  # noqa: DTZ011  # a year ahead is no matter of zones


def test_a_second_run_adds_what_is_missing(ground: Missions) -> None:
    load(3)
    assert "2 bulletins, 2 events, 2 samples" in load(5)
    assert "nothing was made" in load(4)
    BulletinPage.objects.get(slug="load-2").delete()
    assert "1 bulletins, 0 events, 0 samples" in load(5)


def test_its_bulletins_are_as_whole_as_an_editors(ground: Missions) -> None:
    load(3)
    made = BulletinPage.objects.get(slug="load-3")
    parent = made.get_parent()
    names = ("body", "summary", "series", "date", "category")
    own = BulletinPage(title="Own", slug="own", number=900, **{name: getattr(made, name) for name in names})
    parent.add_child(instance=own)
    own.tags.add(*made.tags.all())
    own.save()
    # Wagtail notes tags that were just added with the save that comes after.
    ReferenceIndex.create_or_update_for_object(own)
    own.refresh_from_db()
    assert own_fields(own, "number") == own_fields(made, "number")
    assert known_of(own) == known_of(made)
    assert SeriesNumber.objects.filter(series=made.series, number=3, translation_key=made.translation_key).exists()
    assert BulletinPage.find_problems() == ([], [], [], [], [])


def test_its_events_are_as_whole_as_an_editors(ground: Missions) -> None:
    load(3)
    made = EventPage.objects.get(slug="load-3")
    names = ("summary", "start_date", "start_time", "end_date", "end_time", "time_zone", "venue")
    own = EventPage(title="Own", slug="own", **{name: getattr(made, name) for name in names})
    made.get_parent().add_child(instance=own)
    own.refresh_from_db()
    assert own_fields(own) == own_fields(made)
    assert known_of(own) == known_of(made)
    assert CalendarEntry.objects.filter(translation_key=made.translation_key).count() == 1


def test_its_recordings_have_files_of_their_own_and_play(ground: Missions) -> None:
    load(3)
    samples = list(AudioSample.objects.all())
    assert len({sample.sha256 for sample in samples}) == len({sample.file.name for sample in samples}) == 3
    for sample in samples:
        assert sample.duration == pytest.approx(0.5)
        assert len(sample.file.read()) == sample.size < 10_000
        sample.file.close()
        assert entries_of(sample) == 1


def test_visitors_see_all_of_it(ground: Missions) -> None:
    load(3)
    client = visitor(ground.first)
    for address in ("/news/load-3/", "/events/load-3/", "/music/samples/load-3/"):
        assert client.get(address).status_code == 200, address
    page = client.get("/search/?q=load").content.decode()
    assert "Bulletin 3 of the" in page


def test_it_raises_the_content_version(ground: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_version()
    raised: list[bool] = []
    monkeypatch.setattr("home.demo.bulk.raise_version", lambda: raised.append(True))
    load(1)
    assert len(raised) == 3
    assert read_version() >= before


def test_a_failure_leaves_no_half_of_a_recording(ground: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    storage = AudioSample._meta.get_field("file").storage
    save = storage.save
    monkeypatch.setattr(storage, "save", lambda *args: stored.append(save(*args)) or stored[-1])
    monkeypatch.setattr(AudioSample.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(2)
    assert len(stored) == 2
    assert not any(storage.exists(name) for name in stored)


@pytest.mark.parametrize("count", ["0", "-3", "many", "1.5", "100000", "٣", "", "9" * 40])
def test_a_number_that_is_none_is_refused_in_a_sentence(ground: Missions, count: str) -> None:
    with pytest.raises(CommandError, match="--scale takes a whole number from 1 to 99999, not"):
        load(count)
    assert not BulletinPage.objects.exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_a_file_gets_lines() -> None:
    screen, file = Terminal(), io.StringIO()
    for out in (screen, file):
        report = Progress(out)
        for done in range(0, 101, 5):
            report("bulletins", done, 100)
        report("events", 0, 0)
    assert screen.getvalue().count("\r") == 21
    assert screen.getvalue().endswith("100 of 100\nevents: all are there\n")
    assert "\r" not in file.getvalue()
    assert len(file.getvalue().splitlines()) == 12


def test_lists_are_needed_and_otherwise_built(missions: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[bool] = []

    def build(now: Any) -> Any:
        built.append(True)
        raise RuntimeError("enough")

    monkeypatch.setattr("home.management.commands.load_demo.build_first", build)
    assert not EventsPage.objects.exists()
    with pytest.raises(RuntimeError, match="enough"):
        load(1)
    assert built == [True]
