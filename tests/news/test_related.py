"""What is shown below a bulletin: the editor's choice first, then what has the most in common; never what is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from news.models import BulletinPage, RelatedBulletin
from news.related import Candidate, ranked
from tests.missions import Missions, editor_of, visitor
from tests.news.ground import bulletin_data, edit_url, make_bulletin, make_category, make_index, make_series, post_edit


def candidate(pk: int, **values: Any) -> Candidate:
    facts = {"series": None, "category": None, "shared_tags": 0, "number": None, "date": date(2008, 1, 1)}
    return Candidate(pk=pk, translation_key=UUID(int=pk), title="", url_path="", **{**facts, **values})


def test_the_chosen_come_first_in_their_order_then_what_has_most_in_common() -> None:
    found = ranked(
        [
            candidate(1, series=5),
            candidate(2, series=5, category=6),
            candidate(3, category=6, shared_tags=2),
            candidate(4),
            candidate(5),
            candidate(5),
        ],
        [UUID(int=5), UUID(int=9), UUID(int=4)],
        series=5,
        category=6,
        most=4,
    )
    assert [one.pk for one in found] == [5, 4, 3, 2]


def test_of_equals_the_newest_comes_first_and_nothing_in_common_counts_nothing() -> None:
    found = ranked([candidate(1), candidate(2, date=date(2009, 1, 1)), candidate(3)], [], None, None, 9)
    assert [one.pk for one in found] == [2, 3, 1]


@pytest.fixture
def site(missions: Missions) -> Any:
    class Ground:
        mission = missions.first
        other = missions.second
        client = visitor(missions.first)
        editor = editor_of(missions.first)
        index = make_index(missions.first)
        russian = make_index(missions.first, "ru", index)
        series = make_series(missions.first)
        general = make_category(missions.first)
        culture = make_category(missions.first, "culture")

        def bulletin(self, title: str, *tags: str, index: Any = None, **values: Any) -> BulletinPage:
            page = make_bulletin(index or self.index, title, **values)
            if tags:
                page.tags.add(*tags)
                page.save_revision().publish()
            return page

        def shown(self, page: BulletinPage) -> list[str]:
            return [one.title for one in self.client.get(page.get_url()).context["related"]]

        def choose(self, page: BulletinPage, *others: BulletinPage) -> Any:
            rows = [{"bulletin": other.pk} for other in others]
            return post_edit(self.editor, page, category=self.general, publish=True, related=rows)

        def translated(self, page: BulletinPage, title: str) -> BulletinPage:
            copy = page.copy_for_translation(self.russian.locale)
            copy.title = title
            copy.save_revision().publish()
            return copy

    return Ground()


def test_it_is_filled_up_by_category_series_and_tags(site: Any) -> None:
    page = site.bulletin("Page", "reform", category=site.general, series=site.series, number=5)
    site.bulletin("Category", category=site.general)
    site.bulletin("Tag", "reform", "other", category=site.culture, date=date(2007, 1, 1))
    site.bulletin("Both", category=site.general, series=site.series, number=4, date=date(2001, 1, 1))
    site.bulletin("Nothing", category=site.culture, date=date(2020, 1, 1))
    assert site.shown(page) == ["Both", "Category", "Tag"]
    html = site.client.get(page.get_url()).content.decode()
    assert "Related bulletins" in html
    assert 'href="/news/both/"' in html
    assert "Special Issue No 4" in html


def test_the_editors_choice_comes_first_in_the_editors_order(site: Any) -> None:
    page = site.bulletin("Page", category=site.general)
    site.bulletin("Newest", category=site.general, date=date(2020, 1, 1))
    first, second = site.bulletin("First"), site.bulletin("Second", date=date(2015, 1, 1))
    assert site.choose(page, first, second).status_code == 302
    assert site.shown(page) == ["First", "Second", "Newest"]


def test_so_many_are_shown_as_the_setting_says(site: Any, settings: Any) -> None:
    page = site.bulletin("Page", category=site.general)
    for number in range(5):
        site.bulletin(f"Other {number}", category=site.general)
    assert len(site.shown(page)) == 3
    settings.RELATED_SHOWN = 1
    assert site.shown(page) == ["Other 4"]
    settings.RELATED_SHOWN = 0
    assert "Related bulletins" not in site.client.get(page.get_url()).content.decode()


def test_what_is_hidden_deleted_or_of_another_mission_is_not_shown(site: Any) -> None:
    page = site.bulletin("Page", "reform", category=site.general)
    withdrawn, hidden = (
        site.bulletin("Withdrawn", category=site.general),
        site.bulletin("Hidden", category=site.general),
    )
    gone = site.bulletin("Gone")
    elsewhere = site.bulletin("Elsewhere", "reform", index=make_index(site.other))
    site.choose(page, withdrawn, hidden, gone)
    RelatedBulletin.objects.create(page=page, bulletin=elsewhere)
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert site.shown(page) == ["Gone"]
    gone.delete()
    assert site.shown(page) == []
    assert RelatedBulletin.objects.filter(page=page).count() == 3
    assert site.editor.get(edit_url(page)).status_code == 200


def test_a_translation_shows_the_same_choice_in_its_own_language(site: Any) -> None:
    page, other = site.bulletin("Page", category=site.general), site.bulletin("Other")
    alone = site.bulletin("Only in English")
    site.choose(page, alone, other)
    page.refresh_from_db()
    russian = site.translated(page, "Страница")
    site.translated(other, "Другая")
    assert site.shown(russian) == ["Другая"]
    assert RelatedBulletin.objects.filter(page=russian).count() == 0
    # What is taken away on the source is gone for the translation at once.
    RelatedBulletin.objects.get(bulletin=other).delete()
    assert site.shown(russian) == []


def test_a_translation_says_where_the_choice_is_made_and_takes_none(site: Any) -> None:
    page, other = site.bulletin("Page", category=site.general), site.bulletin("Other")
    russian = site.translated(page, "Страница")
    html = site.editor.get(edit_url(russian)).content.decode()
    assert "The related bulletins are chosen on the original page" in html
    assert site.choose(russian, other).status_code == 302
    assert not RelatedBulletin.objects.exists()


def test_a_bulletin_is_not_related_to_itself_nor_twice_to_one(site: Any) -> None:
    page, other = site.bulletin("Page", category=site.general), site.bulletin("Other")
    html = site.choose(page, page).content.decode()
    assert "This is the bulletin itself. Choose another one." in html
    html = site.choose(page, other, site.translated(other, "Другая")).content.decode()
    assert "This bulletin is chosen already. Remove one of the two rows." in html
    assert not RelatedBulletin.objects.exists()


def test_a_bulletin_of_another_mission_cannot_be_chosen(site: Any) -> None:
    page = site.bulletin("Page", category=site.general)
    elsewhere = site.bulletin("Elsewhere", index=make_index(site.other))
    answer = site.choose(page, elsewhere)
    assert "This belongs to another mission. Choose one of your own." in answer.content.decode()
    assert not RelatedBulletin.objects.exists()


def test_a_preview_shows_the_choice_as_it_stands_in_the_form(site: Any) -> None:
    page, other = site.bulletin("Page", category=site.general), site.bulletin("Other")
    data = bulletin_data("Page", slug="page", category=site.general, related=[{"bulletin": other.pk}])
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert site.editor.post(url, data).json()["is_valid"]
    assert [one.title for one in site.editor.get(url).context["related"]] == ["Other"]
    assert site.shown(page) == []


def test_a_copy_keeps_the_choice(site: Any) -> None:
    page, other = site.bulletin("Page", category=site.general), site.bulletin("Other")
    site.choose(page, other)
    copied = BulletinPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert site.shown(copied)[0] == "Other"
