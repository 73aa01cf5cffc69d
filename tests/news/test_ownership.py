"""An editor sorts bulletins by the rows of the own mission; what bulletins need is not deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from news.models import Author, BulletinPage, Category, Series, SeriesNumber
from tests.missions import Missions, editor_of, visitor
from tests.news.ground import (
    add_url,
    edit_url,
    errors_of,
    make_author,
    make_bulletin,
    make_category,
    make_contact,
    make_index,
    make_series,
    post_edit,
    post_new,
)

KINDS = {"categories": Category, "series": Series, "authors": Author}


@pytest.fixture
def both(missions: Missions) -> Any:
    class Both:
        first = missions.first
        second = missions.second
        index = make_index(missions.first)
        other_index = make_index(missions.second)
        client = editor_of(missions.first)

    return Both()


def words(language: str = "en", name: str = "Culture", **values: str) -> dict[str, str]:
    return {"language": language, "name": name, **values}


def row_data(*rows: dict[str, str], **values: Any) -> dict[str, Any]:
    return nested_form_data({"slug": "", "words": inline_formset(rows or [words()]), **values})


def test_a_category_is_added_under_its_own_mission_with_a_slug_from_its_name(both: Any) -> None:
    url = reverse("categories:add")
    assert both.client.get(url).status_code == 200
    assert both.client.post(url, row_data(words("ru", "Культура"), site=both.second.site.pk)).status_code == 302
    category = Category.objects.get()
    assert (category.site, category.slug) == (both.first.site, "kultura")


def test_a_slug_is_given_once_in_a_mission_and_again_in_another(both: Any) -> None:
    make_category(both.second, "culture")
    url = reverse("categories:add")
    assert both.client.post(url, row_data()).status_code == 302
    response = both.client.post(url, row_data())
    assert response.status_code == 200
    assert "This address is already taken" in response.content.decode()


def test_two_names_in_one_language_are_refused_in_words(both: Any) -> None:
    response = both.client.post(reverse("authors:add"), row_data(words(), words(name="Other"), user=""))
    assert response.status_code == 200
    assert Author.objects.count() == 0


@pytest.mark.parametrize("name", ["", "Өнер", "!!!"])
def test_a_name_without_letters_asks_for_an_address(both: Any, name: str) -> None:
    response = both.client.post(reverse("categories:add"), row_data(words(name=name)))
    assert response.status_code == (302 if name == "Өнер" else 200)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_another_mission_are_out_of_reach(both: Any, kind: str) -> None:
    maker = {"categories": make_category, "series": make_series, "authors": make_author}[kind]
    foreign = maker(both.second, "secret", en="Secret row")
    assert "Secret row" not in both.client.get(reverse(f"{kind}:index")).content.decode()
    for view in ("edit", "delete", "history", "usage", "inspect"):
        url = reverse(f"{kind}:{view}", args=[foreign.pk])
        assert both.client.get(url).status_code == 404, view
        assert both.client.post(url, row_data(user="")).status_code == 404, view
    assert KINDS[kind].objects.filter(pk=foreign.pk).exists()


def test_the_bulletin_form_offers_the_own_mission_only_and_refuses_the_rest(both: Any) -> None:
    foreign = {
        "series": make_series(both.second, "secret-series", en="Secret series"),
        "category": make_category(both.second, "secret-category", en="Secret category"),
        "author": make_author(both.second, "secret-author", en="Secret author"),
        "contact": make_contact(both.second, "Secret contact"),
    }
    page = both.client.get(add_url(both.index)).content.decode()
    assert "Secret" not in page
    for name, thing in foreign.items():
        values = {"number": 1} if name == "series" else {}
        assert name in errors_of(post_new(both.client, both.index, "Mine", **{name: thing}, **values)), name
    assert not BulletinPage.objects.exists()


def test_an_author_is_offered_to_the_account_behind_it_and_the_account_is_never_shown(both: Any) -> None:
    author = make_author(both.first, "press", en="Press office")
    author.user = both.first.editor
    author.save()
    form = both.client.get(add_url(both.index)).context["form"]
    assert form.initial["author"] == author.pk
    page = make_bulletin(both.index, category=make_category(both.first), author=author)
    html = visitor(both.first).get(page.get_url()).content.decode()
    assert "Press office" in html
    assert both.first.editor.username not in html


def test_the_accounts_of_another_mission_are_not_offered(both: Any) -> None:
    html = both.client.get(reverse("authors:add")).content.decode()
    assert both.first.editor.username in html
    assert both.second.editor.username not in html


@pytest.mark.parametrize(
    ("name", "maker", "address"),
    [
        ("category", make_category, "categories"),
        ("series", make_series, "series"),
        ("author", make_author, "authors"),
        ("contact", make_contact, "contacts"),
    ],
)
@pytest.mark.parametrize("draft", [False, True])
def test_what_bulletins_need_is_kept_with_a_plain_sentence(
    both: Any, name: str, maker: Any, address: str, draft: bool
) -> None:
    thing = maker(both.first)
    values = {name: thing, **({"number": 1} if name == "series" else {})}
    if draft:
        page = make_bulletin(both.index, category=None)
        assert post_edit(both.client, page, **values).status_code == 302
    else:
        make_bulletin(both.index, **values)
    url = reverse(f"{address}:delete", args=[thing.pk])
    assert both.client.get(url).status_code == 200
    response = both.client.post(url, follow=True)
    assert response.status_code == 200
    messages = " ".join(str(message) for message in response.context["messages"])
    assert str(thing) in messages
    assert "1" in messages
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_what_no_bulletin_needs_any_more_goes_and_old_revisions_stay_readable(both: Any) -> None:
    old, new = make_category(both.first, "old"), make_category(both.first, "new")
    page = make_bulletin(both.index, category=old)
    revision = page.latest_revision
    assert post_edit(both.client, page, category=new, publish=True).status_code == 302
    assert both.client.post(reverse("categories:delete", args=[old.pk])).status_code == 302
    assert not Category.objects.filter(slug="old").exists()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
    assert both.client.get(url).status_code == 200


def test_a_bulletin_moved_or_copied_to_another_mission_leaves_its_facts_behind(both: Any) -> None:
    client = Client(headers={"host": both.first.host})
    root = get_user_model().objects.create_superuser("root", password="not-a-default-9")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    facts = {"series": make_series(both.first), "number": 3, "category": make_category(both.first)}
    facts |= {"author": make_author(both.first), "contact": make_contact(both.first)}
    page = make_bulletin(both.index, **facts)
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": both.other_index.pk, "publish_copies": "on"}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data).status_code == 302
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, both.other_index.pk])
    assert client.post(url).status_code == 302
    for left in BulletinPage.objects.child_of(both.other_index):
        for one in (left, left.get_latest_revision_as_object()):
            assert [getattr(one, name) for name in facts] == [None] * 5
        assert client.get(edit_url(left)).status_code == 200
    assert BulletinPage.objects.child_of(both.other_index).count() == 2
    assert not SeriesNumber.objects.exists()


def test_a_mission_that_goes_takes_its_rows_with_it(both: Any) -> None:
    make_bulletin(both.other_index, series=make_series(both.second), number=3, category=make_category(both.second))
    Site.objects.get(pk=both.second.site.pk).delete()
    assert not Category.objects.exists()
    assert BulletinPage.objects.get().category is None


def test_strangers_and_editors_of_another_mission_cannot_edit_a_bulletin(both: Any) -> None:
    page = make_bulletin(both.other_index, category=make_category(both.second))
    response = both.client.get(edit_url(page))
    assert response.status_code in {302, 403, 404}
    before = BulletinPage.objects.get(pk=page.pk).title
    post_edit(both.client, page, title="Taken over", publish=True)
    assert BulletinPage.objects.get(pk=page.pk).title == before


def test_a_list_keeps_answering_under_the_slug_it_had(both: Any) -> None:
    category = make_category(both.first, "general")
    make_bulletin(both.index, "One", category=category)
    word = category.words.get()
    data = nested_form_data(
        {"slug": "news-of-all-kinds", "words": inline_formset([{"id": word.pk, **words(name="All")}], initial=1)}
    )
    assert both.client.post(reverse("categories:edit", args=[category.pk]), data).status_code == 302
    stranger = visitor(both.first)
    for old, new in {
        "/news/category/general/": "/news/category/news-of-all-kinds/",
        "/news/category/general/feed.rss": "/news/category/news-of-all-kinds/feed.rss",
        "/ru/news/category/general/": "/ru/news/category/news-of-all-kinds/",
        "/news/?category=general": "/news/?category=news-of-all-kinds",
    }.items():
        response = stranger.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
    assert visitor(both.second).get("/news/category/general/").status_code == 404
