"""The number by which everything kept is known to be true or not: when it rises, once, and who is told."""

import asyncio
import datetime

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Locale, Page, PageViewRestriction

from core import content_version
from core.content_version import Tracker, raise_version, read_version, tracker
from core.models import Contact, ContentVersion, DayCount
from core.seen_models import HIDDEN, why_hidden
from home.models import StandardPage
from tests.committing import put_back
from tests.music.asking import make_sample
from tests.news.ground import make_bulletin, make_index

# Every table that visitors see something of. A new model is added here, or says why it is hidden.
SEEN = {
    *(
        "core.Alert",
        "core.Contact",
        "core.ContactWords",
        "core.MissionDocument",
        "core.MissionImage",
        "core.MissionRendition",
    ),
    *("core.MissionSettings", "core.MissionWords", "core.OpeningHours", "core.SpecialDay"),
    *("events.CalendarEntry", "events.EventDate", "events.EventPage", "events.EventsPage", "events.GoneEvent"),
    *("events.EventCategory", "events.EventCategoryWords", "events.EventSeries", "events.EventSeriesWords"),
    "events.ReplyBook",
    *("home.HomePage", "home.StandardPage"),
    "legacy.OldAddress",
    *("music.AudioSample", "music.AudioSampleWords", "music.MusicPage", "music.ProgrammeItem", "music.ProgrammePage"),
    *("music.SampleAnalysis", "music.SampleCredit", "music.SampleRendition", "music.SampleText"),
    *("news.Author", "news.AuthorWords", "news.BulletinPage", "news.BulletinTag", "news.BulletinVersion"),
    *("news.Category", "news.CategoryWords", "news.NewsIndexPage", "news.Series", "news.SeriesWords"),
    "newsletter.Issue",
    *("news.Category", "news.CategoryWords", "news.NewsIndexPage", "news.RelatedBulletin", "news.Series"),
    "news.SeriesWords",
    "news.ContactAtPublication",
    *("taggit.Tag", "taggit.TaggedItem"),
    *("wagtailcore.Collection", "wagtailcore.CollectionViewRestriction", "wagtailcore.Locale", "wagtailcore.Page"),
    *("wagtailcore.PageViewRestriction", "wagtailcore.Site", "wagtailredirects.Redirect"),
}


def test_every_model_is_decided_on_purpose():
    models = list(apps.get_models())
    assert {model._meta.label for model in models if not why_hidden(model)} == SEEN
    # One that there is on SQLite only.
    assert set(HIDDEN) <= {model._meta.label for model in models} | {"wagtailsearch.SQLiteFTSIndexEntry"}


def test_a_table_between_two_models_is_decided_with_the_one_that_declares_it():
    assert why_hidden(get_user_model().groups.through)
    assert not why_hidden(PageViewRestriction.groups.through)


@pytest.mark.django_db
def test_it_rises_once_in_a_transaction():
    before = read_version()
    with CaptureQueriesContext(connection) as captured:
        raise_version()
        raise_version()
    assert read_version() > before
    word = "UPDATE" if connection.vendor == "sqlite" else "INSERT"
    assert sum(query["sql"].startswith(word) for query in captured) == 1


def test_it_rises_again_in_the_next_transaction(committed):
    seen = [read_version()]
    for number in range(3):
        Contact.objects.create(site=committed.first.site, name=f"Press {number}")
        seen.append(read_version())
    assert len(set(seen)) == 4
    assert seen == sorted(seen)


def test_a_change_that_is_taken_back_takes_the_number_with_it(committed):
    before = read_version()
    with transaction.atomic():
        raise_version()
        transaction.set_rollback(True)
    assert read_version() == before
    with transaction.atomic():
        with transaction.atomic():
            raise_version()
            transaction.set_rollback(True)
        raise_version()
    assert read_version() > before


def test_this_process_knows_at_once_but_not_before_the_end_of_the_transaction(committed):
    tracker.look()
    known = tracker.value
    with transaction.atomic():
        raise_version()
        assert tracker.value == known
    assert tracker.value == read_version() > known


