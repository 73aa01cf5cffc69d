"""Mail that did not arrive comes to an editor's notice, of the own mission only, and the editor decides."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import OutboxMessage
from core.outbox import post
from core.sending import send_due
from core.undelivered import MailPanel
from tests.core.test_outbox import BACKEND, draft
from tests.desk import desk_of, rows_of
from tests.missions import Missions, editor_of


@pytest.fixture
def broken(missions: Missions) -> OutboxMessage:
    """A message of the first mission and one of the second, of which nobody knows whether they arrived."""
    now = timezone.now()
    post(draft(missions), now)
    post(draft(missions, "test.2", site=missions.second.site, recipient="theirs@example.org"), now)
    with mock.patch(BACKEND, side_effect=TimeoutError):
        send_due()
    found: OutboxMessage = OutboxMessage.objects.get(key="test.1")
    return found


def text_of(client: Client) -> str:
    answer = client.get(reverse("undelivered"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def settle(client: Client, message: OutboxMessage, do: str) -> Any:
    return client.post(reverse("settle_undelivered", args=[message.pk]), {"do": do}, follow=True)


def test_the_dashboard_names_what_did_not_arrive(missions: Missions, broken: OutboxMessage) -> None:
    panel = MailPanel(desk_of(missions.first, timezone.now()))
    assert panel.is_shown()
    (row,) = rows_of(panel.content())
    assert row.urgent
    assert row.facts[0] == "guest@example.org"
    home = editor_of(missions.first).get(reverse("wagtailadmin_home")).content.decode()
    assert "Mail that did not arrive" in home
    assert "theirs@example.org" not in home


def test_where_all_mail_arrives_nothing_is_said(missions: Missions) -> None:
    post(draft(missions), timezone.now())
    assert not MailPanel(desk_of(missions.first, timezone.now())).is_shown()
    assert MailPanel(desk_of(missions.first, timezone.now() + timedelta(hours=2))).is_shown()


def test_an_editor_sends_it_again_once(missions: Missions, broken: OutboxMessage) -> None:
    client = editor_of(missions.first)
    assert "Perhaps the letter has arrived." in text_of(client)
    assert "on its way again" in settle(client, broken, "send").content.decode()
    assert "somebody was quicker" in settle(client, broken, "send").content.decode()
    assert send_due() == 1
    assert "All mail has arrived" in text_of(client)


def test_an_editor_puts_it_aside(missions: Missions, broken: OutboxMessage) -> None:
    client = editor_of(missions.first)
    settle(client, broken, "leave")
    assert "guest@example.org" not in text_of(client)
    assert send_due() == 0


def test_another_missions_mail_does_not_exist(missions: Missions, broken: OutboxMessage) -> None:
    client = editor_of(missions.first)
    theirs = OutboxMessage.objects.get(key="test.2")
    assert "theirs@example.org" not in text_of(client)
    assert settle(client, theirs, "send").status_code == 404
    assert client.get(reverse("settle_undelivered", args=[broken.pk])).status_code == 405


def test_who_may_not_look_at_mail_sees_none(missions: Missions, broken: OutboxMessage) -> None:
    missions.first.group.permissions.remove(*missions.first.group.permissions.filter(codename="change_outboxmessage"))
    client = editor_of(missions.first)
    assert client.get(reverse("undelivered")).status_code in {302, 403}
    assert "Mail that did not arrive" not in client.get(reverse("wagtailadmin_home")).content.decode()
    settle(client, broken, "send")
    assert OutboxMessage.objects.get(pk=broken.pk).state == OutboxMessage.State.UNKNOWN


def test_a_command_sends_what_is_due(missions: Missions) -> None:
    post(draft(missions), timezone.now())
    said = StringIO()
    call_command("send_mail", stdout=said)
    assert said.getvalue() == "Messages sent: 1.\n"
    assert len(mail.outbox) == 1
