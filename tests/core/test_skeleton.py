"""The top of the tree answers for menu, switcher and index pages in one query."""

from typing import Any

from django.test import RequestFactory
from django.utils.translation import override

from core.indexes import find_index
from core.languages import alternatives, elsewhere
from core.navigation import menu
from events.models import EventsPage
from news.models import NewsIndexPage
from tests.events.ground import make_calendar
from tests.missions import Missions


def ask(path: str) -> Any:
    return RequestFactory().get(path, headers={"host": "aland.example"})


def test_one_query_and_the_index_itself_serve_menu_switcher_and_indexes(
    missions: Missions, django_assert_num_queries: Any
) -> None:
    home = missions.first.home
    source = make_calendar(home["en"], show_in_menus=True)
    make_calendar(home["kk"], translation_key=source.translation_key)
    menu(ask("/"))
    request = ask("/events/")
    # The site of the host, the top of the tree, the index as its own type. All are remembered, but not in a
    # transaction that has changed something.
    with django_assert_num_queries(3):
        request.shown_page = find_index(request, EventsPage)
        assert request.shown_page.pk == source.pk
        assert [link.title for link in menu(request)] == ["Events"]
        assert [one.url for one in alternatives(request)] == ["/events/", "/kk/events/", None]
        assert find_index(request, NewsIndexPage) is None


def test_a_draft_index_is_not_found(missions: Missions) -> None:
    make_calendar(missions.first.home["en"], live=False)
    assert find_index(ask("/"), EventsPage) is None


def test_a_month_missing_in_a_language_is_offered_in_the_others(missions: Missions) -> None:
    make_calendar(missions.first.home["en"])
    with override("kk"):
        found = elsewhere(ask("/kk/events/2023/03/"))
    assert [(one.code, one.url) for one in found] == [("en", "/events/2023/03/")]