def test_the_row_is_made_when_it_is_missing(committed):
    ContentVersion.objects.all().delete()
    assert read_version() == 0
    raise_version()
    first = read_version()
    raise_version()
    assert read_version() > first > 0


def test_no_number_comes_twice_when_the_database_is_put_back(committed):
    with put_back():
        raise_version()
        seen = read_version()
    raise_version()
    assert read_version() > seen


def rises(change):
    before = read_version()
    change()
    return read_version() > before


def test_what_visitors_see_raises_it(committed):
    first, home = committed.first, committed.first.home["en"]
    news = make_index(first)
    page = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    page = StandardPage.objects.get(pk=page.pk)
    sample = make_sample(first)
    bulletin = make_bulletin(news, "One")
    assert rises(lambda: setattr(page, "title", "About us") or page.save_revision().publish())
    assert rises(page.unpublish)
    assert rises(lambda: page.save_revision().publish())
    assert rises(lambda: page.move(bulletin, pos="first-child"))
    assert rises(lambda: Page.objects.get(pk=page.pk).move(home, pos="last-child"))
    assert rises(lambda: PageViewRestriction.objects.create(page=news, restriction_type="login"))
    assert rises(lambda: sample.delete())
    assert rises(lambda: bulletin.delete())
    assert rises(lambda: first.mission.words.first().save())
    assert rises(lambda: first.mission.save())
    assert rises(lambda: first.site.save())
    assert rises(lambda: Locale.objects.create(language_code="de"))
    assert rises(lambda: first.collection.add_child(instance=Collection(name="Below")))


def test_drafts_and_accounts_do_not_raise_it(committed):
    first, home = committed.first, committed.first.home["en"]
    draft = StandardPage(title="Draft", slug="draft", locale=home.locale, live=False)
    assert not rises(lambda: home.add_child(instance=draft))
    page = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    page = StandardPage.objects.get(pk=page.pk)
    assert not rises(lambda: setattr(page, "title", "Not yet") or page.save_revision())
    bulletin = type(make_bulletin(make_index(first), "One")).objects.get()
    assert not rises(lambda: setattr(bulletin, "summary", "Not yet") or bulletin.save_revision())
    assert not rises(lambda: first.editor.save())
    assert not rises(lambda: first.editor.groups.clear())
    assert not rises(lambda: DayCount.objects.create(key="a", day=datetime.date(2020, 1, 1)))


def in_one_loop(work):
    return async_to_sync(work)()


@pytest.mark.django_db
def test_many_requests_ask_the_database_once():
    mine = Tracker()

    async def work():
        return await asyncio.gather(*(mine.current() for _request in range(50)))

    with CaptureQueriesContext(connection) as captured:
        assert set(in_one_loop(work)) == {read_version()}
    # The second one is the comparison's own.
    assert len(captured) == 2


@pytest.mark.django_db
def test_another_process_is_seen_after_a_quarter_of_a_second(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(content_version.time, "monotonic", lambda: clock[0])
    mine = Tracker()

    async def work():
        seen = [await mine.current()]
        await change()
        clock[0] += 0.2
        seen.append(await mine.current())
        clock[0] += 0.4
        return [*seen, await mine.current()]

    async def change():
        from asgiref.sync import sync_to_async

        # As if from elsewhere: this process is not told.
        await sync_to_async(ContentVersion.objects.update_or_create)(pk=1, defaults={"value": before + 5})

    before = read_version()
    assert in_one_loop(work) == [before, before, before + 5]


def test_late_news_does_not_take_back_what_is_known():
    mine = Tracker()
    asked_at = content_version.time.monotonic()
    mine.tell(7)
    mine.tell(6, asked_at)
    mine.tell(6)
    assert mine.value == 7
    # A database that was put back from a copy is believed.
    mine.tell(3, content_version.time.monotonic() + 1)
    assert mine.value == 3


def test_a_database_that_does_not_answer_is_no_version(monkeypatch, caplog):
    from django.db import OperationalError

    def fail(self):
        raise OperationalError("gone")

    monkeypatch.setattr(Tracker, "look", fail)
    assert in_one_loop(Tracker().current) is None
    assert "cannot be read" in caplog.text
