"""What belongs to one mission is not seen, chosen or edited by the editors of another."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.missions import collections_for, site_of_collection, sites_for
from core.models import Contact, ContactWords, MissionImage
from home.models import StandardPage
from tests.missions import Missions, TestMission, editor_of


def contact_of(mission: TestMission, name: str = "Somebody") -> Contact:
    contact = Contact(site=mission.site, name=name, telephone="202-232-5488", extension="104")
    contact.words = [ContactWords(language="en", person=name)]
    contact.save()
    return contact


def image_of(mission: TestMission) -> MissionImage:
    return MissionImage.objects.create(title="Garden", file=get_test_image_file(), collection=mission.collection)


def page_of(mission: TestMission, **fields: Any) -> StandardPage:
    page = StandardPage(title="About", slug="about-us", **fields)
    mission.home["en"].add_child(instance=page)
    page.save_revision().publish()
    return page


def test_an_editor_belongs_to_one_mission_only(missions: Missions) -> None:
    assert list(sites_for(missions.first.editor)) == [missions.first.site]
    assert list(collections_for(missions.first.editor)) == [missions.first.collection]


def test_a_collection_below_belongs_to_the_mission_above(missions: Missions) -> None:
    inner = missions.first.collection.add_child(instance=Collection(name="Inner"))
    assert site_of_collection(inner) == missions.first.site
    assert site_of_collection(Collection.get_first_root_node()) is None


def test_a_stranger_belongs_nowhere(missions: Missions, django_user_model: Any) -> None:
    idle = django_user_model.objects.create_user("idle", is_active=False)
    assert not sites_for(idle).exists()


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage", "inspect"])
def test_every_address_of_another_missions_contact_is_missing(missions: Missions, view: str) -> None:
    theirs, ours = contact_of(missions.second), contact_of(missions.first)
    client = editor_of(missions.first)
    assert client.get(reverse(f"contacts:{view}", args=[theirs.pk])).status_code == 404
    assert client.get(reverse(f"contacts:{view}", args=[ours.pk])).status_code == 200


@pytest.mark.parametrize("kind", ["contacts", "alerts"])
def test_who_has_one_mission_is_not_asked_whose_row_it_is(missions: Missions, kind: str) -> None:
    asks = "The mission that this belongs to."
    client = editor_of(missions.first)
    assert asks not in client.get(reverse(f"{kind}:add")).content.decode()
    missions.first.editor.groups.add(missions.second.group)
    assert asks in client.get(reverse(f"{kind}:add")).content.decode()


def test_lists_and_choosers_show_own_contacts_only(missions: Missions) -> None:
    contact_of(missions.second, "Foreign person")
    contact_of(missions.first, "Own person")
    client = editor_of(missions.first)
    for url in (
        reverse("contacts:index"),
        reverse("contact_chooser:choose"),
        reverse("contact_chooser:choose_results"),
    ):
        text = client.get(url).content.decode()
        assert "Own person" in text
        assert "Foreign person" not in text


def test_a_chosen_contact_of_another_mission_is_missing(missions: Missions) -> None:
    theirs = contact_of(missions.second)
    client = editor_of(missions.first)
    assert client.get(reverse("contact_chooser:chosen", args=[theirs.pk])).status_code == 404
    answer = client.get(reverse("contact_chooser:chosen_multiple"), {"id": theirs.pk})
    assert "Somebody" not in answer.content.decode()


def words_form(number: int = 1) -> dict[str, Any]:
    return {
        "words-TOTAL_FORMS": number,
        "words-INITIAL_FORMS": 0,
        "words-MIN_NUM_FORMS": 0,
        "words-MAX_NUM_FORMS": 1000,
        **{
            f"words-{n}-{name}": value
            for n in range(number)
            for name, value in {"language": "en", "person": "A"}.items()
        },
    }


def test_a_contact_is_saved_for_the_editors_own_mission_whatever_was_posted(missions: Missions) -> None:
    client = editor_of(missions.first)
    post = {"name": "New", "site": missions.second.site.pk, "telephone": "202-232-5488", **words_form()}
    assert client.post(reverse("contacts:add"), post).status_code == 302
    assert Contact.objects.get(name="New").site == missions.first.site


def test_two_rows_of_words_in_one_language_are_refused_with_a_sentence(missions: Missions) -> None:
    client = editor_of(missions.first)
    answer = client.post(reverse("contacts:add"), {"name": "Twice", **words_form(2)})
    assert answer.status_code == 200
    assert "already a row of words in this language" in answer.content.decode()
    assert not Contact.objects.filter(name="Twice").exists()


def body_form(page: StandardPage, kind: str, value: dict[str, str]) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": kind,
        "body-0-id": "",
        **{f"body-0-value{name}": text for name, text in value.items()},
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": 1000,
    }


def draft_body(page: StandardPage) -> list[Any]:
    """The values in the body as it was last saved."""
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [block.value for block in draft.body]


def test_a_page_cannot_refer_to_another_missions_contact_or_picture(missions: Missions) -> None:
    page = page_of(missions.first)
    client = editor_of(missions.first)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    theirs = contact_of(missions.second)
    client.post(url, body_form(page, "contact", {"": str(theirs.pk)}))
    assert draft_body(page) == []
    picture = image_of(missions.second)
    answer = client.post(url, body_form(page, "image", {"-image": str(picture.pk), "-alt": "A garden"}))
    assert "belongs to another mission" in answer.content.decode()
    assert draft_body(page) == []


def test_a_page_can_refer_to_what_is_its_own(missions: Missions) -> None:
    page = page_of(missions.first)
    ours = contact_of(missions.first)
    client = editor_of(missions.first)
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), body_form(page, "contact", {"": str(ours.pk)}))
    assert draft_body(page) == [ours]


@pytest.mark.parametrize(
    "name", ["edit", "usage", "history", "copy", "move", "delete", "privacy", "add_subpage", "unpublish", "view_draft"]
)
def test_every_address_of_another_missions_page_is_missing(missions: Missions, name: str) -> None:
    theirs = page_of(missions.second)
    client = editor_of(missions.first)
    name = {"privacy": "set_privacy"}.get(name, name)
    assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[theirs.pk])).status_code == 404


def test_page_choosers_and_searches_know_nothing_of_another_mission(missions: Missions) -> None:
    theirs = page_of(missions.second)
    theirs.title = "Foreign page"
    theirs.save_revision().publish()
    client = editor_of(missions.first)
    for url in (
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_search") + "?q=Foreign",
        reverse("wagtailadmin_pages:search") + "?q=Foreign",
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_home"),
    ):
        answer = client.get(url, follow=True)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Foreign page" not in text
        assert "Borduria en" not in text
    child = reverse("wagtailadmin_choose_page_child", args=[missions.second.home["en"].pk])
    assert client.get(child).status_code == 404


def test_a_page_cannot_be_moved_or_copied_into_another_mission(missions: Missions) -> None:
    page = page_of(missions.first)
    client = editor_of(missions.first)
    there = missions.second.home["en"]
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, there.pk])
    assert client.post(move).status_code == 404
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    client.post(copy, {"new_title": "Copy", "new_slug": "copy", "new_parent_page": there.pk})
    assert not there.get_children().exists()


def test_reports_over_all_missions_are_closed_to_editors(missions: Missions) -> None:
    client = editor_of(missions.first)
    for name in ("site_history", "page_types_usage"):
        assert client.get(reverse(f"wagtailadmin_reports:{name}")).status_code in {302, 403}


def test_images_of_another_mission_are_not_listed_edited_or_moved(missions: Missions) -> None:
    theirs, ours = image_of(missions.second), image_of(missions.first)
    client = editor_of(missions.first)
    for name in ("edit", "delete", "image_usage"):
        answer = client.get(reverse(f"wagtailimages:{name}", args=[theirs.pk]))
        assert answer.status_code in {302, 403, 404}
    post = {"title": "Moved", "description": "", "collection": missions.second.collection.pk, "tags": ""}
    client.post(reverse("wagtailimages:edit", args=[ours.pk]), post)
    ours.refresh_from_db()
    assert ours.collection == missions.first.collection


def test_the_settings_of_another_mission_are_closed(missions: Missions) -> None:
    client = editor_of(missions.first)
    own = reverse("wagtailsettings:edit", args=["core", "missionsettings", missions.first.site.pk])
    foreign = reverse("wagtailsettings:edit", args=["core", "missionsettings", missions.second.site.pk])
    assert client.get(own).status_code == 200
    assert client.get(foreign).status_code in {302, 403, 404}


def test_the_fixture_has_two_sites_and_no_superuser(missions: Missions) -> None:
    assert Site.objects.count() == 2
    assert not missions.first.editor.is_superuser


def test_an_accent_too_pale_to_read_is_refused_with_the_reason(missions: Missions) -> None:
    client = editor_of(missions.first)
    url = reverse("wagtailsettings:edit", args=["core", "missionsettings", missions.first.site.pk])
    empty = {"words": inline_formset([]), "hours": inline_formset([])}
    streams = {"telephones": streamfield([]), "social_links": streamfield([])}
    post = nested_form_data({"accent": "#ffff00", "main_language": "en", "time_zone": "UTC", **empty, **streams})
    answer = client.post(url, post)
    assert "could not be read" in str(answer.context["form"].errors["accent"])


def test_a_copy_cannot_take_a_word_of_the_addresses(missions: Missions) -> None:
    page = page_of(missions.first)
    client = editor_of(missions.first)
    home = missions.first.home["en"]
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    for slug, made in (("2008", False), ("series", False), ("about-them", True)):
        answer = client.post(url, {"new_title": "Copy", "new_slug": slug, "new_parent_page": home.pk})
        assert answer.status_code == 302
        assert home.get_children().filter(slug=slug).exists() is made
