"""The archive: by year and month, category, series and author, each with its number of bulletins."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from news.counts import counted
from news.models import BulletinPage
from tests.missions import Missions, visitor
from tests.news.ground import make_author, make_bulletin, make_category, make_index, make_series


@pytest.fixture
def site(missions: Missions) -> Any:
    class Ground:
        mission = missions.first
        other = missions.second
        client = visitor(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first, "weekly", en="Weekly")
        general = make_category(missions.first, "general", en="General")
        culture = make_category(missions.first, "culture", en="Culture")
        author = make_author(missions.first)

        def bulletin(self, title: str, day: date, **values: Any) -> BulletinPage:
            return make_bulletin(self.index, title, date=day, **{"category": self.general, **values})

        def context(self, url: str) -> Any:
            response = self.client.get(url)
            assert response.status_code == 200, url
            return response.context

        def filters(self, url: str) -> dict[str, list[tuple[str, int]]]:
            return {
                one.kind: [(choice.title.text, choice.count) for choice in one.choices]
                for one in self.context(url)["filters"]
            }

    return Ground()


def fill(site: Any) -> None:
    site.bulletin("One", date(2008, 5, 1), series=site.series, number=1, author=site.author)
    site.bulletin("Two", date(2008, 12, 31), category=site.culture, author=site.author)
    site.bulletin("Three", date(2008, 12, 1))
    site.bulletin("Four", date(2010, 1, 1), series=site.series, number=2)


def test_rows_are_added_up() -> None:
    counts = counted([(1, 7, None, "2008-05", 2), (1, None, 3, "2008-12", 1), (2, None, None, "0850-01", 4)])
    assert counts.total == 7
    assert {kind: dict(found) for kind, found in counts.named.items()} == {
        "category": {1: 3, 2: 4},
        "series": {7: 2},
        "author": {3: 1},
    }
    assert counts.years() == {2008: 3, 850: 4}
    assert counts.within(2008) == {5: 2, 12: 1}
    assert (counts.since("2008"), counts.since("2008-12"), counts.since("1999")) == (3, 1, 0)


def test_every_list_offers_all_ways_with_counts(site: Any) -> None:
    fill(site)
    assert site.filters("/news/") == {
        "category": [("Culture", 1), ("General", 3)],
        "series": [("Weekly", 2)],
        "author": [("admin", 2)],
        "year": [("2010", 1), ("2008", 3)],
    }


@pytest.mark.parametrize("url", ["/news/2008/", "/news/2008/12/"])
def test_a_year_shows_its_months_with_counts(site: Any, url: str) -> None:
    fill(site)
    years = site.context(url)["filters"][-1].choices
    assert [(month.title.text, month.url, month.count) for year in years for month in year.below] == [
        ("May", "/news/2008/05/", 1),
        ("December", "/news/2008/12/", 2),
    ]
    assert [year.title.text for year in years if year.current] == ["2008"]
    assert [month.title.text for year in years for month in year.below if month.current] == (
        ["December"] if url.endswith("12/") else []
    )


def test_the_whole_archive_is_one_page(site: Any) -> None:
    fill(site)
    context = site.context("/news/archive/")
    shown = {year.title.text: [(month.title.text, month.count) for month in year.below] for year in context["years"]}
    assert shown == {"2010": [("January", 1)], "2008": [("May", 1), ("December", 2)]}
    assert context["total"] == 4
    html = site.client.get("/news/archive/").content.decode()
    for address in ("/news/2008/12/", "/news/category/general/", "/news/series/weekly/", "/news/author/admin/"):
        assert f'href="{address}"' in html
    assert '<link rel="canonical" href="http://aland.example/news/archive/">' in html


def test_an_empty_archive_says_so(site: Any) -> None:
    assert "No bulletins yet." in site.client.get("/news/archive/").content.decode()


def test_the_number_beside_a_way_is_the_length_of_its_list(site: Any) -> None:
    fill(site)
    choices = [choice for one in site.context("/news/archive/")["filters"] for choice in one.choices]
    for year in site.context("/news/archive/")["years"]:
        choices += [year, *year.below]
    for choice in choices:
        pages = site.context(choice.url)["pages"]
        assert choice.count == len(pages.object_list) == pages.paginator.count, choice.url


def test_what_visitors_do_not_see_is_not_counted(site: Any) -> None:
    fill(site)
    make_bulletin(make_index(site.other), "Elsewhere", date=date(2008, 5, 1))
    site.bulletin("Withdrawn", date(2007, 1, 1)).unpublish()
    hidden = site.bulletin("Hidden", date(2006, 1, 1))
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert site.context("/news/archive/")["total"] == 4
    assert site.filters("/news/")["year"] == [("2010", 1), ("2008", 3)]


def test_a_change_is_counted_at_once(site: Any) -> None:
    fill(site)
    assert site.context("/news/archive/")["total"] == 4
    site.bulletin("Five", date(2011, 1, 1))
    assert site.context("/news/archive/")["total"] == 5


def test_long_filters_show_the_most_used_and_lead_to_the_archive(site: Any, settings: Any) -> None:
    settings.NEWS_FILTER_SHOWN = 2
    for place, name in enumerate(("alpha", "beta", "gamma")):
        category = make_category(site.mission, name)
        for number in range(place + 1):
            site.bulletin(f"{name} {number}", date(2000 + place, 1, 1), category=category)
    assert site.filters("/news/")["category"] == [("Beta", 2), ("Gamma", 3)]
    # The current one always stands there.
    assert site.filters("/news/category/alpha/")["category"] == [("Alpha", 1), ("Gamma", 3)]
    assert site.filters("/news/2000/")["year"] == [("2002", 3), ("2000", 1)]
    assert site.context("/news/")["filters"][0].rest_url == "/news/archive/#category"
    assert site.filters("/news/archive/")["category"] == [("Alpha", 1), ("Beta", 2), ("Gamma", 3)]


def test_a_month_of_one_digit_leads_to_its_address(site: Any) -> None:
    answer = site.client.get("/news/2008/5/")
    assert (answer.status_code, answer["Location"]) == (301, "/news/2008/05/")
    assert site.client.get("/news/2008/0/")["Location"] == "/news/2008/00/"


def test_the_last_day_of_a_month_belongs_to_it(site: Any) -> None:
    site.bulletin("Leap day", date(2008, 2, 29))
    site.bulletin("Next", date(2008, 3, 1))
    assert [card.title for card in site.context("/news/2008/02/")["bulletins"]] == ["Leap day"]
