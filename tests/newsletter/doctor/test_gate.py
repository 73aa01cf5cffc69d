"""What holds letters back, and for how long a manager's decision lets them go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from newsletter.doctor.findings import Finding
from newsletter.doctor.gate import may_send, override
from newsletter.doctor.models import MailExamination, MailOverride
from tests.missions import Missions
from tests.newsletter.doctor.ground import NOW, RED, examined, make_manager

GREEN = (Finding("leaving.ok"), Finding("mail.files"), Finding("mail.unanswered", {"name": "x.org"}))
DAY = timedelta(hours=24)


@pytest.fixture
def again() -> Any:
    """Stands in the place of a new examination, which finds everything in order."""
    with mock.patch("newsletter.doctor.gate.examine_site") as examine:
        examine.side_effect = lambda site, now: MailExamination(site=site, at=now, findings=[])
        yield examine


def test_what_is_red_blocks_and_what_is_not_does_not(missions: Missions, again: Any) -> None:
    examined(missions.first)
    examined(missions.second, GREEN)
    gate = may_send(missions.first.site, NOW)
    assert (gate.blocked, gate.findings, gate.examined_at) == (True, RED, NOW)
    assert not may_send(missions.second.site, NOW).blocked
    assert not again.called


def test_an_old_examination_is_repeated_first(missions: Missions, again: Any) -> None:
    examined(missions.first)
    assert may_send(missions.first.site, NOW + DAY - timedelta(seconds=1)).blocked
    assert not again.called
    gate = may_send(missions.first.site, NOW + DAY)
    assert (gate.blocked, gate.examined_at) == (False, NOW + DAY)
    assert again.called


def test_how_old_it_may_be_is_a_setting(missions: Missions, again: Any, settings: Any) -> None:
    settings.LIST_CHECK_HOURS = 2
    examined(missions.first)
    assert not may_send(missions.first.site, NOW + timedelta(hours=2)).blocked


def test_another_way_of_sending_is_examined_first(missions: Missions, again: Any, settings: Any) -> None:
    examined(missions.first)
    settings.LIST_SENDING_ADDRESSES = ["192.0.2.9"]
    assert not may_send(missions.first.site, NOW).blocked
    assert again.call_count == 1


def test_where_nothing_was_examined_it_is_done_and_kept(missions: Missions) -> None:
    gate = may_send(missions.first.site, NOW)
    assert [finding.code for finding in gate.findings] == ["mail.files"]
    assert not gate.blocked
    assert MailExamination.objects.get().site == missions.first.site
    assert may_send(missions.first.site, NOW + timedelta(hours=1)).examined_at == NOW
    assert may_send(missions.first.site, NOW + DAY).examined_at == NOW + DAY
    assert MailExamination.objects.count() == 1


def test_a_manager_lets_letters_go_for_a_day(missions: Missions, again: Any) -> None:
    examined(missions.first)
    manager = make_manager(missions.first)
    decided = override(missions.first.site, manager, "  The ambassador\nasks for it ", NOW)
    assert (decided.reason, decided.name) == ("The ambassador asks for it", manager.get_username())
    gate = may_send(missions.first.site, NOW + timedelta(hours=1))
    assert (gate.blocked, gate.override) == (False, decided)
    examined(missions.first, at=NOW + DAY)
    assert not may_send(missions.first.site, NOW + DAY - timedelta(seconds=1)).blocked
    assert may_send(missions.first.site, NOW + DAY).blocked


def test_the_decision_is_logged(missions: Missions, caplog: Any) -> None:
    examined(missions.first)
    override(missions.first.site, make_manager(missions.first), "Urgent", NOW)
    assert "in spite of the mail check: dmarc.none" in caplog.text
    entry = ModelLogEntry.objects.get()
    assert (entry.user, entry.label) == (missions.first.editor, "Urgent")


def test_it_holds_for_what_was_known_and_for_nothing_new(missions: Missions, again: Any) -> None:
    examined(missions.first)
    override(missions.first.site, make_manager(missions.first), "Urgent", NOW)
    examined(missions.first, (*RED, Finding("spf.none", {"domain": "aland.org"})))
    assert may_send(missions.first.site, NOW).blocked


def test_it_holds_for_its_own_mission(missions: Missions, again: Any) -> None:
    examined(missions.first)
    examined(missions.second)
    override(missions.first.site, make_manager(missions.first), "Urgent", NOW)
    assert may_send(missions.second.site, NOW).blocked


def test_an_editor_who_does_not_decide_cannot(missions: Missions) -> None:
    examined(missions.first)
    with pytest.raises(PermissionDenied):
        override(missions.first.site, missions.first.editor, "Urgent", NOW)
    assert not MailOverride.objects.exists()


@pytest.mark.parametrize(
    ("reason", "words"), [("", "Write why"), (" \n ", "Write why"), ("x" * 501, "in fewer words: 500")]
)
def test_a_decision_needs_a_reason(missions: Missions, reason: str, words: str) -> None:
    examined(missions.first)
    with pytest.raises(ValidationError, match=words):
        override(missions.first.site, make_manager(missions.first), reason, NOW)
    assert not MailOverride.objects.exists()


def test_nothing_is_decided_where_nothing_is_red(missions: Missions) -> None:
    manager = make_manager(missions.first)
    with pytest.raises(ValidationError, match="Nothing holds"):
        override(missions.first.site, manager, "Urgent", NOW)
    examined(missions.first, GREEN)
    with pytest.raises(ValidationError, match="Nothing holds"):
        override(missions.first.site, manager, "Urgent", NOW)


def test_the_decision_stays_when_the_account_goes(missions: Missions) -> None:
    examined(missions.first)
    manager = make_manager(missions.first)
    decided = override(missions.first.site, manager, "Urgent", NOW)
    manager.delete()
    decided.refresh_from_db()
    assert (decided.made_by, decided.name) == (None, "editor-aland")


def test_with_a_mission_goes_what_was_kept_of_its_mail(missions: Missions) -> None:
    examined(missions.second)
    override(missions.second.site, make_manager(missions.second), "Urgent", NOW)
    missions.second.site.delete()
    assert not MailExamination.objects.exists()
    assert not MailOverride.objects.exists()
