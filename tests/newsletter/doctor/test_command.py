"""The command, end to end: settings, a real name server, a real mail server, plain words and an exit code."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from newsletter.doctor.models import MailExamination
from tests.missions import Missions
from tests.newsletter.doctor.ground import internet, send_by_server
from tests.newsletter.doctor.keys import letter, record_of
from tests.newsletter.doctor.mail_server import certificate, mail_server, trust
from tests.newsletter.doctor.zone import zone


def run(*words: str) -> tuple[str, str]:
    """What it said, and the sentence of its failure; "" for an exit code of 0."""
    said, failure = StringIO(), ""
    try:
        call_command("check_mail", *words, stdout=said)
    except CommandError as error:
        failure = str(error)
    return said.getvalue(), failure


def test_the_demonstration_is_told_in_a_friendly_way(missions: Missions) -> None:
    said, failure = run()
    assert failure == ""
    assert "[Should be better] The way out" in said
    assert "For a demonstration that is just right." in said
    assert [line for line in said.splitlines() if line.endswith(".example")] == ["aland.example", "borduria.example"]


def test_a_mission_that_does_everything_right(
    missions: Missions, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust(monkeypatch, tmp_path)
    with mail_server(certificate()) as port, internet(settings, zone().names):
        send_by_server(missions.first, settings, port)
        said, failure = run("--site", "www.mission.org")
    assert failure == ""
    assert said.count("[In order]") == 9
    assert "[" not in said.replace("[In order]", "")
    assert {finding["code"] for finding in MailExamination.objects.get().findings} >= {"tls.ok", "leaving.ok", "spf.ok"}


def test_what_is_wrong_is_told_with_what_to_do(missions: Missions, settings: Any) -> None:
    names = zone({"_dmarc.mission.org": None, "4.4.8.8.in-addr.arpa": None}).names
    with mail_server() as port, internet(settings, names):
        send_by_server(missions.first, settings, port, LIST_BOUNCE_ADDRESS="")
        said, failure = run("--site", "www.mission.org")
    assert failure == "To be mended: 3."
    assert "_dmarc.mission.org  TXT  v=DMARC1; p=none; rua=mailto:press@mission.org" in said
    assert "4.4.8.8.in-addr.arpa  PTR  localhost" in said
    assert "offers no encryption on port" in said
    assert said.index("[Has to be mended]") < said.index("[Should be better]") < said.index("[In order]")


def test_an_internet_that_does_not_answer_is_no_failure(missions: Missions, settings: Any) -> None:
    settings.LIST_CHECK_SECONDS = 1
    with internet(settings, dict.fromkeys(zone().names, "silent")):
        send_by_server(missions.first, settings, 1)
        said, failure = run("--site", "www.mission.org")
    assert failure == ""
    assert "did not answer in time: mission.org" in said


def test_a_program_gets_codes_and_words(missions: Missions, settings: Any) -> None:
    with internet(settings, zone({"_dmarc.mission.org": None}).names):
        settings.LIST_SENDING_ADDRESSES, settings.LIST_DKIM_SELECTORS = ["8.8.4.4"], ["mail"]
        said, failure = run("--domain", "Mission.org", "--json")
    assert failure == "To be mended: 1."
    found = json.loads(said)["mission.org"]
    assert found[0]["code"] == "dmarc.none"
    assert found[0]["level"] == "red"
    assert found[0]["record"]["kind"] == "TXT"
    assert {one["level"] for one in found} == {"red", "amber", "green"}
    assert not MailExamination.objects.exists()


def test_a_letter_comes_from_a_file_or_from_before(missions: Missions, settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(letter())
    with internet(settings, {"mail._domainkey.mission.org": {"TXT": [record_of(2048)]}}):
        said, failure = run("--message", str(path))
        assert ("is right" in said, failure) == (True, "")
        with mock.patch("sys.stdin") as stdin:
            stdin.buffer = BytesIO(letter().replace(b"Dear", b"Near"))
            said, failure = run("--message", "-")
    assert "was changed after mission.org had signed it" in said
    assert failure == "To be mended: 1."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--site", "nowhere.example"], "There is no such mission. Known hosts: aland.example, borduria.example."),
        (["--domain", "no domain"], "That is no domain"),
        (["--domain", "localhost"], "on this machine or network only|That is no domain"),
        (["--domain", "office.lan"], "on this machine or network only"),
        (["--domain", "mission.org", "--site", "aland.example"], "Give one of"),
        (["--message", "/nowhere/letter.eml"], "cannot be read: No such file"),
    ],
)
def test_a_slip_gets_a_sentence(missions: Missions, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("check_mail", *words, stdout=StringIO())


def test_a_letter_that_is_too_large_is_not_read(missions: Missions, settings: Any, tmp_path: Path) -> None:
    settings.LIST_SAMPLE_SIZE = 1024
    (tmp_path / "large.eml").write_bytes(b"x" * 1025)
    with pytest.raises(CommandError, match="more than 1 KB"):
        call_command("check_mail", "--message", str(tmp_path / "large.eml"), stdout=StringIO())
