"""Menu, breadcrumbs and language switcher come from the page tree, in a constant number of queries."""

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from core.languages import alternatives, elsewhere
from core.navigation import breadcrumbs, menu
from home.models import StandardPage
from tests.missions import Missions, locale, visitor


def add_page(parent: Any, title: str, **fields: Any) -> StandardPage:
    page = StandardPage(title=title, slug=title.lower(), locale=parent.locale, **{"show_in_menus": True, **fields})
    parent.add_child(instance=page)
    return page


def ask(host: str, path: str, page: Any = None) -> Any:
    request = RequestFactory().get(path, headers={"host": host})
    if page is not None:
        request.shown_page = page
    return request


def test_the_menu_holds_live_open_pages_that_are_meant_for_it(missions: Missions) -> None:
    home = missions.first.home["en"]
    add_page(home, "About")
    add_page(home, "Draft", live=False)
    add_page(home, "Unlisted", show_in_menus=False)
    closed = add_page(home, "Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    add_page(missions.second.home["en"], "Foreign")
    assert [link.title for link in menu(ask("aland.example", "/"))] == ["About"]


def test_the_menu_is_in_the_language_of_the_address(missions: Missions) -> None:
    add_page(missions.first.home["en"], "About")
    add_page(missions.first.home["kk"], "Biz")
    with override("kk"):
        links = menu(ask("aland.example", "/kk/"))
    assert [(link.title, link.url) for link in links] == [("Biz", "/kk/biz/")]


def test_the_current_branch_is_marked(missions: Missions) -> None:
    about = add_page(missions.first.home["en"], "About")
    inner = add_page(about, "Inner")
    add_page(missions.first.home["en"], "Other")
    links = menu(ask("aland.example", "/about/inner/", inner))
    assert [(link.title, link.current) for link in links] == [("About", True), ("Other", False)]


@pytest.mark.parametrize("count", [1, 20])
def test_the_menu_costs_one_query(missions: Missions, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        add_page(missions.first.home["en"], f"Page{number}")
    request = ask("aland.example", "/")
    menu(request)
    again = ask("aland.example", "/")
    with django_assert_num_queries(2):  # the site of the host, then the pages
        assert len(menu(again)) == count


def test_breadcrumbs_lead_from_home_to_the_page_above(missions: Missions) -> None:
    about = add_page(missions.first.home["en"], "About")
    inner = add_page(about, "Inner")
    crumbs = breadcrumbs(ask("aland.example", "/about/inner/", inner))
    assert [crumb.url for crumb in crumbs] == ["/", "/about/"]
    assert breadcrumbs(ask("aland.example", "/", missions.first.home["en"])) == []


def test_the_switcher_leads_to_the_same_page_or_nowhere(missions: Missions) -> None:
    about = add_page(missions.first.home["en"], "About")
    add_page(missions.first.home["ru"], "O-nas", translation_key=about.translation_key)
    found = alternatives(ask("aland.example", "/about/", about))
    assert [(one.code, one.url, one.current) for one in found] == [
        ("en", "/about/", True),
        ("kk", None, False),
        ("ru", "/ru/o-nas/", False),
    ]


def test_a_mission_in_one_language_has_no_other_to_switch_to(missions: Missions) -> None:
    assert [one.code for one in alternatives(ask("borduria.example", "/"))] == ["en"]


def test_an_untranslated_page_is_missing_under_the_other_languages_address(missions: Missions) -> None:
    add_page(missions.first.home["en"], "About").save_revision().publish()
    client = visitor(missions.first)
    assert client.get("/about/").status_code == 200
    answer = client.get("/kk/about/")
    assert answer.status_code == 404
    assert 'href="/about/"' in answer.content.decode()


def test_elsewhere_finds_the_translation_by_its_own_slug(missions: Missions) -> None:
    about = add_page(missions.first.home["en"], "About")
    add_page(missions.first.home["ru"], "O-nas", translation_key=about.translation_key)
    with override("kk"):
        found = elsewhere(ask("aland.example", "/kk/about/"))
    assert [(one.code, one.url) for one in found] == [("en", "/about/"), ("ru", "/ru/o-nas/")]


def test_a_language_without_a_home_answers_404_and_never_another_tree(missions: Missions) -> None:
    client = visitor(missions.second)
    assert client.get("/").status_code == 200
    assert client.get("/kk/").status_code == 404
    assert client.get("/kk/news/").status_code == 404


def test_a_mission_without_the_main_language_leads_to_its_first(missions: Missions) -> None:
    home = missions.second.home["en"]
    home.locale = locale("ru")
    home.save()
    answer = visitor(missions.second).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/")


def test_no_language_is_chosen_by_the_browsers_wish(missions: Missions) -> None:
    answer = visitor(missions.first).get("/", headers={"accept-language": "kk"})
    assert answer.status_code == 200
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert answer.headers["Content-Language"] == "en"
