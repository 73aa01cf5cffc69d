"""Rows, pages and form posts that the tests of bulletins stand on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.models import Contact, ContactWords
from news.models import (
    Author,
    AuthorWords,
    BulletinPage,
    Category,
    CategoryWords,
    NewsIndexPage,
    Series,
    SeriesWords,
)
from tests.missions import TestMission


def make_named(model: Any, words: Any, mission: TestMission, slug: str, **names: str) -> Any:
    """A row with a name by language; in English it is the slug in capitals unless given."""
    row = model(site=mission.site, slug=slug)
    row.words = [words(language=code, name=name) for code, name in (names or {"en": slug.title()}).items()]
    row.save()
    return row


def make_category(mission: TestMission, slug: str = "general", **names: str) -> Category:
    return make_named(Category, CategoryWords, mission, slug, **names)


def make_series(mission: TestMission, slug: str = "special-issue", **names: str) -> Series:
    return make_named(Series, SeriesWords, mission, slug, **(names or {"en": "Special Issue"}))


def make_author(mission: TestMission, slug: str = "admin", **names: str) -> Author:
    return make_named(Author, AuthorWords, mission, slug, **(names or {"en": "admin"}))


def make_contact(mission: TestMission, name: str = "Press office") -> Contact:
    contact = Contact(site=mission.site, name=name, telephone="202-232-5488", extension="104", fax="202-232-5845")
    contact.words = [ContactWords(language="en", person="Zhanbolat Ussenov")]
    contact.save()
    return contact


def make_index(mission: TestMission, code: str = "en", source: NewsIndexPage | None = None) -> NewsIndexPage:
    index = NewsIndexPage(title="Bulletins", slug="news", locale=mission.home[code].locale)
    if source:
        index.translation_key = source.translation_key
    return mission.home[code].add_child(instance=index)


def make_bulletin(index: NewsIndexPage, title: str = "A year of reform", **values: Any) -> BulletinPage:
    """A published bulletin with one revision, as the admin would leave it."""
    values.setdefault("date", date(2008, 12, 22))
    page = BulletinPage(title=title, locale=index.locale, **values)
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def text_block(html: str) -> tuple[str, dict[str, str]]:
    return "text", {"value": html}


def bulletin_data(title: str, **values: Any) -> dict[str, Any]:
    """The post of a bulletin's form; ``publish=True`` presses that button, ``body`` is a list of (block, value)."""
    body = values.pop("body", [("text", rich_text("<p>The text of the bulletin.</p>"))])
    publish = values.pop("publish", False)
    data = {
        "title": title,
        "slug": values.pop("slug", title.lower().replace(" ", "-")),
        "series": "",
        "number": "",
        "date": "2008-12-22",
        "place": "",
        "category": "",
        "author": "",
        "contact": "",
        "summary": "",
        "tags": "",
        "body": streamfield(body),
        "seo_title": "",
        "search_description": "",
        "chosen_related": inline_formset(values.pop("related", [])),
        "comments": inline_formset([]),
        "go_live_at": "",
        "expire_at": "",
    }
    keys = {name: getattr(value, "pk", value) for name, value in values.items()}
    if publish:
        keys["action-publish"] = "action-publish"
    return nested_form_data({**data, **keys})


def add_url(index: NewsIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "bulletinpage", index.pk])


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def post_new(client: Client, index: NewsIndexPage, title: str, **values: Any) -> Any:
    return client.post(add_url(index), bulletin_data(title, **values))


def post_edit(client: Client, page: BulletinPage, **values: Any) -> Any:
    values.setdefault("title", page.title)
    values.setdefault("slug", page.slug)
    return client.post(edit_url(page), bulletin_data(**values))


def errors_of(response: Any) -> dict[str, list[str]]:
    """The messages of the form that came back, by field; the test fails when none came back."""
    assert response.status_code == 200, response.status_code
    return dict(response.context["form"].errors)
