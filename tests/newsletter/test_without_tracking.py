"""Nobody learns whether or when a reader opens a letter or follows a link: nothing in a letter or in the code can."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.apps import apps

from newsletter.casting import Caster
from newsletter.models import Delivery, IssueText
from newsletter.preparing import prepare
from tests.missions import Missions
from tests.newsletter.letters import NOON, make_issue, make_reader

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")
# Names by which columns, addresses and functions that follow readers are known.
FOLLOWING = re.compile(r"(?:^|_)(?:open|opens|opened|click|clicks|clicked|pixel|beacon|seen|track|tracked)(?:_|$)")


def letters(missions: Missions) -> list[str]:
    issue = make_issue(missions.first)
    for name in ("one", "two"):
        make_reader(missions.first, f"{name}@example.org")
    prepare(issue, NOON)
    caster = Caster()
    found = []
    for delivery in Delivery.objects.order_by("pk"):
        message = message_from_bytes(caster.letter(delivery, NOON).content, policy=policy.default)
        parts = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]  # type: ignore[attr-defined]
        manage = str(message["List-Unsubscribe"]).strip("<>")
        found.append("\n".join(parts).replace(manage, "THE READER'S OWN PAGE"))
    return found


def test_letters_of_two_readers_differ_in_nothing_but_the_way_to_the_own_page(missions: Missions) -> None:
    one, two = letters(missions)
    assert one == two
    assert one.count("THE READER'S OWN PAGE") == 2


def test_no_link_leads_round_about(missions: Missions) -> None:
    letter = letters(missions)[0]
    found = ADDRESS.findall(letter)
    assert found
    for address in found:
        assert "?" not in address, "an address that says more than where it leads"
        assert address.startswith("http://aland.example"), address
    assert "/click" not in letter
    assert "/open" not in letter


def test_a_letter_without_pictures_fetches_nothing(missions: Missions) -> None:
    letters(missions)
    for text in IssueText.objects.all():
        assert not re.search(r"<(?:img|link|script|iframe|object|embed|audio|video|form)\b", text.html)
        assert not re.search(r"url\(|@import|background=", text.html)


@pytest.mark.parametrize(
    "model", list(apps.get_app_config("newsletter").get_models()), ids=lambda model: model.__name__
)
def test_no_column_keeps_what_a_reader_does(model: type) -> None:
    names = [field.name for field in model._meta.get_fields()]  # type: ignore[attr-defined]
    assert not [name for name in names if FOLLOWING.search(name)]


def test_no_address_and_no_code_follows_readers() -> None:
    for path in sorted((ROOT / "newsletter").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"track_(?:opens|clicks)\s*=\s*True|1x1|\.gif", text), path
    for module in ("urls", "issue_admin_urls", "import_admin_urls"):
        text = (ROOT / "newsletter" / f"{module}.py").read_text(encoding="utf-8")
        assert not re.search(r"open/|click|redirect|pixel|track", text)
