"""Lists, archives and the page of a bulletin, as visitors read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from news.lists import PER_PAGE
from news.models import BulletinPage
from news.reading import minutes
from tests.missions import Missions, visitor
from tests.news.ground import make_author, make_bulletin, make_category, make_contact, make_index, make_series


@pytest.fixture
def site(missions: Missions) -> Any:
    class Ground:
        mission = missions.first
        other = missions.second
        client = visitor(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first, en="Special Issue", ru="Специальный выпуск")
        general = make_category(missions.first, "general", en="General")
        culture = make_category(missions.first, "culture", en="Culture")
        author = make_author(missions.first, en="admin")

        def bulletin(self, title: str, number: int | None = None, **values: Any) -> BulletinPage:
            facts = {"category": self.general, "author": self.author}
            if number:
                facts |= {"series": self.series, "number": number}
            return make_bulletin(self.index, title, **{**facts, **values})

        def html(self, url: str, status: int = 200) -> str:
            response = self.client.get(url)
            assert response.status_code == status, url
            return response.content.decode()

    return Ground()


def test_the_list_shows_series_number_category_author_and_date_newest_first(site: Any) -> None:
    site.bulletin("Older", 23, date=date(2007, 12, 3))
    site.bulletin("Newer", 24)
    html = site.html("/news/")
    for text in ("Special Issue No 24", "Special Issue No 23", "General", "Posted by", "admin", "December 22, 2008"):
        assert text in html
    assert html.index("Newer") < html.index("Older")


def test_the_category_stays_in_the_address_through_the_pages(site: Any) -> None:
    for number in range(PER_PAGE + 1):
        site.bulletin(f"General {number}")
    site.bulletin("About culture", category=site.culture)
    html = site.html("/news/?category=general")
    assert "About culture" not in html
    assert "?category=general&amp;page=2" in html
    assert "General 0" in site.html("/news/?category=general&page=2")


@pytest.mark.parametrize(
    "url",
    [
        "/news/?category=unknown",
        "/news/?page=0",
        "/news/?page=2",
        "/news/?page=x",
        "/news/?page=-1",
        "/news/category/unknown/",
        "/news/series/unknown/",
        "/news/author/unknown/",
        "/news/0000/",
        "/news/2008/13/",
        "/news/2008/00/",
        "/news/category/unknown/feed.rss",
        "/kk/news/",
        "/kk/news/feed.rss",
        "/kk/news/category/general/",
    ],
)
def test_what_there_is_not_answers_404(site: Any, url: str) -> None:
    site.bulletin("One")
    site.html(url, 404)


@pytest.mark.parametrize("query", ["?category=", "?category=%00", "?category='", "?category=%FF", "?page=", "?x=1"])
def test_no_query_is_an_error(site: Any, query: str) -> None:
    assert site.client.get("/news/" + query).status_code in {200, 404}


def test_the_narrowed_lists(site: Any) -> None:
    site.bulletin("Numbered", 24)
    site.bulletin("About culture", category=site.culture, author=None, date=date(2009, 1, 5))
    for url in ("category/general/", "series/special-issue/", "author/admin/", "2008/", "2008/12/"):
        html = site.html(f"/news/{url}")
        assert "Numbered" in html, url
        assert "About culture" not in html, url
    assert "January 2009" in site.html("/news/2009/01/")
    assert "There are no bulletins here" in site.html("/news/2010/")


def test_rows_of_another_mission_lead_nowhere(site: Any) -> None:
    make_category(site.other, "secret")
    site.html("/news/?category=secret", 404)
    site.html("/news/category/secret/", 404)


def test_drafts_and_restricted_bulletins_are_in_no_list(site: Any) -> None:
    site.bulletin("Public one", 1)
    site.bulletin("Withdrawn one", 2).unpublish()
    hidden = site.bulletin("Hidden one", 3, category=site.culture)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for url in ("/news/", "/news/2008/", "/news/feed.rss", "/news/feed.atom", "/news/series/special-issue/"):
        html = site.html(url)
        assert "Public one" in html
        assert "Withdrawn one" not in html
        assert "Hidden one" not in html
    assert "Culture" not in site.html("/news/")


def test_the_page_of_a_bulletin(site: Any) -> None:
    body = [("heading", {"text": f"Part {part}", "level": "h2"}) for part in range(1, 5)]
    page = site.bulletin(
        "A year of reform",
        24,
        summary="A short reading.",
        contact=make_contact(site.mission),
        body=body,
        place="Almaty",
    )
    page.tags.add("reform")
    page.save_revision().publish()
    html = site.html(page.get_url())
    for text in (
        "Special Issue No 24, December 22, 2008",
        "A short reading.",
        "Almaty",
        'href="/news/category/general/"',
        "Posted by",
        "1 minute<",
        'href="#part-4"',
        "Zhanbolat Ussenov",
        "tel:202-232-5488;ext=104",
        "reform",
    ):
        assert text in html, text


def test_contents_appear_over_three_headings_only(site: Any) -> None:
    body = [("heading", {"text": f"Part {part}", "level": "h2"}) for part in range(1, 4)]
    assert 'href="#part-1"' not in site.html(site.bulletin("Short", body=body).get_url())


def test_neighbours_follow_the_numbers_and_not_the_dates(site: Any) -> None:
    first = site.bulletin("Number one", 1, date=date(2020, 1, 1))
    middle = site.bulletin("Number ten", 10, date=date(2019, 1, 1))
    last = site.bulletin("Number hundred", 100, date=date(2018, 1, 1))
    site.bulletin("Number eleven", 11).unpublish()
    other_series = make_series(site.mission, "other")
    site.bulletin("Elsewhere", series=other_series, number=12)
    context = site.client.get(middle.get_url()).context
    assert (context["previous"].title, context["next"].title) == (first.title, last.title)
    assert site.client.get(first.get_url()).context["previous"] is None
    assert site.client.get(last.get_url()).context["next"] is None


def test_neighbours_are_of_the_same_language(site: Any) -> None:
    russian = make_index(site.mission, "ru", site.index)
    page = site.bulletin("Number one", 1)
    site.bulletin("Number two", 2)
    page.copy_for_translation(russian.locale).save_revision().publish()
    response = site.client.get("/ru/news/number-one/")
    assert response.status_code == 200
    assert response.context["next"] is None
    assert "Специальный выпуск No 1" in response.content.decode()
    assert "22 декабря 2008" in response.content.decode()


def test_words_that_fall_back_are_marked_with_their_language(site: Any) -> None:
    russian = make_index(site.mission, "ru", site.index)
    page = site.bulletin("Number one", 1)
    page.copy_for_translation(russian.locale).save_revision().publish()
    assert '<span lang="en">General</span>' in site.html("/ru/news/")


def test_texts_are_escaped(site: Any) -> None:
    site.bulletin("<script>alert(1)</script>", summary="<b>bold</b>", slug="script")
    for url in ("/news/", "/news/script/"):
        html = site.html(url)
        assert "<script>alert(1)" not in html
        assert "<b>bold" not in html


def test_a_contact_is_edited_once_for_all(site: Any) -> None:
    contact = make_contact(site.mission)
    pages = [site.bulletin(f"Issue {number}", number, contact=contact) for number in (1, 2)]
    contact.telephone = "202-000-0000"
    contact.save()
    for page in pages:
        assert "202-000-0000" in site.html(page.get_url())


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (200, 1), (201, 2), (1000, 5)])
def test_minutes_of_reading(words: int, expected: int) -> None:
    assert minutes("word " * words) == expected


def test_a_preview_of_a_bulletin_without_facts_renders(site: Any) -> None:
    page = BulletinPage(title="Empty", slug="empty", body=[("text", RichText("<p>One.</p>"))])
    site.index.add_child(instance=page)
    assert "Empty" in site.html("/news/empty/")
