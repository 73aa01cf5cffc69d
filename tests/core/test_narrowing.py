"""Filters and tag fields of the admin offer nothing of another mission."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.core.test_ownership import image_of, page_of
from tests.missions import Missions, editor_of


def named(missions: Missions) -> None:
    """Gives the second mission's editor a name and a page and picture of their own."""
    editor = missions.second.editor
    editor.first_name, editor.last_name = "Bianca", "Castafiore"
    editor.save()
    page = page_of(missions.second)
    page.owner = page.locked_by = editor
    page.locked = True
    page.save()
    image_of(missions.second).tags.add("secret-tag")
    page_of(missions.first)
    image_of(missions.first).tags.add("seen-tag")


def test_filters_of_pages_name_no_user_and_no_site_of_another_mission(missions: Missions) -> None:
    named(missions)
    client = editor_of(missions.first)
    urls = [reverse("wagtailadmin_explore", args=[missions.first.home["en"].pk])]
    urls += [reverse("wagtailadmin_reports:locked_pages"), reverse("wagtailadmin_reports:aging_pages")]
    for url in urls:
        text = client.get(url).content.decode()
        assert "Castafiore" not in text, url
        assert "editor-borduria" not in text, url
        assert "Borduria" not in text, url


def test_a_colleague_of_the_same_mission_is_offered(missions: Missions, django_user_model: Any) -> None:
    other = django_user_model.objects.create_user("colleague", first_name="Cuthbert", last_name="Calculus")
    other.groups.add(missions.first.group)
    page = page_of(missions.first)
    page.owner = other
    page.save()
    url = reverse("wagtailadmin_explore", args=[missions.first.home["en"].pk])
    assert "Calculus" in editor_of(missions.first).get(url).content.decode()


def test_tags_of_another_mission_are_not_offered(missions: Missions) -> None:
    named(missions)
    client = editor_of(missions.first)
    url = reverse("wagtailadmin_tag_autocomplete")
    assert client.get(url, {"term": "se"}).json() == ["seen-tag"]
    assert client.get(url, {"term": "\0"}).json() == []
    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        assert "secret-tag" not in client.get(reverse(name)).content.decode()


def test_tags_are_offered_to_nobody_without_the_admin(missions: Missions, client: Any) -> None:
    assert client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "se"}).status_code == 302


def test_the_privacy_of_a_page_names_no_group(missions: Missions) -> None:
    page = page_of(missions.first)
    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client = editor_of(missions.first)
    assert "Borduria" not in client.get(url).json()["html"]
    client.post(url, {"restriction_type": "groups", "groups": [missions.second.group.pk]})
    assert not page.get_view_restrictions().exists()
    client.post(url, {"restriction_type": "login"})
    assert page.get_view_restrictions().exists()
