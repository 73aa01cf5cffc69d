"""What the guard of the admin keeps an editor from: the rows of another mission, and the end of one's own."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail_localize.models import Translation, TranslationSource

from core.models import MissionDocument, MissionImage
from home.models import StandardPage
from music.models import AudioSample, MusicPage
from tests.core.test_ownership import body_form, contact_of, image_of, page_of
from tests.missions import Missions, TestMission, editor_of
from tests.news.ground import make_index, post_new

NO_COMMENTS = nested_form_data({"comments": inline_formset([])})
SECRET = "Known to nobody else"


def secrets_of(mission: TestMission) -> dict[str, Any]:
    """A page, a picture and a document of the mission, each with a title that may be seen nowhere else."""
    page = StandardPage(title=SECRET, slug="secret")
    mission.home["en"].add_child(instance=page)
    files = {"title": SECRET, "collection": mission.collection}
    return {
        "wagtailcore/page": page,
        "core/missionimage": MissionImage.objects.create(file=get_test_image_file(), **files),
        "core/missiondocument": MissionDocument.objects.create(
            file=ContentFile(b"text", name="known-only-there.txt"), **files
        ),
    }


def bulk(kind: str, action: str, **query: Any) -> tuple[str, dict[str, Any]]:
    app, model = kind.split("/")
    return reverse("wagtail_bulk_action", args=[app, model, action]), {"next": "/admin/", **query}


@pytest.mark.parametrize("kind", ["wagtailcore/page", "core/missionimage", "core/missiondocument"])
def test_an_action_on_many_names_nothing_of_another_mission(missions: Missions, kind: str) -> None:
    theirs = secrets_of(missions.second)[kind]
    client = editor_of(missions.first)
    assert client.get(*bulk(kind, "delete", id=theirs.pk)).status_code == 404
    for query in ({"id": "all"}, {"id": "all", "childOf": missions.second.home["en"].pk}):
        answer = client.get(*bulk(kind, "delete", **query))
        assert SECRET not in answer.content.decode()
    assert type(theirs).objects.filter(pk=theirs.pk).exists()


def test_an_action_on_many_works_on_what_is_ones_own(missions: Missions) -> None:
    ours = secrets_of(missions.first)
    client = editor_of(missions.first)
    for kind, thing in ours.items():
        answer = client.get(*bulk(kind, "delete", id=thing.pk))
        assert answer.status_code == 200
        assert SECRET in answer.content.decode()
    answer = client.get(*bulk("wagtailcore/page", "delete", id="all", childOf=missions.first.home["en"].pk))
    assert SECRET in answer.content.decode()


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_the_admins_interface_for_programs_is_closed_for_files(missions: Missions, kind: str) -> None:
    secrets_of(missions.second)
    client = editor_of(missions.first)
    answer = client.get(reverse(f"wagtailadmin_api:{kind}:listing"), headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_workflows:task_chooser",
        "wagtail_localize:translations_report",
    ],
)
def test_lists_over_every_mission_are_closed_to_editors(missions: Missions, name: str) -> None:
    client = editor_of(missions.first)
    assert client.get(reverse(name)).status_code == 403
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"{reverse(name)}"' not in menu


def test_a_posted_page_of_another_mission_is_missing(missions: Missions) -> None:
    ours = page_of(missions.first)
    theirs = secrets_of(missions.second)["wagtailcore/page"]
    client = editor_of(missions.first)
    post = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": theirs.pk}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[ours.pk]), post).status_code == 404
    where = reverse("wagtailadmin_pages:choose_parent", args=["home", "standardpage"])
    assert client.post(where, {"parent_page": theirs.pk}).status_code == 404


def link_to(document: MissionDocument) -> str:
    """A text in the form in which the editor posts it, with one link."""
    place = {"offset": 0, "length": 4, "key": 0}
    block = {"key": "a", "text": "Read", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    link = {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": document.pk}}
    return json.dumps({"blocks": [block | {"entityRanges": [place]}], "entityMap": {"0": link}})


def test_a_refusal_does_not_name_what_belongs_to_another_mission(missions: Missions) -> None:
    page = page_of(missions.first)
    client = editor_of(missions.first)
    picture, person = image_of(missions.second), contact_of(missions.second, SECRET)
    picture.title = SECRET
    picture.save()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for form in (
        body_form(page, "image", {"-image": str(picture.pk), "-alt": "A garden"}),
        body_form(page, "contact", {"": str(person.pk)}),
        body_form(page, "text", {"": link_to(secrets_of(missions.second)["core/missiondocument"])}),
    ):
        text = client.post(url, form).content.decode()
        assert "belongs to another mission" in text
        assert SECRET not in text
        assert "known-only-there" not in text


def test_a_form_that_comes_back_does_not_show_a_refused_choice(missions: Missions) -> None:
    index = make_index(missions.first)
    client = editor_of(missions.first)
    text = post_new(client, index, "Mine", contact=contact_of(missions.second, SECRET)).content.decode()
    assert "Mine" in text
    assert SECRET not in text


def test_a_row_that_comes_back_does_not_show_a_refused_choice(missions: Missions) -> None:
    music = missions.first.home["en"].add_child(instance=MusicPage(title="Music", slug="music"))
    theirs = AudioSample.objects.create(
        title=SECRET, kind="mp3", size=1, sha256="0" * 64, collection=missions.second.collection
    )
    items = inline_formset([{"sample": theirs.pk, "ORDER": 1}])
    post = nested_form_data({"title": "Mine", "slug": "mine", "intro": rich_text("<p></p>"), "items": items})
    url = reverse("wagtailadmin_pages:add", args=["music", "programmepage", music.pk])
    text = editor_of(missions.first).post(url, {**post, **NO_COMMENTS}).content.decode()
    assert "Mine" in text
    assert SECRET not in text


@pytest.mark.parametrize(
    ("by", "superuser"), [("form", False), ("form", True), ("many", False), ("many", True), ("program", False)]
)
def test_the_first_page_of_a_mission_is_not_deleted(missions: Missions, by: str, superuser: bool) -> None:
    home = missions.first.home["en"]
    client = editor_of(missions.first)
    if superuser:
        root = get_user_model().objects.create_superuser("root", password="not-a-default-9")
        client = Client(headers={"host": missions.first.host})
        client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    if by == "form":
        answer = client.post(reverse("wagtailadmin_pages:delete", args=[home.pk]), follow=True)
        assert "cannot be deleted" in answer.content.decode()
    elif by == "many":
        url, query = bulk("wagtailcore/page", "delete", id=home.pk)
        answer = client.post(url, query_params=query, follow=True)
        assert "cannot be deleted" in answer.content.decode()
    else:
        url = reverse("wagtailadmin_api:pages:action", args=[home.pk, "delete"])
        assert client.post(url, {}, content_type="application/json").status_code == 403
    assert Site.objects.filter(pk=missions.first.site.pk).exists()
    assert type(home).objects.filter(pk=home.pk).exists()


def test_the_editors_of_every_mission_may_translate(missions: Missions) -> None:
    page = page_of(missions.first)
    client = editor_of(missions.first)
    answer = client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
    assert answer.status_code == 200


def test_the_translations_of_another_mission_are_missing(missions: Missions) -> None:
    theirs = secrets_of(missions.second)["wagtailcore/page"]
    source, _created = TranslationSource.update_or_create_from_instance(theirs)
    other = Locale.objects.get(language_code="kk")
    translation = Translation.objects.create(source=source, target_locale=other)
    client = editor_of(missions.first)
    for name, pk in (("update_translations", source.pk), ("stop_translation", translation.pk)):
        url = reverse(f"wagtail_localize:{name}", args=[pk])
        assert client.post(url).status_code == 404
    assert client.get(reverse("wagtail_localize:update_translations", args=[source.pk])).status_code == 404
