"""The page cache around the real site: what is shared, what never is, and that what is kept is always what is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.db import transaction
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from news.models import BulletinPage
from tests.home.whole_site import ADDRESSES, START, WholeSite, clock_at, furnish
from tests.missions import Missions, editor_of

SESSION = site_settings.SESSION_COOKIE_NAME
# Moments at which something of the furnished site changes by itself.
MIDNIGHT = datetime(2024, 3, 21, 4, tzinfo=UTC)
MOMENTS = (
    START + timedelta(hours=1),  # an event begins
    START + timedelta(hours=2),  # it ends, and a permission begins
    START + timedelta(hours=3),  # a permission ends
    START + timedelta(hours=4),  # another event ends
    MIDNIGHT,
    datetime(2024, 4, 1, 4, tzinfo=UTC),  # another month
    datetime(2025, 1, 1, 5, tzinfo=UTC),  # another year
)


@pytest.fixture
def site(committed: Missions, monkeypatch: Any) -> Any:
    with clock_at(monkeypatch) as clock:
        site = WholeSite(committed.first.host)
        site.clock, site.missions, site.things = clock, committed, furnish(committed)
        yield site


def test_every_public_address_is_made_once(site: Any) -> None:
    for address in ADDRESSES:
        first = site.kept(address)
        expected = {"/missing/": 404, "/kk/news/": 404, "/music/samples/later/": 404, "/events/2024/3/": 301}.get(
            address, 200
        )
        assert first.status == expected, address
        made = site.counted.count
        second = site.kept(address, accept_encoding="gzip")
        assert (site.counted.count, second.status) == (made, first.status), address
        assert b"csrfmiddlewaretoken" not in first.body, address
        assert b"nonce" not in first.body, address
        assert "set-cookie" not in second.headers
    assert site.differences(*ADDRESSES) == []


def test_another_mission_has_pages_of_its_own(site: Any) -> None:
    second = site.missions.second.host
    assert site.kept("/").body != site.kept("/", host=second).body
    assert site.differences("/", "/news/", host=second) == []


@pytest.mark.parametrize("address", ["/search/?q=reform", "/news/?category=general&x=1", "/subscribe/", "/?utm=1"])
def test_questions_forms_and_unknown_parameters_are_answered_and_not_kept(site: Any, address: str) -> None:
    site.kept(address)
    made = site.counted.count
    assert site.kept(address).status == 200
    assert site.counted.count == made + 1


def test_an_editor_never_gets_a_kept_page_and_leaves_none(site: Any) -> None:
    client = editor_of(site.missions.first)
    cookie = f"{SESSION}={client.cookies[SESSION].value}"
    site.kept("/", cookie=cookie)
    site.kept("/")
    made = site.counted.count
    assert site.kept("/", cookie=cookie).status == 200
    assert site.counted.count == made + 1


def test_a_page_under_a_restriction_is_for_those_who_may_alone(site: Any) -> None:
    site.kept("/about/")
    PageViewRestriction.objects.create(page=site.things["about"], restriction_type="password", password="open")
    for address in ("/about/", "/about/visas/"):
        asked = site.kept(address)
        assert b"csrfmiddlewaretoken" in asked.body
        assert "etag" not in asked.headers
        made = site.counted.count
        site.kept(address)
        assert site.counted.count == made + 1


def test_a_draft_is_not_seen_and_costs_nobody_the_kept_page(site: Any) -> None:
    site.kept("/about/")
    made = site.counted.count
    page = StandardPage.objects.get(pk=site.things["about"].pk)
    page.title = "Not yet"
    revision = page.save_revision()
    assert b"Not yet" not in site.kept("/about/").body
    assert site.counted.count == made
    revision.publish()
    assert b"Not yet" in site.kept("/about/").body
    page.refresh_from_db()
    page.unpublish()
    assert site.kept("/about/").status == 404


def test_a_change_is_seen_at_the_end_of_its_transaction(site: Any) -> None:
    before = site.kept("/news/issue-2/").body
    with transaction.atomic():
        page = BulletinPage.objects.get(slug="issue-2")
        page.title = "Anew"
        page.save()
        transaction.set_rollback(True)
    made = site.counted.count
    assert site.kept("/news/issue-2/").body == before
    assert site.counted.count == made
    page.save()
    assert b"Anew" in site.kept("/news/issue-2/").body
    assert b"Anew" in site.kept("/news/feed.rss").body


def test_conditions_of_readers_of_feeds_still_hold(site: Any) -> None:
    feed = site.kept("/news/feed.rss", accept_encoding="gzip")
    assert feed.headers["content-encoding"] == "gzip"
    tag, date = feed.headers["etag"], feed.headers["last-modified"]
    assert site.kept("/news/feed.rss", accept_encoding="gzip", if_none_match=f"W/{tag}").status == 304
    assert site.kept("/news/feed.rss", if_modified_since=date).status == 304
    page = BulletinPage.objects.get(slug="issue-2")
    page.save_revision().publish()
    assert site.kept("/news/feed.rss", if_none_match=tag).status == 200


def test_head_says_what_get_says(site: Any) -> None:
    head = site.kept("/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == site.kept("/").headers


BY_THE_CLOCK = (
    "/",
    "/news/",
    "/news/issue-1/",
    "/news/feed.rss",
    "/events/",
    "/events/past/",
    "/events/2024/03/",
    "/events/event-1/",
    "/events/calendar.ics",
    "/music/",
    "/music/songs/",
    "/music/samples/dala-tany/",
    "/music/samples/later/",
    "/about/visas/",
)


def test_a_kept_page_is_true_before_and_after_every_moment(site: Any, settings: Any) -> None:
    # Long enough to be wrong, if nothing but the moments ended it.
    settings.PAGE_CACHE_SECONDS = 2 * 365 * 24 * 3600
    second = timedelta(seconds=1)
    for moment in (START, *MOMENTS):
        for site.clock.now in (moment - second, moment):
            assert site.differences(*BY_THE_CLOCK) == [], site.clock.now


def test_the_moments_do_change_what_is_seen(site: Any) -> None:
    """Else the test above could not fail."""
    seen = {}
    for moment in (START, *MOMENTS):
        site.clock.now = moment
        seen[moment] = [site.fresh(address).body for address in ("/", "/events/", "/music/", "/events/past/")]
    changes = [seen[one] != seen[other] for one, other in zip([START, *MOMENTS], MOMENTS, strict=False)]
    assert changes == [False, True, True, True, True, True, True]
