"""Drafts, appointed times and approvals: what an editor is told of them, on which clock, and of which mission."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from core.waiting import SHOWN, ApprovalPanel, DraftsPanel, SchedulePanel
from tests.desk import NOW, desk_of, rows_of, titles_of
from tests.news.ground import make_bulletin, make_index

pytestmark = pytest.mark.django_db


def make_draft(mission, title, **values):
    index = mission.home["en"].get_children().filter(slug="news").first()
    page = make_bulletin(index.specific if index else make_index(mission), title, **values)
    page.unpublish()
    Page.objects.filter(pk=page.pk).update(first_published_at=None)
    page = type(page).objects.get(pk=page.pk)
    page.save_revision(user=mission.editor)
    return page


def at(page, **values):
    Page.objects.filter(pk=page.pk).update(**values)


def approve(page, moment):
    revision = page.latest_revision
    revision.approved_go_live_at = moment
    revision.save()


def test_a_draft_says_what_it_is_who_changed_it_and_when(missions):
    missions.first.editor.first_name, missions.first.editor.last_name = "Aigerim", "Sadykova"
    missions.first.editor.save()
    page = make_draft(missions.first, "Opening of the hall")
    at(page, latest_revision_created_at=NOW - timedelta(hours=2))
    content = DraftsPanel(desk_of(missions.first)).content()
    (row,) = rows_of(content)
    assert (content.count, row.title, row.mark) == (1, "Opening of the hall", "new")
    assert row.facts == ("bulletin", "English", "Aigerim Sadykova, today, 06:00")
    assert row.url == f"/admin/pages/{page.pk}/edit/"


def test_a_change_of_a_published_page_is_told_from_a_new_one(missions):
    page = make_bulletin(make_index(missions.first), "A year of reform")
    page.title = "A year of reform, corrected"
    page.save_revision(user=missions.first.editor)
    (row,) = rows_of(DraftsPanel(desk_of(missions.first)).content())
    assert (row.title, row.mark) == ("A year of reform, corrected", "changed")


def test_the_latest_draft_comes_first_and_the_rest_is_counted(missions):
    for number in range(SHOWN + 2):
        at(make_draft(missions.first, f"Draft {number}"), latest_revision_created_at=NOW - timedelta(hours=number))
    content = DraftsPanel(desk_of(missions.first)).content()
    assert titles_of(content) == [f"Draft {number}" for number in range(SHOWN)]
    assert (content.count, content.parts[0].more) == (SHOWN + 2, "and 2 more")


def test_nothing_waiting_is_said_in_words(missions):
    content = DraftsPanel(desk_of(missions.first)).content()
    assert content.is_empty
    assert content.empty.startswith("Nothing waits.")


def test_a_draft_with_an_appointed_time_is_no_draft_but_an_appointment(missions):
    page = make_draft(missions.first, "Reception")
    approve(page, NOW + timedelta(days=3))
    assert titles_of(DraftsPanel(desk_of(missions.first)).content()) == []
    (row,) = rows_of(SchedulePanel(desk_of(missions.first)).content())
    assert (row.title, row.mark, row.urgent) == ("Reception", "", False)


def test_an_appointment_is_told_on_the_missions_clock_and_on_the_editors(missions):
    approve(make_draft(missions.first, "Reception"), NOW + timedelta(days=3))
    with timezone.override("Asia/Almaty"):
        (row,) = rows_of(SchedulePanel(desk_of(missions.first)).content())
    assert row.facts[0] == "appears: 19 March 2026, 08:00 in New York (17:00 on your clock)"
    with timezone.override("America/New_York"):
        (row,) = rows_of(SchedulePanel(desk_of(missions.first)).content())
    assert row.facts[0] == "appears: 19 March 2026, 08:00"


def test_the_editors_day_is_told_where_it_is_another(missions):
    approve(make_draft(missions.first, "Reception"), NOW + timedelta(days=3, hours=10))
    with timezone.override("Asia/Almaty"):
        (row,) = rows_of(SchedulePanel(desk_of(missions.first)).content())
    assert row.facts[0] == "appears: 19 March 2026, 18:00 in New York (20 March 2026, 03:00 on your clock)"


def test_what_should_have_happened_is_late(missions):
    approve(make_draft(missions.first, "Not out yet"), NOW - timedelta(hours=1))
    at(make_bulletin(make_index_of(missions.first), "Still there"), expire_at=NOW - timedelta(minutes=1))
    at(make_draft(missions.first, "Nobody pressed"), go_live_at=NOW - timedelta(days=1))
    rows = {row.title: row for row in rows_of(SchedulePanel(desk_of(missions.first)).content())}
    assert {title: (row.mark, row.urgent) for title, row in rows.items()} == dict.fromkeys(
        ("Not out yet", "Still there", "Nobody pressed"), ("late", True)
    )
    assert rows["Not out yet"].facts[0].startswith("should have appeared: today, 07:00")
    assert rows["Still there"].facts[0].startswith("should have ended: ")
    assert "nobody pressed" in rows["Nobody pressed"].facts[0]


def make_index_of(mission):
    return mission.home["en"].get_children().get(slug="news").specific


def test_the_end_of_a_public_page_is_an_appointment(missions):
    at(make_bulletin(make_index(missions.first), "For ten days"), expire_at=NOW + timedelta(days=10))
    (row,) = rows_of(SchedulePanel(desk_of(missions.first)).content())
    assert row.facts[0].startswith("ends: 26 March 2026, 08:00")
    assert not row.urgent


def submit(mission, page):
    """Sends a page of the mission to be approved by the mission's own group."""
    task = GroupApprovalTask.objects.create(name=f"Editors of {mission.host}", active=True)
    task.groups.add(mission.group)
    workflow = Workflow.objects.create(name=mission.host, active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(page, mission.editor)


def test_a_page_to_approve_is_offered_to_who_may_approve_it(missions):
    page = make_draft(missions.first, "For your eyes")
    submit(missions.first, page)
    panel = ApprovalPanel(desk_of(missions.first))
    assert panel.is_shown()
    assert titles_of(panel.content()) == ["For your eyes"]
    assert not ApprovalPanel(desk_of(missions.second)).is_shown()


def test_a_group_that_approves_in_two_missions_shows_its_members_their_own(missions):
    submit(missions.first, make_draft(missions.first, "Ours"))
    for task in GroupApprovalTask.objects.all():
        task.groups.add(missions.second.group)
    assert not ApprovalPanel(desk_of(missions.second)).is_shown()


def test_without_the_right_to_change_pages_there_are_no_drafts(missions):
    make_draft(missions.first, "Opening of the hall")
    GroupPagePermission.objects.filter(group=missions.first.group).delete()
    panel = DraftsPanel(desk_of(missions.first))
    assert not panel.is_shown()
    assert titles_of(panel.content()) == []
