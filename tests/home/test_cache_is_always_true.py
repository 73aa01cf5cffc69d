"""Whatever editors do in whatever order: every kept page is the page as it would be made now.

A few short stories in each run; CACHE_STORIES and CACHE_STEPS in the environment ask for more and longer ones.
"""

from __future__ import annotations

import os
from datetime import date, time, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from core.contact_withdrawal import bring_back, withdraw
from core.holiday_choice import keep_choice
from core.models import Alert, Contact, MissionImage, MissionSettings, SpecialDay
from events.models import EventPage, Reply
from events.occasions import occasion_of
from events.replies import Wish, cancel, take_reply
from home.models import HomePage, StandardPage
from music.licences import LICENCES
from music.models import (
    AudioSample,
    ProgrammePage,
    SampleAnalysis,
    SampleCredit,
    SampleRendition,
    SampleText,
)
from news.models import BulletinPage, Category
from tests.committing import put_back
from tests.home.whole_site import ADDRESSES, START, WholeSite, clock_at, furnish
from tests.missions import Missions
from tests.news.ground import make_bulletin

STORIES, STEPS = int(os.environ.get("CACHE_STORIES", "2")), int(os.environ.get("CACHE_STEPS", "12"))
# Addresses that the rules below bring forth.
MADE = ("/news/renamed/", "/about/renamed/", "/renamed/", "/news/category/renamed/", "/news/new/", "/kk/about/")
EVERYWHERE = (*ADDRESSES, *MADE)
words = st.sampled_from(["Reform", "Наурыз", "Ұлы дала", "<b>&"])
hours = st.integers(0, 60).map(lambda count: timedelta(minutes=30 * count))
licences = st.sampled_from(["", *LICENCES])
guests = st.sampled_from(["one", "two", "three"])
bulletins = st.sampled_from(["Issue 1", "Issue 2", "Issue 12"])


