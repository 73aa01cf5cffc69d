"""A number of a series belongs to one bulletin, through every button of the admin."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from news.models import BulletinPage, SeriesNumber
from news.querysets import BulletinQuerySet
from tests.missions import Missions, editor_of
from tests.news.ground import (
    add_url,
    bulletin_data,
    edit_url,
    errors_of,
    make_bulletin,
    make_category,
    make_index,
    make_series,
    post_edit,
    post_new,
)


@pytest.fixture
def desk(missions: Missions) -> Any:
    """The first mission's editor before an empty list, with a series and a category."""

    class Desk:
        mission = missions.first
        client = editor_of(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first)
        category = make_category(missions.first)

        def create(self, title: str, number: int | str, **values: Any) -> Any:
            values = {"series": self.series, "category": self.category, **values}
            return post_new(self.client, self.index, title, number=number, **values)

        def edit(self, page: BulletinPage, number: int | str, **values: Any) -> Any:
            values = {"series": self.series, "category": self.category, **values}
            return post_edit(self.client, page, number=number, **values)

        def page(self, title: str) -> BulletinPage:
            return BulletinPage.objects.get(draft_title=title)

        def held(self) -> list[int]:
            return list(
                SeriesNumber.objects.filter(series=self.series).order_by("number").values_list("number", flat=True)
            )

    return Desk()


def test_a_published_number_is_held_and_refused_to_another(desk: Any) -> None:
    assert desk.create("First", 24, publish=True).status_code == 302
    response = desk.create("Second", 24, publish=True)
    url = edit_url(desk.page("First"))
    assert errors_of(response)["number"] == [
        f'Special Issue No 24 is already taken by “<a href="{url}" target="_blank" rel="noopener">First</a>”. '
        "The next number is 25."
    ]
    assert f'<a href="{url}" target="_blank" rel="noopener">First</a>' in response.content.decode()
    assert desk.held() == [24]
    assert not BulletinPage.objects.filter(title="Second").exists()


def test_two_drafts_with_one_number_are_refused(desk: Any) -> None:
    assert desk.create("First", 24).status_code == 302
    assert "already taken by “<a" in errors_of(desk.create("Second", 24))["number"][0]


def test_the_draft_of_a_live_bulletin_holds_its_new_number_and_the_page_keeps_its_own(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    assert desk.edit(desk.page("First"), 25).status_code == 302
    assert desk.held() == [25]
    assert desk.page("First").number == 24
    for number in (24, 25):
        assert ">First</a>”" in errors_of(desk.create("Second", number))["number"][0]
    assert desk.edit(desk.page("First"), 25, publish=True).status_code == 302
    assert desk.create("Second", 24, publish=True).status_code == 302
    assert desk.held() == [24, 25]


def test_a_changed_or_emptied_number_is_free(desk: Any) -> None:
    desk.create("First", 24)
    desk.edit(desk.page("First"), 26)
    assert desk.held() == [26]
    assert desk.create("Second", 24).status_code == 302
    assert desk.edit(desk.page("First"), "", series="").status_code == 302
    assert desk.held() == [24]


def test_the_next_number_is_offered(desk: Any) -> None:
    desk.create("First", 24)
    page = desk.client.get(add_url(desk.index)).content.decode()
    assert "The number of this issue in its series. Next: Special Issue No 25." in page


def test_no_number_is_offered_that_would_be_refused(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    desk.create("Mistyped", 99_999, publish=True)
    assert SeriesNumber.objects.next_numbers([desk.series.pk]) == {desk.series.pk: 25}


def test_the_form_carries_what_its_script_offers(desk: Any) -> None:
    desk.create("First", 24)
    other = make_series(desk.mission, "weekly", en="Weekly")
    form = desk.client.get(add_url(desk.index)).context["form"]
    offered = json.loads(form.fields["number"].widget.attrs["data-next-numbers"])
    assert offered == {
        str(desk.series.pk): {"number": 25, "issue": "Special Issue No 25"},
        str(other.pk): {"number": 1, "issue": "Weekly No 1"},
    }
    assert "js/number-field.js" in str(form.media)


def test_who_may_not_edit_the_holder_gets_its_title_alone(desk: Any) -> None:
    desk.create("<b>First</b>", 24, slug="first")
    with mock.patch("wagtail.models.PagePermissionTester.can_edit", return_value=False):
        form = BulletinPage.get_edit_handler().get_form_class()(
            instance=BulletinPage(), parent_page=desk.index, for_user=desk.mission.editor
        )
        link = form._link_to(desk.page("<b>First</b>"))
    assert link == "<b>First</b>"
    assert "&lt;b&gt;First&lt;/b&gt;</a>" in errors_of(desk.create("Second", 24))["number"][0]


def test_a_missing_number_is_asked_for(desk: Any) -> None:
    desk.create("First", 24)
    for publish in (False, True):
        errors = errors_of(desk.create("Second", "", publish=publish))
        assert errors["number"] == ["Give the number of this issue. The next one is Special Issue No 25."]


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "abc", "99999999999999999999", "2147483648"])
def test_nonsense_is_no_number(desk: Any, number: str) -> None:
    assert "number" in errors_of(desk.create("First", number))


