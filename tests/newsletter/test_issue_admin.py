"""An officer makes, looks at, tries, schedules and sends a letter; another mission's letters do not exist for them."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.content_version import read_version
from news.models import BulletinPage
from newsletter.issuing import cancel
from newsletter.models import Delivery, Issue, IssueText
from newsletter.preparing import prepare
from newsletter.tasks import send_letters
from tests.missions import Missions
from tests.news.ground import make_bulletin, make_category, make_index
from tests.newsletter.letters import NOON, make_issue, make_letters, make_reader

OFTEN = [
    ("letters:issue", "get"),
    ("letters:progress", "get"),
    ("letters:try_out", "post"),
    ("letters:schedule", "post"),
]


@pytest.fixture
def officer(missions: Missions, client: Client) -> Client:
    client.force_login(missions.first.editor)
    return client


def page_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_bulletin_becomes_a_letter_by_a_button_and_only_once(missions: Missions, officer: Client) -> None:
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    button = reverse("letters:of_bulletin", args=[page.pk])
    assert button in page_of(officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "Make the letter" in page_of(officer.get(button))
    assert not Issue.objects.exists(), "reading makes nothing"
    made = officer.post(button)
    issue = Issue.objects.get()
    assert made["Location"] == reverse("letters:issue", args=[issue.pk])
    assert officer.get(button)["Location"] == made["Location"]
    assert (issue.state, issue.made_by) == ("draft", missions.first.editor)


def test_a_page_that_cannot_be_has_no_letter(missions: Missions, officer: Client) -> None:
    assert officer.get(reverse("letters:of_bulletin", args=[10**19])).status_code == 404


def test_a_draft_bulletin_makes_no_letter(missions: Missions, officer: Client) -> None:
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    page.unpublish()
    answer = officer.post(reverse("letters:of_bulletin", args=[page.pk]), follow=True)
    assert "Publish the bulletin first" in page_of(answer)
    assert not Issue.objects.exists()


def test_the_officer_sees_who_gets_it_and_in_which_language_before_sending(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first, state="draft")
    make_reader(missions.first, "one@example.org")
    make_reader(missions.first, "two@example.org", language="kk")
    shown = page_of(officer.get(reverse("letters:issue", args=[issue.pk])))
    assert "English: 1" in shown
    assert "they get it in English" in shown


def test_the_letter_is_shown_as_it_will_leave_in_each_language(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first, state="draft")
    html = officer.get(reverse("letters:preview", args=[issue.pk, "en"]))
    assert "Notes" in page_of(html)
    assert "script" not in html.content.decode()
    text = officer.get(reverse("letters:preview_text", args=[issue.pk, "en"]))
    assert text["Content-Type"].startswith("text/plain")
    assert officer.get(reverse("letters:preview", args=[issue.pk, "kk"])).status_code == 404


def test_a_test_goes_to_one_address_and_carries_nobody_s_link(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first, state="draft")
    data = {"email": "officer@aland.example", "language": "en"}
    page_of(officer.post(reverse("letters:try_out", args=[issue.pk]), data, follow=True))
    (letter,) = mail.outbox
    assert letter.to == ["officer@aland.example"]
    assert letter.subject.startswith("Test: ")
    link = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://aland.example")
    assert Client(HTTP_HOST="aland.example").get(link).status_code == 404
    assert not Delivery.objects.exists()


def test_tests_are_limited_and_their_address_is_checked(missions: Missions, officer: Client, settings: Any) -> None:
    settings.LIST_TESTS_PER_DAY = 1
    issue = make_issue(missions.first, state="draft")
    address = reverse("letters:try_out", args=[issue.pk])
    assert "with the @ sign" in page_of(officer.post(address, {"email": "nobody", "language": "en"}))
    for _ in range(3):
        officer.post(address, {"email": "officer@aland.example", "language": "en"})
    assert len(mail.outbox) == 1


def test_a_letter_is_scheduled_on_the_mission_s_clocks_and_both_times_are_shown(
    missions: Missions, officer: Client
) -> None:
    issue = make_issue(missions.first, state="draft")
    day = (timezone.now() + timedelta(days=30)).date()
    address = reverse("letters:schedule", args=[issue.pk])
    shown = page_of(officer.post(address, {"local_time": f"{day}T09:00"}, follow=True))
    issue.refresh_from_db()
    assert issue.state == "scheduled"
    assert f"{day} 09:00" in shown
    assert "America/New_York" in shown
    assert "UTC" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write the day and the hour."),
        ("soon", "Write the time as in"),
        ("2020-01-01T09:00", "This time is over."),
        ("0001-01-01T00:00", "This time is over."),
        ("9999-12-31T23:59", "more than a year away"),
        ("2027-03-14T02:30", "The clocks skip this hour"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_a_sentence(
    missions: Missions, officer: Client, typed: str, sentence: str
) -> None:
    issue = make_issue(missions.first, state="draft")
    shown = page_of(officer.post(reverse("letters:schedule", args=[issue.pk]), {"local_time": typed}))
    assert sentence in shown
    issue.refresh_from_db()
    assert issue.state == "draft"


def test_sending_pausing_going_on_and_cancelling(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first, state="draft")
    for what, state in (("send", "preparing"), ("cancel", "cancelled")):
        officer.post(reverse("letters:act", args=[issue.pk, what]))
        issue.refresh_from_db()
        assert issue.state == state
    other = make_letters(missions.first, 2)
    for what, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        officer.post(reverse("letters:act", args=[other.pk, what]))
        other.refresh_from_db()
        assert other.state == state
    answer = officer.post(reverse("letters:act", args=[other.pk, "resume"]), follow=True)
    assert "Somebody was quicker" in page_of(answer)
    assert officer.get(reverse("letters:act", args=[other.pk, "send"])).status_code == 405
    assert officer.post(reverse("letters:act", args=[other.pk, "burn"])).status_code == 404


def test_a_letter_whose_bulletin_is_not_public_is_not_sent(missions: Missions, officer: Client) -> None:
    from news.models import BulletinPage

    issue = make_issue(missions.first, state="draft")
    BulletinPage.objects.get(translation_key=issue.translation_key).unpublish()
    assert "The bulletin is not public" in page_of(officer.get(reverse("letters:issue", args=[issue.pk])))
    officer.post(reverse("letters:act", args=[issue.pk, "send"]))
    issue.refresh_from_db()
    assert issue.state == "draft"


def test_the_numbers_of_a_letter_that_goes_out(missions: Missions, officer: Client) -> None:
    issue = make_letters(missions.first, 4)
    Issue.objects.filter(pk=issue.pk).update(started_at=timezone.now() - timedelta(minutes=1))
    first, second, third, _last = issue.deliveries.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(state="sent", settled_at=timezone.now())
    Delivery.objects.filter(pk=second.pk).update(state="unknown", settled_at=timezone.now())
    Delivery.objects.filter(pk=third.pk).update(state="failed", settled_at=timezone.now(), error="550 5.1.1")
    facts = officer.get(reverse("letters:progress", args=[issue.pk])).json()
    assert (facts["sent"], facts["unknown"], facts["failed"], facts["waiting"]) == (1, 1, 1, 1)
    assert facts["percent"] == 75
    assert facts["ends"]
    shown = page_of(officer.get(reverse("letters:issue", args=[issue.pk])))
    assert "550 5.1.1" in shown
    officer.post(reverse("letters:again", args=[issue.pk, second.pk]))
    second.refresh_from_db()
    assert second.state == "waiting"


@pytest.mark.parametrize(("name", "method"), OFTEN)
def test_another_mission_s_letter_does_not_exist(missions: Missions, officer: Client, name: str, method: str) -> None:
    page = make_bulletin(make_index(missions.second), category=make_category(missions.second))
    issue = make_issue(missions.second, state="draft", page=page, index=page)
    assert getattr(officer, method)(reverse(name, args=[issue.pk])).status_code == 404
    assert issue.title not in page_of(officer.get(reverse("letters:index")))
    assert officer.post(reverse("letters:of_bulletin", args=[page.pk])).status_code == 404


@pytest.mark.parametrize(("name", "method"), OFTEN)
def test_who_may_not_send_sees_no_letter(missions: Missions, officer: Client, name: str, method: str) -> None:
    issue = make_issue(missions.first, state="draft")
    missions.first.group.permissions.remove(Permission.objects.get(codename="send_issue"))
    answer = getattr(officer, method)(reverse(name, args=[issue.pk]))
    assert answer.status_code in (302, 403)
    assert "letters" not in page_of(officer.get(reverse("wagtailadmin_home"))).lower().split("e-mail list")[0]


def test_the_archive_shows_what_was_sent_and_no_reader(missions: Missions, client: Client) -> None:
    issue = make_letters(missions.first, 1)
    hidden = make_letters(missions.second, 1)
    visitor = Client(HTTP_HOST="aland.example")
    listed = page_of(visitor.get("/subscribe/archive/"))
    assert f"/subscribe/archive/{issue.public_id}/" in listed
    assert hidden.public_id not in listed
    text = issue.texts.get()
    text.html = '<a href="http://aland.example/subscribe/manage/READERS-OWN-LINK/">x</a>'
    text.save()
    letter = visitor.get(f"/subscribe/archive/{issue.public_id}/")
    assert "READERS-OWN-LINK" not in page_of(letter)
    assert "http://aland.example/subscribe/" in letter.content.decode()
    assert letter["X-Robots-Tag"] == "noindex"
    assert "unsafe-inline" not in letter["Content-Security-Policy"]
    text.html = "<style>p{color:red}</style>"
    text.save()
    digest = b64encode(sha256(b"p{color:red}").digest()).decode()
    letter = visitor.get(f"/subscribe/archive/{issue.public_id}/")
    assert f"'sha256-{digest}'" in letter["Content-Security-Policy"]
    assert visitor.get(f"/subscribe/archive/{hidden.public_id}/").status_code == 404


def test_the_archive_names_letters_in_the_language_of_the_page(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    IssueText.objects.create(issue=issue, language="kk", subject="Хабарлама", text="Мәтін", html="<p>Мәтін</p>")
    visitor = Client(HTTP_HOST="aland.example")
    assert "Хабарлама" in page_of(visitor.get("/kk/subscribe/archive/"))
    russian = page_of(visitor.get("/ru/subscribe/archive/"))
    assert '<span lang="en">Notes</span>' in russian
    assert "Хабарлама" not in russian


def test_a_letter_that_nobody_was_to_get_is_not_in_the_archive(missions: Missions) -> None:
    issue = make_letters(missions.first, 0)
    issue.texts.all().delete()
    assert issue.public_id not in page_of(Client(HTTP_HOST="aland.example").get("/subscribe/archive/"))


def test_a_bulletin_that_is_taken_down_takes_its_letter_from_the_archive(missions: Missions) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first)
    prepare(issue, NOON)
    visitor = Client(HTTP_HOST="aland.example")
    assert issue.public_id in page_of(visitor.get("/subscribe/archive/"))
    BulletinPage.objects.get(translation_key=issue.translation_key).unpublish()
    assert issue.public_id not in page_of(visitor.get("/subscribe/archive/"))
    assert visitor.get(f"/subscribe/archive/{issue.public_id}/").status_code == 404


def test_an_officer_takes_a_letter_that_was_sent_from_the_archive_and_puts_it_back(
    missions: Missions, officer: Client
) -> None:
    issue = make_letters(missions.first, 1)
    visitor = Client(HTTP_HOST="aland.example")
    address = f"/subscribe/archive/{issue.public_id}/"
    assert visitor.get(address).status_code == 200
    officer.post(reverse("letters:act", args=[issue.pk, "hide"]))
    assert visitor.get(address).status_code == 404
    assert "Put it into the archive" in page_of(officer.get(reverse("letters:issue", args=[issue.pk])))
    officer.post(reverse("letters:act", args=[issue.pk, "show"]))
    assert visitor.get(address).status_code == 200


def test_the_list_of_letters_asks_as_often_for_one_letter_as_for_many(missions: Missions, officer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert "Notes" in page_of(officer.get(reverse("letters:index")))
        return len(found)

    make_letters(missions.first, 2)
    queries()
    one = queries()
    for number in range(6):
        issue = make_letters(missions.first, 0)
        reader = make_reader(missions.first, f"more{number}@example.org")
        Delivery.objects.create(
            issue=issue, subscriber=reader, language="en", message_id=f"<{number}@x>", not_before=NOON
        )
    assert queries() == one


def test_what_was_sent_can_be_looked_at_when_its_bulletin_is_gone(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first)
    prepare(issue, NOON)
    BulletinPage.objects.get(translation_key=issue.translation_key).delete()
    address = reverse("letters:preview", args=[issue.pk, "en"])
    assert address in page_of(officer.get(reverse("letters:issue", args=[issue.pk])))
    assert "Notes" in page_of(officer.get(address))


def test_a_letter_that_is_sent_does_not_wait_for_the_clock(missions: Missions, officer: Client) -> None:
    issue = make_issue(missions.first, state="draft")
    officer.post(reverse("letters:act", args=[issue.pk, "send"]))
    assert DBTaskResult.objects.filter(task_path=send_letters.module_path).count() == 1


@pytest.mark.parametrize("state", ["draft", "scheduled", "overdue", "preparing", "cancelled"])
def test_a_letter_that_did_not_go_out_is_not_in_the_archive(missions: Missions, state: str) -> None:
    issue = make_letters(missions.first, 1)
    Issue.objects.filter(pk=issue.pk).update(state=state, started_at=NOON)
    visitor = Client(HTTP_HOST="aland.example")
    assert issue.public_id not in page_of(visitor.get("/subscribe/archive/"))
    assert visitor.get(f"/subscribe/archive/{issue.public_id}/").status_code == 404


@pytest.mark.parametrize("sees", [True, False])
def test_who_may_send_but_not_see_addresses_sees_none(missions: Missions, officer: Client, sees: bool) -> None:
    issue = make_letters(missions.first, 2)
    issue.deliveries.update(state="unknown")
    if not sees:
        missions.first.group.permissions.remove(Permission.objects.get(codename="view_subscriber"))
    for address in (reverse("letters:issue", args=[issue.pk]), reverse("letters:index"), reverse("wagtailadmin_home")):
        shown = page_of(officer.get(address))
        assert ("reader0@example.org" in shown) is (sees and address.endswith(f"/{issue.pk}/"))
    assert "Send once more" in page_of(officer.get(reverse("letters:issue", args=[issue.pk])))


def test_a_letter_brings_its_styles_and_may_do_nothing_else(missions: Missions, officer: Client) -> None:
    issue = make_letters(missions.first, 1)
    shown = (
        officer.get(reverse("letters:preview", args=[issue.pk, "en"])),
        Client(HTTP_HOST="aland.example").get(f"/subscribe/archive/{issue.public_id}/"),
    )
    for answer in shown:
        policy = dict(
            part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if " " in part.strip()
        )
        assert (
            "'unsafe-inline'" in policy["style-src"]
            or "'sha256-" in policy["style-src"]
            or "<style" not in answer.content.decode()
        )
        assert "'unsafe-inline'" not in policy["script-src"].replace("'nonce-", "")
        assert policy["default-src"] == "'none'" or "unsafe" not in policy["default-src"]


def test_a_letter_that_was_stopped_before_it_left_is_not_in_the_archive(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    Issue.objects.filter(pk=issue.pk).update(state="stopped", started_at=None)
    visitor = Client(HTTP_HOST="aland.example")
    assert issue.public_id not in page_of(visitor.get("/subscribe/archive/"))
    assert visitor.get(f"/subscribe/archive/{issue.public_id}/").status_code == 404


def test_kept_pages_know_when_a_letter_comes_into_the_archive_and_leaves_it(committed: Missions) -> None:
    issue = make_issue(committed.first)
    make_reader(committed.first)
    seen = read_version()
    prepare(issue, NOON)
    assert read_version() > seen
    seen = read_version()
    issue.refresh_from_db()
    cancel(issue, NOON)
    assert read_version() > seen
