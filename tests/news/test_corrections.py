"""A correction keeps the public text and says in public what was wrong; a minor edit does neither."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Revision, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import rich_text
from wagtail_localize.models import StringTranslation, Translation

from news.changes import CORRECTION, MINOR, Change
from news.models import BulletinPage, BulletinVersion
from tests.core.schema import things_of
from tests.missions import Missions, editor_of, visitor
from tests.news.ground import (
    edit_url,
    errors_of,
    make_bulletin,
    make_category,
    make_contact,
    make_index,
    make_series,
    post_edit,
)

OLD, NEW = "The vote was on Monday.", "The vote was on Tuesday."
NOTE = {"correction_changed": "The vote was on Tuesday.", "correction_why": "We had read the wrong calendar."}


@pytest.fixture
def desk(missions: Missions) -> Any:
    class Desk:
        mission = missions.first
        other = missions.second
        client = editor_of(missions.first)
        guest = visitor(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first)
        category = make_category(missions.first)

        def bulletin(self, text: str = OLD, **values: Any) -> BulletinPage:
            facts = {"series": self.series, "category": self.category, "number": 24, "slug": "vote"}
            return make_bulletin(self.index, "The vote", body=[("text", f"<p>{text}</p>")], **{**facts, **values})

        def edit(self, page: BulletinPage, text: str = NEW, **values: Any) -> Any:
            """Posts the form as the editor leaves it; published unless it is said otherwise."""
            values = {"publish": True, "series": self.series, "number": 24, "category": self.category, **values}
            return post_edit(self.client, page, body=[("text", rich_text(f"<p>{text}</p>"))], **values)

        def correct(self, page: BulletinPage, text: str = NEW, **values: Any) -> None:
            response = self.edit(page, text, change_kind=CORRECTION, **{**NOTE, **values})
            assert response.status_code == 302, errors_of(response)
            page.refresh_from_db()

        def read(self, path: str) -> str:
            response = self.guest.get(path)
            assert response.status_code == 200, path
            return str(response.content.decode())

    return Desk()


def draft_with_note(page: BulletinPage, text: str = NEW, **values: Any) -> Revision:
    """A draft of the live page as the form would leave it, with the note of a correction."""
    draft = page.get_latest_revision_as_object()
    draft.body = [("text", f"<p>{text}</p>")]
    for name, value in values.items():
        setattr(draft, name, value)
    public = BulletinPage.objects.values_list("live_revision_id", flat=True).get(pk=page.pk)
    draft.pending_change = Change(CORRECTION, "The day.", "A slip.", public).as_data()
    return draft.save_revision()


def test_a_correction_keeps_the_text_that_was_public(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    row = BulletinVersion.objects.get()
    assert (row.page_id, row.number, row.title) == (page.pk, 1, "The vote")
    assert OLD in row.body[0]["value"]
    assert ["issue", "Special Issue No 24"] in row.facts
    assert (row.changed, row.why) == (NOTE["correction_changed"], NOTE["correction_why"])
    assert (row.corrected_by, row.corrected_at) == (desk.mission.editor, page.corrected_at)
    assert page.corrected_at == page.last_published_at


def test_the_page_says_what_was_corrected_and_leads_to_the_earlier_text(desk: Any) -> None:
    page = desk.bulletin()
    assert "Correction," not in desk.read("/news/vote/")
    desk.correct(page)
    html = desk.read("/news/vote/")
    assert NOTE["correction_why"] in html
    assert html.index("/news/vote/versions/1/") < html.index(f"{NEW}</p>", html.index("/news/vote/versions/1/"))
    assert OLD not in html
    earlier = desk.read("/news/vote/versions/1/")
    assert OLD in earlier
    assert "This is an earlier text" in earlier
    assert '<meta name="robots" content="noindex">' in earlier
    assert '<link rel="canonical" href="http://aland.example/news/vote/">' in earlier
    compared = desk.read("/news/vote/versions/1/compare/")
    assert "Taken out: </span>Monday</del>" in compared
    assert "Put in: </span>Tuesday</ins>" in compared
    assert "noindex" in compared


def test_a_minor_edit_is_told_nowhere(desk: Any) -> None:
    page = desk.bulletin()
    before = things_of(desk.read("/news/vote/"))["NewsArticle"]["dateModified"]
    assert desk.edit(page, change_kind=MINOR, **NOTE).status_code == 302
    page.refresh_from_db()
    assert not BulletinVersion.objects.exists()
    assert (page.corrected_at, page.pending_change) == (None, {})
    assert NEW in desk.read("/news/vote/")
    assert things_of(desk.read("/news/vote/"))["NewsArticle"]["dateModified"] == before
    assert desk.guest.get("/news/vote/versions/1/").status_code == 404


def test_list_feed_and_search_engines_follow_a_correction(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    assert "Corrected on" in desk.read("/news/")
    assert "Corrected on" in desk.read("/news/2008/12/")
    moment = timezone.localtime(page.corrected_at, timezone.get_fixed_timezone(0)).isoformat(timespec="seconds")
    article = things_of(desk.read("/news/vote/"))["NewsArticle"]
    (comment,) = article["correction"]
    assert comment["@type"] == "CorrectionComment"
    assert NOTE["correction_changed"] in comment["text"]
    assert article["dateModified"] == comment["datePublished"]
    atom = desk.read("/news/feed.atom")
    assert article["dateModified"] in atom
    assert atom.index("Correction,") < atom.index("&lt;p&gt;The vote was on")
    assert "http://aland.example/news/vote/versions/1/" in atom
    assert moment[:10] in atom


def test_a_feed_is_not_moved_by_a_minor_edit_but_readers_get_its_new_words(desk: Any) -> None:
    page = desk.bulletin()
    first = desk.guest.get("/news/feed.atom")
    BulletinPage.objects.update(last_published_at=timezone.now() - timedelta(days=1))
    desk.edit(page, change_kind=MINOR)
    second = desk.guest.get("/news/feed.atom", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert first.content.decode().count("<updated>") == second.content.decode().count("<updated>")
    page.refresh_from_db()
    stamp = page.first_published_at.isoformat()[:16]
    assert stamp[:10] in second.content.decode()


def test_a_bulletin_never_public_has_no_version(desk: Any) -> None:
    page = BulletinPage(title="New", slug="new", locale=desk.index.locale)
    page.pending_change = Change(CORRECTION, "a", "b").as_data()
    desk.index.add_child(instance=page)
    page.save_revision().publish()
    assert not BulletinVersion.objects.exists()


def test_the_form_of_a_draft_does_not_ask(desk: Any) -> None:
    page = desk.bulletin()
    assert "change_kind" in desk.client.get(edit_url(page)).context["form"].fields
    page.unpublish()
    assert "change_kind" not in desk.client.get(edit_url(page)).context["form"].fields


def test_a_correction_needs_both_parts_of_its_note_before_it_is_published(desk: Any) -> None:
    page = desk.bulletin()
    response = desk.edit(page, change_kind=CORRECTION, correction_changed="", correction_why="")
    assert errors_of(response) == {
        "correction_changed": ["A correction needs a note: say what was changed."],
        "correction_why": ["A correction needs a note: say why it was changed."],
    }
    assert not BulletinVersion.objects.exists()


def test_half_a_note_is_saved_with_the_draft_and_offered_again(desk: Any) -> None:
    page = desk.bulletin()
    values = {"change_kind": CORRECTION, "correction_changed": "The day", "correction_why": "", "publish": False}
    assert desk.edit(page, **values).status_code == 302
    form = desk.client.get(edit_url(page)).context["form"]
    assert form["change_kind"].value() == CORRECTION
    assert form["correction_changed"].value() == "The day"
    assert "The day" not in desk.read("/news/vote/")
    desk.correct(page)
    assert desk.client.get(edit_url(page)).context["form"]["change_kind"].value() == MINOR
    assert not desk.client.get(edit_url(page)).context["form"]["correction_changed"].value()


def test_a_correction_that_changes_nothing_is_refused(desk: Any) -> None:
    page = desk.bulletin()
    response = desk.edit(page, OLD, change_kind=CORRECTION, **NOTE)
    assert "The text is the same as the published one" in errors_of(response)["change_kind"][0]


@pytest.mark.parametrize("fact", [{"number": 25}, {"date": "2008-12-23"}, {"place": "Astana"}])
def test_a_corrected_fact_is_a_correction_and_shown_in_the_comparison(desk: Any, fact: dict[str, Any]) -> None:
    desk.bulletin(place="Washington")
    page = BulletinPage.objects.get()
    desk.correct(page, OLD, **{"place": "Washington", **fact})
    compared = desk.read("/news/vote/versions/1/compare/")
    assert "<del>" in compared
    assert "<ins>" in compared


def test_every_way_to_publish_keeps_the_text(desk: Any) -> None:
    page = desk.bulletin()
    draft_with_note(page).publish()
    draft_with_note(page, "Third.", go_live_at=timezone.now() + timedelta(hours=1)).publish()
    assert BulletinVersion.objects.count() == 1
    scheduled = Revision.objects.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    scheduled.content["go_live_at"] = scheduled.approved_go_live_at.isoformat()
    scheduled.save()
    call_command("publish_scheduled")
    texts = list(BulletinVersion.objects.order_by("number").values_list("number", flat=True))
    assert texts == [1, 2]
    assert NEW in BulletinVersion.objects.get(number=2).body[0]["value"]
    Revision.objects.all().delete()
    assert OLD in desk.read("/news/vote/versions/1/")


def test_a_note_is_good_for_one_publication_only(desk: Any) -> None:
    page = desk.bulletin()
    revision = draft_with_note(page)
    revision.publish()
    draft = page.get_latest_revision_as_object()
    draft.body = [("text", "<p>A typo.</p>")]
    draft.save_revision().publish()
    assert BulletinVersion.objects.count() == 1
    revision.publish()
    assert BulletinVersion.objects.count() == 1
    page.refresh_from_db()
    assert page.corrected_at == BulletinVersion.objects.get().corrected_at


def test_the_note_of_who_may_not_publish_goes_through_the_workflow(desk: Any) -> None:
    page = desk.bulletin()
    GroupPagePermission.objects.filter(group=desk.mission.group, permission__codename="publish_page").delete()
    task = GroupApprovalTask.objects.create(name="Press office", active=True)
    workflow = Workflow.objects.create(name="Two pairs of eyes", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=desk.index)
    response = desk.edit(page, change_kind=CORRECTION, publish=False, **{"action-submit": "1"}, **NOTE)
    assert response.status_code == 302
    assert not BulletinVersion.objects.exists()
    page.refresh_from_db()
    boss = get_user_model().objects.create_superuser("boss", password="not-a-default-9")
    task.on_action(page.current_workflow_task_state, boss, "approve")
    assert BulletinVersion.objects.get().corrected_by == desk.mission.editor


def test_an_alias_shows_the_corrections_of_the_page_it_follows_and_keeps_them(desk: Any) -> None:
    page = desk.bulletin()
    kazakh = make_index(desk.mission, "kk", desk.index)
    alias = page.copy_for_translation(kazakh.locale, alias=True)
    alias.live = True
    alias.save(clean=False)
    desk.correct(page)
    url = f"/kk/news/{alias.slug}/versions/1/"
    assert OLD in desk.read(url)
    assert desk.client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])).status_code == 302
    assert OLD in desk.read(url)
    assert BulletinVersion.objects.filter(page=alias).count() == 1


def test_a_translation_is_not_corrected_by_its_source_but_its_editor_is_told(desk: Any) -> None:
    page = desk.bulletin()
    kazakh = make_index(desk.mission, "kk", desk.index)
    translation = page.copy_for_translation(kazakh.locale)
    translation.save_revision().publish()
    assert "The original was corrected" not in desk.client.get(edit_url(translation)).content.decode()
    desk.correct(page)
    translation.refresh_from_db()
    assert translation.corrected_at is None
    assert "The original was corrected" in desk.client.get(edit_url(translation)).content.decode()
    draft_with_note(translation).publish()
    assert BulletinVersion.objects.filter(page=translation).count() == 1
    assert "The original was corrected" not in desk.client.get(edit_url(translation)).content.decode()


def translate(desk: Any, page: BulletinPage) -> tuple[Client, BulletinPage]:
    """The Kazakh page that the translation editor keeps in step with its source, published."""
    kazakh = make_index(desk.mission, "kk", desk.index)
    root = Client(headers={"host": desk.mission.host})
    boss = get_user_model().objects.create_superuser("boss", password="not-a-default-9")
    root.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert root.post(url, {"locales": [kazakh.locale_id], "include_subtree": ""}).status_code == 302
    made = BulletinPage.objects.get(translation_key=page.translation_key, locale=kazakh.locale)
    made.save_revision().publish()
    return root, made


def put_words(root: Client, page: BulletinPage, words: str) -> None:
    """Publishes the translation with a title of its own, as its editor does."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    segment = translation.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=segment.string, locale=page.locale, context=segment.context, defaults={"data": words}
    )
    response = root.post(edit_url(page), {"action": "publish"})
    assert response.status_code in {200, 302}


