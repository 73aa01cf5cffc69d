"""A contact that was withdrawn is gone from letters, too."""

from core.contact_withdrawal import withdraw
from newsletter.composing import compose
from newsletter.preparing import keep_text
from tests.missions import Missions
from tests.news.ground import make_bulletin, make_category, make_contact, make_index
from tests.newsletter.letters import NOON, make_issue


def test_a_withdrawn_contact_stands_in_no_letter(missions: Missions) -> None:
    contact = make_contact(missions.first)
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first), contact=contact)
    issue = make_issue(missions.first, page=page, index=page)
    keep_text(issue, "en", "")
    kept = issue.texts.get()
    assert "202-232-5488" in kept.html
    assert "202-232-5488" in kept.text
    withdraw(contact, NOON)
    kept.refresh_from_db()
    for words in (kept.html, kept.text, compose(issue, "en", "").html):
        assert "202-232-5488" not in words
        assert "Ussenov" not in words
    assert "A year of reform" in kept.text