class Editors(RuleBasedStateMachine):
    """Two missions, their editors, and time."""

    site: ClassVar[WholeSite]
    clock: ClassVar[Any]
    missions: ClassVar[Missions]
    things: ClassVar[dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.kept = put_back()
        self.kept.__enter__()
        self.clock.now = START
        # Every story begins with a full cache, so that there is something to be wrong.
        assert self.site.differences(*EVERYWHERE) == []

    def teardown(self) -> None:
        try:
            assert self.site.differences(*EVERYWHERE) == []
            assert self.site.differences("/", "/news/", host=self.missions.second.host) == []
        finally:
            self.kept.__exit__(None, None, None)

    def page(self, name: str) -> Any:
        return Page.objects.get(pk=self.things[name].pk).specific

    def bulletin(self, title: str) -> Any:
        return BulletinPage.objects.get(pk=self.things["bulletins"][int(title.split()[1]) - 1].pk)

    @invariant()
    def some_pages_are_true(self) -> None:
        assert (
            self.site.differences(
                "/", "/news/issue-1/", "/events/", "/music/songs/", "/music/samples/dala-tany/", "/about/visas/"
            )
            == []
        )

    @rule(title=bulletins, text=words)
    def edit(self, title: str, text: str) -> None:
        page = self.bulletin(title)
        page.title, page.summary = text, text
        page.save_revision().publish()

    @rule(title=bulletins, text=words)
    def write_a_draft(self, title: str, text: str) -> None:
        page = self.bulletin(title)
        page.title = text
        page.save_revision()

    @rule(title=bulletins)
    def turn_on_and_off(self, title: str) -> None:
        page = self.bulletin(title)
        if page.live:
            page.unpublish()
        else:
            page.save_revision().publish()

    @rule(title=bulletins)
    def rename(self, title: str) -> None:
        page = self.bulletin(title)
        page.slug = page.slug if Page.objects.sibling_of(page).filter(slug="renamed").exists() else "renamed"
        page.save_revision().publish()

    @rule(text=words)
    def publish_a_new_one(self, text: str) -> None:
        if not BulletinPage.objects.filter(slug="new").exists():
            make_bulletin(self.things["news"], text, slug="new", date=date(2024, 3, 20))

    @rule()
    def delete_one(self) -> None:
        page = BulletinPage.objects.filter(slug="new").first()
        if page:
            page.delete()

    @rule(name=guests)
    def reply(self, name: str) -> None:
        event = EventPage.objects.get(pk=self.things["events"][1].pk)
        occasion = occasion_of(event)
        assert occasion is not None
        wish = Wish(name=name, email=f"{name}@example.org", party=1, language="en")
        take_reply(event, occasion, self.missions.first.site, wish, self.clock.now)

    @rule(name=guests)
    def cancel_a_reply(self, name: str) -> None:
        for reply in Reply.objects.coming().filter(name=name):
            cancel(reply, self.clock.now)

    @rule(to_about=st.booleans())
    def move(self, to_about: bool) -> None:
        page, home = self.page("visas"), self.missions.first.home["en"]
        page.move(self.page("about") if to_about else HomePage.objects.get(pk=home.pk), pos="last-child")

    @rule()
    def move_in_the_menu(self) -> None:
        self.page("about").move(HomePage.objects.get(pk=self.missions.first.home["en"].pk), pos="first-child")

    @rule(slug=st.sampled_from(["about", "renamed"]), text=words)
    def rename_a_branch(self, slug: str, text: str) -> None:
        page = self.page("about")
        page.slug, page.title = slug, text
        page.save_revision().publish()

    @rule()
    def translate(self) -> None:
        home = HomePage.objects.get(pk=self.missions.first.home["kk"].pk)
        if not home.get_children().exists():
            page = StandardPage(title="Елшілік", slug="about", locale=home.locale, show_in_menus=True)
            page.translation_key = self.things["about"].translation_key
            home.add_child(instance=page)

    @rule(text=words, accent=st.sampled_from(["#009ebf", "#1f6f4a"]), zone=st.sampled_from(["America/New_York", "UTC"]))
    def set_up(self, text: str, accent: str, zone: str) -> None:
        mission = MissionSettings.objects.get(pk=self.missions.first.mission.pk)
        mission.accent, mission.time_zone = accent, zone
        mission.save()
        row = mission.words.get()
        row.mission_name = text
        row.save()

    @rule(closes=st.sampled_from([time(12), time(18)]))
    def change_the_hours(self, closes: time) -> None:
        row = MissionSettings.objects.get(pk=self.missions.first.mission.pk).hours.first()
        row.closes = closes
        row.save()

    @rule(day=st.integers(20, 22), kind=st.sampled_from(["closed", "hours", "open"]), text=words)
    def keep_other_hours(self, day: int, kind: str, text: str) -> None:
        hours = {"opens": time(11), "closes": time(13)} if kind == "hours" else {}
        first = date(2024, 3, day)
        SpecialDay.objects.create(
            site=self.missions.first.site, first_day=first, last_day=first, kind=kind, reason={"en": text}, **hours
        )

    @rule()
    def keep_the_usual_hours(self) -> None:
        for row in SpecialDay.objects.all():
            row.delete()

    @rule(country=st.sampled_from(["", "KZ", "US"]), closes=st.booleans())
    def choose_holidays(self, country: str, closes: bool) -> None:
        mission = MissionSettings.objects.get(pk=self.missions.first.mission.pk)
        mission.home_country = country
        mission.save()
        keep_choice(mission, ["KZ:Наурыз мейрамы"], ["KZ:Наурыз мейрамы"] if closes else [])

    @rule(text=words, begin=hours, length=hours, level=st.sampled_from(["notice", "emergency"]))
    def put_up_an_alert(self, text: str, begin: Any, length: Any, level: str) -> None:
        starts_at = START + begin
        ends_at = starts_at + length + timedelta(minutes=1)
        links = {"link_page": self.page("about")}
        Alert.objects.create(
            site=self.missions.first.site,
            level=level,
            starts_at=starts_at,
            ends_at=ends_at,
            heading={"en": text},
            **links,
        )

    @rule()
    def take_the_alerts_down(self) -> None:
        for row in Alert.objects.all():
            row.delete()

    @rule(text=words)
    def change_the_contact(self, text: str) -> None:
        contact = Contact.objects.get(pk=self.things["contact"].pk)
        contact.name = contact.telephone = text
        contact.save()

    @rule()
    def withdraw_the_contact_or_bring_it_back(self) -> None:
        contact = Contact.objects.get(pk=self.things["contact"].pk)
        if contact.is_withdrawn:
            bring_back(contact)
        else:
            withdraw(contact, self.clock.now)

    @rule(text=words, slug=st.sampled_from(["general", "renamed"]))
    def change_the_category(self, text: str, slug: str) -> None:
        category = Category.objects.get(pk=self.things["category"].pk)
        category.slug = slug
        category.save()
        row = category.words.get()
        row.name = text
        row.save()

    @rule(
        begin=st.none() | hours, end=st.none() | hours, public=st.booleans(), name=st.sampled_from(["sample", "coming"])
    )
    def change_the_rights(self, begin: Any, end: Any, public: bool, name: str) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        sample.permission_from = None if begin is None else START + begin
        sample.permission_until = None if end is None else START + end
        sample.public = public
        sample.save()

    @rule(name=st.sampled_from(["sample", "coming"]), licence=licences, text=words, allowed=st.booleans())
    def change_the_credits(self, name: str, licence: str, text: str, allowed: bool) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        sample.licence, sample.download_allowed = licence, allowed
        sample.credit_rows.set([SampleCredit(role="performer", name=text)])
        sample.save()

    @rule(text=words, name=st.sampled_from(["sample", "coming"]))
    def change_the_words(self, text: str, name: str) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        sample.texts = [SampleText(language="kk", body=text)]
        sample.chapters = f"0:00 {text}"
        sample.save()

    @rule(peak=st.integers(0, 255), name=st.sampled_from(["sample", "coming"]))
    def listen_to_it(self, peak: int, name: str) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        analysis, _made = SampleAnalysis.objects.get_or_create(sample=sample)
        analysis.peaks, analysis.loudness, analysis.content_hash = bytes([peak]) * 1800, -10.0, sample.sha256
        analysis.save()

    @rule(size=st.integers(1000, 1002), name=st.sampled_from(["sample", "coming"]))
    def make_a_rendition(self, size: int, name: str) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        made = {
            "source_hash": sample.sha256, "recipe": "r", "content_hash": str(size), "codec": "aac", "bit_rate": 128_000,
            "file": "made.m4a", "size": size, "gain_db": 0.0,
        }  # fmt: skip
        SampleRendition.objects.update_or_create(sample=sample, kind="aac-128", defaults=made)

    @rule(text=words)
    def say_something_of_a_piece(self, text: str) -> None:
        page = ProgrammePage.objects.get(pk=self.things["programme"].pk)
        rows = list(page.items.all())
        rows[0].notes = {"en": text}
        page.items, page.podcast_category = rows, "History"
        page.save_revision().publish()

    @rule(name=st.sampled_from(["sample", "coming"]), before=st.sampled_from([0, 1]))
    def let_time_pass_to_a_permission(self, name: str, before: int) -> None:
        sample = AudioSample.objects.get(pk=self.things[name].pk)
        moments = [moment for moment in (sample.permission_from, sample.permission_until) if moment]
        coming = [moment for moment in moments if moment - timedelta(seconds=before) > self.clock.now]
        if coming:
            self.clock.now = min(coming) - timedelta(seconds=before)

    @rule(day=st.integers(18, 22), begin=st.integers(0, 20), number=st.integers(0, 2))
    def put_off_an_event(self, day: int, begin: int, number: int) -> None:
        event = EventPage.objects.get(pk=self.things["events"][number].pk)
        event.start_date = event.end_date = date(2024, 3, day)
        event.start_time, event.end_time = time(begin), time(begin + 3)
        event.save_revision().publish()

    @rule()
    def shuffle_the_programme(self) -> None:
        page = ProgrammePage.objects.get(pk=self.things["programme"].pk)
        rows = list(page.items.all())
        for place, row in enumerate(reversed(rows)):
            row.sort_order = place
        page.items = rows
        page.save_revision().publish()

    @rule()
    def close_or_open_a_page(self) -> None:
        found = PageViewRestriction.objects.filter(page=self.things["about"])
        if found.exists():
            found.get().delete()
        else:
            PageViewRestriction.objects.create(page=self.things["about"], restriction_type="login")

    @rule()
    def close_or_open_the_library(self) -> None:
        found = CollectionViewRestriction.objects.filter(collection=self.missions.first.collection)
        if found.exists():
            found.get().delete()
        else:
            CollectionViewRestriction.objects.create(
                collection=self.missions.first.collection, restriction_type="login"
            )

    @rule()
    def put_a_recording_elsewhere(self) -> None:
        sample = AudioSample.objects.get(pk=self.things["sample"].pk)
        own = Collection.objects.get(pk=self.missions.first.collection.pk)
        other = Collection.objects.get(pk=self.missions.second.collection.pk)
        sample.collection = other if sample.collection_id == own.pk else own
        sample.save()

    @rule(text=words)
    def change_the_picture(self, text: str) -> None:
        mission = MissionSettings.objects.get(pk=self.missions.first.mission.pk)
        if mission.emblem is None:
            file = get_test_image_file(size=(64, 64))
            mission.emblem = MissionImage.objects.create(title=text, file=file, collection=mission.collection)
            mission.save()
        else:
            mission.emblem.title = text
            mission.emblem.save()

    @rule(text=words)
    def change_ones_mind(self, text: str) -> None:
        with transaction.atomic():
            self.edit(title="Issue 1", text=text)
            transaction.set_rollback(True)

    @rule(pause=hours)
    def let_time_pass(self, pause: timedelta) -> None:
        self.clock.now += pause


def test_every_kept_page_is_the_page_made_afresh(committed: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock_at(monkeypatch) as clock:
        Editors.clock, Editors.missions = clock, committed
        Editors.site, Editors.things = WholeSite(committed.first.host), furnish(committed)
        run_state_machine_as_test(
            Editors,
            settings=settings(
                max_examples=STORIES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
