"""The editors' page: one's own mission only, in plain words, without script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter.doctor.dashboard import MailCheckPanel
from newsletter.doctor.findings import DnsRecord, Finding
from newsletter.doctor.models import MailExamination, MailOverride
from tests.desk import desk_of, rows_of
from tests.missions import Missions, TestMission, editor_of
from tests.newsletter.doctor.ground import RED, examined, internet, make_manager
from tests.newsletter.doctor.keys import letter, record_of


def address(mission: TestMission, name: str = "page") -> str:
    return reverse(f"mail_check:{name}", args=[mission.site.pk])


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def post(client: Client, mission: TestMission, name: str, status: int = 200, **data: Any) -> str:
    answer = client.post(address(mission, name), data, follow=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_menu_leads_to_ones_own_mission(missions: Missions) -> None:
    client = editor_of(missions.second)
    assert "Mail check" in text_of(client, reverse("wagtailadmin_home"))
    answer = client.get(reverse("mail_check:index"))
    assert answer.url == address(missions.second)
    assert "Nothing was examined so far" in text_of(client, answer.url)


def test_each_thing_says_what_to_do_and_the_record_to_copy(missions: Missions) -> None:
    record = DnsRecord("_dmarc.aland.org", "TXT", "v=DMARC1; p=none")
    red = Finding("dmarc.none", {"domain": "aland.org", "name": "_dmarc.aland.org"}, ("<b>read</b>",), record)
    examined(missions.first, (Finding("leaving.ok"), red), timezone.now())
    text = text_of(editor_of(missions.first), address(missions.first))
    assert "One thing has to be mended." in text
    assert "Until then no letter goes to the list." in text
    assert "The domain aland.org has no DMARC record." in text
    assert "<code>v=DMARC1; p=none</code>" in text
    assert "&lt;b&gt;read" in text
    assert text.index("DMARC: what") < text.index("Leaving by one click")
    assert "A manager of the mission can let" in text
    assert 'name="reason"' not in text


def test_an_old_result_is_said_to_be_old(missions: Missions) -> None:
    examined(missions.first, at=timezone.now() - timedelta(hours=25))
    assert "That is too long ago" in text_of(editor_of(missions.first), address(missions.first))


def test_a_button_examines_again(missions: Missions) -> None:
    text = post(editor_of(missions.first), missions.first, "examine")
    assert "Letters are written to files on this machine" in text
    assert "Nothing holds the letters back." in text
    assert MailExamination.objects.get().site == missions.first.site


def test_a_manager_decides_with_a_reason(missions: Missions) -> None:
    examined(missions.first, RED, timezone.now())
    make_manager(missions.first)
    client = editor_of(missions.first)
    assert 'name="reason"' in text_of(client, address(missions.first))
    assert "Write why the letters" in post(client, missions.first, "decide", 400, reason=" ")
    assert "500 characters" in post(client, missions.first, "decide", 400, reason="x" * 501)
    text = post(client, missions.first, "decide", reason="The <ambassador> asks")
    assert "Decided by editor-aland: letters are sent all the same" in text
    assert "The &lt;ambassador&gt; asks" in text
    assert 'name="reason"' not in text
    assert "Nothing holds" in post(client, missions.first, "examine")
    assert "Nothing holds the letters back" in post(client, missions.first, "decide", 400, reason="Once more")


def test_an_editor_cannot_decide(missions: Missions) -> None:
    examined(missions.first, RED, timezone.now())
    answer = editor_of(missions.first).post(address(missions.first, "decide"), {"reason": "Urgent"})
    assert answer.status_code in {302, 403}
    assert not MailOverride.objects.exists()


def test_another_missions_mail_does_not_exist(missions: Missions) -> None:
    examined(missions.second, RED, timezone.now())
    make_manager(missions.first)
    client = editor_of(missions.first)
    text_of(client, address(missions.second), 404)
    for name in ("examine", "decide", "letter"):
        post(client, missions.second, name, 404, reason="Urgent", letter="From: a@b.org\n\n")
        assert client.get(address(missions.second, name)).status_code == 405
    assert MailExamination.objects.get().found == RED
    assert not MailOverride.objects.exists()
    assert "Borduria" not in text_of(client, address(missions.first))


def test_who_does_not_look_after_the_list_sees_nothing(missions: Missions) -> None:
    missions.first.group.permissions.filter(codename="view_subscriber").delete()
    client = editor_of(missions.first)
    assert "Mail check" not in text_of(client, reverse("wagtailadmin_home"))
    for path in (reverse("mail_check:index"), address(missions.first)):
        assert client.get(path).status_code in {302, 403}
    assert client.post(address(missions.first, "examine")).status_code in {302, 403}
    assert not MailExamination.objects.exists()


def test_a_superuser_finds_the_other_missions(missions: Missions, admin_user: Any) -> None:
    client = Client(headers={"host": missions.first.host})
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert f'href="{address(missions.second)}"' in text_of(client, address(missions.first))


def test_a_received_letter_is_looked_at_and_not_kept(missions: Missions, settings: Any) -> None:
    client = editor_of(missions.first)
    with internet(settings, {"mail._domainkey.mission.org": {"TXT": [record_of(2048)]}}):
        text = post(client, missions.first, "letter", file=SimpleUploadedFile("letter.eml", letter()))
        assert "The signature of mission.org (selector “mail”) is right." in text
        text = post(client, missions.first, "letter", letter=letter().decode())
        assert "The signature of mission.org (selector “mail”) is right." in text
    assert "This is not the source of a letter." in post(client, missions.first, "letter", letter="Hello")
    assert not MailExamination.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Paste a letter, or choose its file."),
        ({"letter": " \n"}, "Paste a letter, or choose its file."),
        ({"letter": "x" * 1025}, "A letter of more than 1 KB"),
        ({"file": b"x" * 1025}, "A letter of more than 1 KB"),
        ({"file": b""}, "Paste a letter, or choose its file."),
        ({"letter": "From: a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_no_letter_gets_a_sentence(missions: Missions, settings: Any, data: Any, words: str) -> None:
    settings.LIST_SAMPLE_SIZE = 1024
    if "file" in data:
        data = {"file": SimpleUploadedFile("letter.eml", data["file"])}
    assert words in post(editor_of(missions.first), missions.first, "letter", 400, **data)


def test_the_dashboard_tells_of_what_is_red(missions: Missions) -> None:
    assert not MailCheckPanel(desk_of(missions.first)).is_shown()
    examined(missions.first, (Finding("leaving.ok"),))
    examined(missions.second)
    assert not MailCheckPanel(desk_of(missions.first)).is_shown()
    examined(missions.first)
    panel = MailCheckPanel(desk_of(missions.first))
    assert panel.is_shown()
    (row,) = rows_of(panel.content())
    assert row.urgent
    assert row.url == address(missions.first)
    assert row.facts == ("The domain aland.org has no DMARC record. Gmail and Yahoo ask every list for one.",)
    missions.first.group.permissions.filter(codename="view_subscriber").delete()
    assert not MailCheckPanel(desk_of(missions.first)).is_shown()