def test_a_number_needs_a_series(desk: Any) -> None:
    errors = errors_of(desk.create("First", 3, series=""))
    assert errors["series"] == ["Choose the series that number 3 belongs to."]


def test_a_published_bulletin_needs_a_category_and_a_draft_does_not(desk: Any) -> None:
    assert errors_of(desk.create("First", 3, category="", publish=True))["category"] == [
        "Choose the category of the bulletin."
    ]
    assert desk.create("First", 3, category="").status_code == 302


@pytest.mark.parametrize("typed", ["2008-02-30", "tomorrow", "", "12/22/2008x"])
def test_a_wrong_date_is_refused(desk: Any, typed: str) -> None:
    assert "date" in errors_of(desk.create("First", 3, date=typed, publish=True))


@pytest.mark.parametrize("typed", ["0024-12-22", "1899-12-31", "2206-11-26", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused_with_a_sentence(desk: Any, typed: str) -> None:
    assert errors_of(desk.create("First", 3, date=typed))["date"] == [
        "Look at the year: a bulletin is dated from 1900 on, and a year ahead at most."
    ]


def test_who_saves_second_gets_the_form_back(desk: Any) -> None:
    """Both passed the form's check before either saved."""
    desk.create("First", 24)
    with mock.patch.object(BulletinQuerySet, "holder", side_effect=[None, desk.page("First")]):
        response = desk.create("Second", 24)
    assert "already taken by “<a" in errors_of(response)["number"][0]
    assert not BulletinPage.objects.filter(title="Second").exists()
    desk.create("Third", 25)
    with mock.patch.object(BulletinQuerySet, "holder", side_effect=[None, desk.page("First")]):
        response = desk.edit(desk.page("Third"), 24)
    assert "already taken by “<a" in errors_of(response)["number"][0]
    assert desk.held() == [24, 25]


def test_a_preview_claims_nothing(desk: Any) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["news", "bulletinpage", desk.index.pk])
    data = bulletin_data("First", series=desk.series, number=24, category=desk.category)
    assert desk.client.post(url, data).json()["is_valid"]
    assert desk.held() == []


def copy(desk: Any, page: Any, **values: Any) -> Any:
    data = {
        "new_title": "Copied",
        "new_slug": "copied",
        "new_parent_page": str(page.get_parent().pk),
        "copy_subpages": "",
        "publish_copies": "",
        "alias": "",
    }
    return desk.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**data, **values})


@pytest.mark.parametrize("live", ["", "on"])
def test_a_copy_starts_without_number(desk: Any, live: str) -> None:
    desk.create("First", 24, publish=True)
    assert copy(desk, desk.page("First"), publish_copies=live).status_code == 302
    copied = desk.page("Copied")
    assert (copied.number, copied.live, copied.series) == (None, bool(live), desk.series)
    assert copied.get_latest_revision_as_object().number is None
    assert desk.held() == [24]
    assert desk.client.get(edit_url(copied)).status_code == 200
    assert desk.edit(copied, 25, title="Copied", slug="copied", publish=True).status_code == 302