def test_a_translation_of_the_translation_editor_is_corrected_with_a_note_written_before(
    desk: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = desk.bulletin()
    with django_capture_on_commit_callbacks(execute=True):
        root, made = translate(desk, page)
    with django_capture_on_commit_callbacks(execute=True):
        put_words(root, made, "Dauys")
    made.refresh_from_db()
    assert (made.title, BulletinVersion.objects.count()) == ("Dauys", 0)
    html = root.get(edit_url(made)).content.decode()
    url = reverse("correction_note", args=[made.pk])
    assert url in html
    assert root.post(url, {"changed": "Atauy."}).status_code == 422
    assert root.post(url, {"changed": "Atauy.", "why": "Qate."}).status_code == 302
    assert "Its note is kept" in root.get(edit_url(made)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        put_words(root, made, "Dauys beru")
    row = BulletinVersion.objects.get()
    made.refresh_from_db()
    assert (row.page_id, row.title, row.changed, row.corrected_by.username) == (made.pk, "Dauys", "Atauy.", "boss")
    assert (made.title, made.pending_change) == ("Dauys beru", {})
    assert made.corrected_at == row.corrected_at


def test_a_note_is_written_by_who_may_edit_the_page_and_can_be_taken_back(desk: Any) -> None:
    page = desk.bulletin()
    url = reverse("correction_note", args=[page.pk])
    assert editor_of(desk.other).get(url).status_code in {302, 403}
    assert visitor(desk.mission).get(url).status_code == 302
    assert desk.client.post(url, {"changed": "A", "why": "B"}).status_code == 302
    assert "minor edit after all" in desk.client.get(url).content.decode()
    assert desk.client.post(url, {"clear": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.pending_change == {}


def test_a_copy_starts_without_corrections(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert (copy.corrected_at, copy.pending_change, copy.versions.count()) == (None, {}, 0)


def test_the_earlier_text_goes_with_its_page(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    page.unpublish()
    for url in ("/news/vote/versions/1/", "/news/vote/versions/1/compare/"):
        assert desk.guest.get(url).status_code == 404
    page.delete()
    assert not BulletinVersion.objects.exists()


def test_the_earlier_text_moves_with_its_page(desk: Any, django_capture_on_commit_callbacks: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.edit(page, slug="ballot", change_kind=MINOR).status_code == 302
    for end in ("", "versions/1/", "versions/1/compare/"):
        response = desk.guest.get(f"/news/vote/{end}")
        assert response.status_code == 301, end
        assert response["Location"].endswith(f"/news/ballot/{end}")
        assert desk.guest.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("number", ["0", "2", "01", "9999999999", "x", "1%00"])
def test_a_text_that_is_none_is_a_404(desk: Any, number: str) -> None:
    desk.correct(desk.bulletin())
    assert desk.guest.get(f"/news/vote/versions/{number}/").status_code == 404
    assert desk.guest.get(f"/news/vote/versions/{number}/compare/").status_code == 404
    assert desk.guest.post("/news/vote/versions/1/").status_code == 405


def test_another_mission_does_not_answer_for_it(desk: Any) -> None:
    desk.correct(desk.bulletin())
    make_index(desk.other)
    assert visitor(desk.other).get("/news/vote/versions/1/").status_code == 404
    row = BulletinVersion.objects.get()
    own, strange = desk.client, editor_of(desk.other)
    listed = reverse("corrections:index")
    assert "The vote" in own.get(listed).content.decode()
    assert "The vote" in own.get(f"{listed}?q=vote&is_withdrawn=false").content.decode()
    assert "The vote" not in strange.get(listed).content.decode()
    for name in ("edit", "history", "usage"):
        assert own.get(reverse(f"corrections:{name}", args=[row.pk])).status_code == 200, name
    assert strange.get(reverse("corrections:edit", args=[row.pk])).status_code == 404


def change_row(client: Client, row: BulletinVersion, **values: Any) -> Any:
    data = {"changed": row.changed, "why": row.why, "withdrawn_why": "", **values}
    return client.post(reverse("corrections:edit", args=[row.pk]), data)


def test_an_editor_mends_the_note_but_never_the_earlier_text(desk: Any) -> None:
    desk.correct(desk.bulletin())
    row = BulletinVersion.objects.get()
    assert change_row(desk.client, row, changed="It was on a Tuesday.", title="Other").status_code == 302
    row.refresh_from_db()
    assert (row.changed, row.title) == ("It was on a Tuesday.", "The vote")
    assert "It was on a Tuesday." in desk.read("/news/vote/")
    assert desk.client.post(reverse("corrections:edit", args=[row.pk]), {"changed": ""}).status_code == 200


def test_nobody_makes_or_deletes_a_correction_by_hand(desk: Any) -> None:
    desk.correct(desk.bulletin())
    row = BulletinVersion.objects.get()
    root = Client(headers={"host": desk.mission.host})
    boss = get_user_model().objects.create_superuser("boss", password="not-a-default-9")
    root.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert root.get(reverse("corrections:index")).status_code == 200
    assert reverse("corrections:add") not in root.get(reverse("corrections:index")).content.decode()
    for url in (reverse("corrections:add"), reverse("corrections:delete", args=[row.pk])):
        root.post(url, {"changed": "A", "why": "B"})
    assert list(BulletinVersion.objects.values_list("pk", "changed")) == [(row.pk, row.changed)]


def test_lists_and_feeds_cost_the_same_for_one_correction_and_for_several(desk: Any) -> None:
    pages = [desk.bulletin(slug=f"vote-{number}", number=number) for number in range(1, 5)]

    def costs() -> list[int]:
        counts = []
        for url in ("/news/", "/news/feed.atom"):
            desk.guest.get(url)
            with CaptureQueriesContext(connection) as queries:
                desk.guest.get(url)
            counts.append(len(queries))
        return counts

    desk.correct(pages[0], number=1)
    one = costs()
    for number, page in enumerate(pages[1:], start=2):
        desk.correct(page, number=number)
    assert costs() == one


def test_an_alias_beside_its_page_says_the_same_in_the_feed(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page)
    page.create_alias(parent=desk.index, update_slug="again", update_locale=None)
    atom = desk.read("/news/feed.atom")
    assert atom.count("Correction,") == 2
    assert "/news/again/versions/1/" in atom


def test_a_withdrawn_text_is_gone_with_its_reason_and_the_note_stays(desk: Any) -> None:
    page = desk.bulletin("The vote of Jane Roe.")
    desk.correct(page)
    row = BulletinVersion.objects.get()
    refused = change_row(desk.client, row, is_withdrawn="on")
    assert "Say in one sentence why" in refused.content.decode()
    rows = " ".join(desk.client.get(reverse("corrections:index")).content.decode().split())
    assert "withdrawn" not in rows.partition("<tbody>")[2].partition("</tbody>")[0]
    assert change_row(desk.client, row, is_withdrawn="on", withdrawn_why="It named a person.").status_code == 302
    rows = " ".join(desk.client.get(reverse("corrections:index")).content.decode().split())
    assert "> withdrawn <" in rows.partition("<tbody>")[2].partition("</tbody>")[0]
    for url in ("/news/vote/versions/1/", "/news/vote/versions/1/compare/"):
        response = desk.guest.get(url)
        assert response.status_code == 410
        assert "It named a person." in response.content.decode()
        assert "Jane Roe" not in response.content.decode()
    html = desk.read("/news/vote/")
    assert NOTE["correction_why"] in html
    assert "/versions/1/" not in html
    assert "/versions/1/" not in desk.read("/news/feed.atom")


def test_the_comparison_skips_a_withdrawn_text(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page, "Jane Roe was there.")
    desk.correct(page, "Nobody was there.")
    assert "Jane Roe" in desk.read("/news/vote/versions/1/compare/")
    BulletinVersion.objects.filter(number=2).update(is_withdrawn=True, withdrawn_why="A name.")
    compared = desk.read("/news/vote/versions/1/compare/")
    assert "Jane Roe" not in compared
    assert "Nobody was there." in compared


def test_all_corrections_stand_below_the_text_newest_first(desk: Any) -> None:
    page = desk.bulletin()
    desk.correct(page, "Second.", correction_changed="The first note.")
    desk.correct(page, "Third.", correction_changed="The second note.")
    html = desk.read("/news/vote/")
    below = html[html.index('id="corrections"') :]
    assert below.index("The second note.") < below.index("The first note.")
    assert (
        "The first note." not in html[: html.index("Third.</p>")].split("application/ld+json")[-1].split("</script>")[1]
    )


def test_search_finds_the_current_text_only(desk: Any) -> None:
    page = desk.bulletin("Quagmire.")
    desk.correct(page, "Solid ground.")
    assert "/news/vote/" in desk.read("/search/?q=solid")
    assert "/news/vote/" not in desk.read("/search/?q=quagmire")


def test_who_corrected_is_never_shown(desk: Any) -> None:
    desk.correct(desk.bulletin())
    pages = ("/news/vote/", "/news/vote/versions/1/", "/news/vote/versions/1/compare/", "/news/feed.atom")
    for url in pages:
        assert desk.mission.editor.username not in desk.read(url)


def test_the_language_switcher_of_an_earlier_text_leads_to_the_bulletin(desk: Any) -> None:
    page = desk.bulletin()
    kazakh = make_index(desk.mission, "kk", desk.index)
    page.copy_for_translation(kazakh.locale).save_revision().publish()
    desk.correct(page)
    html = desk.read("/news/vote/versions/1/")
    assert 'href="/kk/news/vote/"' in html
    assert "/kk/news/vote/versions" not in html


def test_whatever_a_body_holds_is_kept_shown_and_compared(desk: Any) -> None:
    contact = make_contact(desk.mission)
    table = {
        "caption": "Votes",
        "columns": [{"type": "text", "heading": "Side"}, {"type": "rich_text", "heading": "Count"}],
        "rows": [{"values": ["Yes", "<p><b>98</b></p>"]}],
    }
    blocks = [
        ("heading", {"text": "How they voted", "level": "h2"}),
        ("text", '<p>As on <a href="https://old.example/">the list</a>.</p><ul><li>First</li><li>Second</li></ul>'),
        ("quote", {"text": "Aye.", "source": "A member"}),
        ("table", table),
        ("contact", contact.pk),
        ("audio_sample", 987_654),
        ("image", {"image": 987_654, "alt": "Gone.", "caption": "", "credit": ""}),
    ]
    stored = [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks]
    page = desk.bulletin()
    page.body = json.dumps(stored)
    page.save_revision().publish()
    page.refresh_from_db()
    draft = draft_with_note(page)
    draft.publish()
    earlier = desk.read("/news/vote/versions/1/")
    for words in ("How they voted", "https://old.example/", "Aye.", "98", "202-232-5488"):
        assert words in earlier, words
    compared = desk.read("/news/vote/versions/1/compare/")
    for words in ("How they voted", "Second", "Aye. A member", "Side | Count", "Yes | 98", "Contact: 202-232-5488"):
        assert words in compared, words


def test_what_is_kept_is_plain_data(desk: Any) -> None:
    desk.correct(desk.bulletin())
    row = BulletinVersion.objects.get()
    assert json.loads(json.dumps(row.body)) == row.body
