"""A translation has its source's facts and number, however it is made and in whatever order things are saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from news.models import BulletinPage, SeriesNumber
from tests.missions import Missions, editor_of
from tests.news.ground import (
    edit_url,
    make_author,
    make_bulletin,
    make_category,
    make_contact,
    make_index,
    make_series,
    post_edit,
    post_new,
)


@pytest.fixture
def desk(missions: Missions) -> Any:
    class Desk:
        mission = missions.first
        client = editor_of(missions.first)
        index = make_index(missions.first)
        kazakh = make_index(missions.first, "kk", index)
        series = make_series(missions.first)
        category = make_category(missions.first)
        author = make_author(missions.first)
        contact = make_contact(missions.first)

        def bulletin(self, number: int | None = 24, **values: Any) -> BulletinPage:
            facts = {"series": self.series, "category": self.category, "author": self.author, "contact": self.contact}
            return make_bulletin(self.index, number=number, **{**facts, **values})

        def held(self) -> list[int]:
            return list(SeriesNumber.objects.order_by("number").values_list("number", flat=True))

    return Desk()


def in_kazakh(page: BulletinPage) -> BulletinPage:
    return BulletinPage.objects.get(translation_key=page.translation_key, locale__language_code="kk")


def test_a_translation_made_by_wagtail_has_the_facts_of_its_source(desk: Any) -> None:
    page = desk.bulletin()
    translation = page.copy_for_translation(desk.kazakh.locale)
    for name in BulletinPage.facts:
        assert getattr(translation, name) == getattr(page, name)
    assert desk.held() == [24]
    translation.save_revision().publish()
    assert in_kazakh(page).number == 24


def test_the_translation_of_a_draft_that_changes_the_number_leaves_the_claim_alone(desk: Any) -> None:
    page = desk.bulletin()
    post_edit(desk.client, page, series=desk.series, number=25, category=desk.category)
    page.refresh_from_db()
    translation = page.copy_for_translation(desk.kazakh.locale)
    assert (translation.number, desk.held()) == (24, [25])
    page.get_latest_revision().publish()
    assert (in_kazakh(page).number, desk.held()) == (25, [25])


def test_the_facts_of_a_translation_are_read_only(desk: Any) -> None:
    page = desk.bulletin()
    translation = page.copy_for_translation(desk.kazakh.locale)
    response = post_edit(
        desk.client,
        translation,
        title="Қазақша",
        slug="qazaqsha",
        series="",
        number=99,
        date="1999-01-01",
        publish=True,
    )
    assert response.status_code == 302
    translation.refresh_from_db()
    assert (translation.title, translation.number, translation.date) == ("Қазақша", 24, page.date)
    assert desk.held() == [24]


def test_a_changed_number_reaches_the_translations_when_it_is_published(desk: Any) -> None:
    page = desk.bulletin()
    translation = page.copy_for_translation(desk.kazakh.locale)
    translation.save_revision().publish()
    response = post_edit(desk.client, page, series=desk.series, number=30, category=desk.category, publish=True)
    assert response.status_code == 302
    assert in_kazakh(page).number == 30
    assert in_kazakh(page).get_latest_revision_as_object().number == 30
    assert desk.held() == [30]


def test_the_number_is_free_only_when_the_last_translation_is_gone(desk: Any) -> None:
    page = desk.bulletin()
    translation = page.copy_for_translation(desk.kazakh.locale)
    assert desk.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert desk.held() == [24]
    assert desk.client.get(edit_url(translation)).status_code == 200
    assert desk.client.post(reverse("wagtailadmin_pages:delete", args=[translation.pk])).status_code == 302
    assert desk.held() == []


def test_an_aliased_translation_shows_the_number(desk: Any) -> None:
    page = desk.bulletin()
    alias = page.copy_for_translation(desk.kazakh.locale, alias=True)
    assert (alias.number, desk.held()) == (24, [24])
    assert desk.client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])).status_code == 302
    alias.refresh_from_db()
    assert (alias.alias_of_id, alias.number, desk.held()) == (None, 24, [24])


def superuser_client(desk: Any) -> Client:
    client = Client(headers={"host": desk.mission.host})
    user = get_user_model().objects.create_superuser("root", password="not-a-default-9")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_translating_in_the_admin_keeps_the_number_even_from_a_stale_source(
    desk: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = desk.bulletin()
    root = superuser_client(desk)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    data = {"locales": [desk.kazakh.locale_id], "include_subtree": ""}
    with django_capture_on_commit_callbacks(execute=True):
        assert root.post(url, data).status_code == 302
    translation = in_kazakh(page)
    assert translation.number == 24
    post_edit(desk.client, page, series=desk.series, number=25, category=desk.category, publish=True)
    post_new(desk.client, desk.index, "Other", series=desk.series, number=24, category=desk.category, publish=True)
    with django_capture_on_commit_callbacks(execute=True):
        response = root.post(edit_url(translation), {"localize-action": "publish", "action-publish": "1"})
    assert response.status_code in {200, 302}
    assert in_kazakh(page).number == 25
    assert desk.held() == [24, 25]