def test_a_copy_of_a_draft_whose_number_changed_starts_without_number(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    desk.edit(desk.page("First"), 25)
    assert copy(desk, desk.page("First"), publish_copies="on").status_code == 302
    copied = desk.page("Copied")
    assert copied.number is None
    assert copied.get_latest_revision_as_object().number is None
    assert desk.held() == [25]


def test_a_copied_tree_starts_without_numbers(desk: Any) -> None:
    for number in (1, 2, 3):
        desk.create(f"Issue {number}", number, publish=True)
    desk.mission.home["en"].copy(recursive=True, keep_live=True, update_attrs={"slug": "again", "title": "Again"})
    copies = BulletinPage.objects.exclude(pk__in=BulletinPage.objects.child_of(desk.index))
    assert [page.number for page in copies] == [None, None, None]
    assert desk.held() == [1, 2, 3]


def test_an_alias_keeps_showing_the_number_and_an_alias_made_a_page_loses_it(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    assert copy(desk, desk.page("First"), alias="on", new_slug="alias").status_code == 302
    alias = BulletinPage.objects.get(slug="alias")
    assert (alias.alias_of.slug, alias.number) == ("first", 24)
    assert desk.edit(BulletinPage.objects.get(slug="first"), 25, publish=True).status_code == 302
    alias.refresh_from_db()
    assert alias.number == 25
    assert desk.client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])).status_code == 302
    alias.refresh_from_db()
    assert (alias.alias_of_id, alias.number) == (None, None)
    assert desk.held() == [25]
    assert desk.client.get(edit_url(alias)).status_code == 200


def test_the_number_is_free_when_the_bulletin_is_deleted(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    assert desk.client.post(reverse("wagtailadmin_pages:delete", args=[desk.page("First").pk])).status_code == 302
    assert desk.held() == []
    assert desk.create("Second", 24, publish=True).status_code == 302


def test_numbers_are_free_when_the_tree_above_goes(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    Page.objects.get(pk=desk.index.pk).delete()
    assert desk.held() == []


def test_the_alias_of_a_deleted_original_cannot_take_the_number_a_second_time(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    copy(desk, desk.page("First"), alias="on", new_slug="alias")
    original = BulletinPage.objects.get(slug="first")
    assert desk.client.post(reverse("wagtailadmin_pages:delete", args=[original.pk])).status_code == 302
    assert desk.create("Second", 24, publish=True).status_code == 302
    alias = BulletinPage.objects.get(slug="alias")
    assert desk.client.get(edit_url(alias)).status_code == 200
    assert ">Second</a>”" in errors_of(desk.edit(alias, 24, publish=True))["number"][0]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={alias.pk}"
    assert desk.client.post(url, {"include_descendants": ""}).status_code == 302
    alias.refresh_from_db()
    assert (alias.live, alias.number) == (True, None)


def test_a_scheduled_bulletin_holds_its_number_and_is_published_with_it(desk: Any) -> None:
    hour = timezone.now() + timedelta(hours=2)
    desk.create("First", 24, go_live_at=hour.strftime("%Y-%m-%d %H:%M"), publish=True)
    assert not desk.page("First").live
    assert ">First</a>”" in errors_of(desk.create("Second", 24))["number"][0]
    with mock.patch("django.utils.timezone.now", return_value=hour + timedelta(hours=1)):
        call_command("publish_scheduled")
    page = desk.page("First")
    assert (page.live, page.number, desk.held()) == (True, 24, [24])


def test_an_earlier_revision_with_a_number_that_is_gone_is_refused_plainly(desk: Any) -> None:
    desk.create("First", 24)
    first = desk.page("First")
    old = first.latest_revision
    desk.edit(first, 25)
    desk.create("Second", 24)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[first.pk, old.pk])
    assert desk.client.get(url).status_code == 200
    assert ">Second</a>”" in errors_of(desk.edit(first, 24))["number"][0]


def test_a_page_saved_by_hand_gives_way(desk: Any) -> None:
    make_bulletin(desk.index, "First", series=desk.series, number=7, category=desk.category)
    second = make_bulletin(desk.index, "Second", series=desk.series, number=7, category=desk.category)
    assert second.number is None
    assert desk.held() == [7]


def test_publishing_and_unpublishing_in_bulk_is_no_error(desk: Any) -> None:
    desk.create("First", 24, publish=True)
    desk.edit(desk.page("First"), 25)
    pk = desk.page("First").pk
    for action in ("unpublish", "publish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={pk}"
        assert desk.client.post(url, {"include_descendants": ""}).status_code == 302
    assert desk.page("First").number == 25


def test_a_bulletin_can_be_previewed_before_and_after_it_is_saved(desk: Any) -> None:
    desk.create("First", 23, publish=True)
    data = bulletin_data("Previewed", series=desk.series, number=24, category=desk.category)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["news", "bulletinpage", desk.index.pk])
    assert desk.client.post(url, data).json() == {"is_valid": True, "is_available": True}
    assert "Special Issue No 24" in desk.client.get(url).content.decode()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[desk.page("First").pk])
    assert desk.client.post(url, data).json() == {"is_valid": True, "is_available": True}
    assert "Special Issue No 24" in desk.client.get(url).content.decode()
