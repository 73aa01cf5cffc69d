"""A bulletin shows its contact as it is, and below, folded, what stood there when it came out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail_localize.operations import translate_object

from core.contact_facts import contact_of, facts_of, said
from core.contact_withdrawal import bring_back, withdraw
from core.models import Contact, ContactWords
from news.keeping import facts_of as facts_of_page
from news.keeping import kept
from news.models import BulletinPage, ContactAtPublication
from tests.home.whole_site import START, clock_at
from tests.missions import Missions, editor_of, locale, visitor
from tests.news.ground import make_bulletin, make_category, make_contact, make_index, post_new

pytestmark = pytest.mark.django_db
FOLDED, CLOSED = "At publication", '<details class="contact-then">'


@pytest.fixture
def contact(missions: Missions) -> Contact:
    return make_contact(missions.first)


@pytest.fixture
def bulletin(missions: Missions, contact: Contact) -> BulletinPage:
    return make_bulletin(make_index(missions.first), slug="one", contact=contact)


def change(contact: Contact, **values: Any) -> None:
    for name, value in values.items():
        setattr(contact, name, value)
    contact.save()


def page(missions: Missions, path: str = "/news/one/") -> str:
    return visitor(missions.first).get(path).content.decode()


def then(html: str) -> str:
    return html.split(CLOSED)[1].split("</details>")[0]


def test_what_is_kept_comes_back_as_it_was(contact: Contact):
    contact.words.add(ContactWords(language="kk", person="Жанболат Үсенов", role="Хатшы"))
    contact.save()
    again = contact_of(facts_of(contact))
    assert said(again, "en") == said(contact, "en")
    assert again.telephone_uri == contact.telephone_uri
    assert (again.pk, again.slug) == (None, "")


def test_nothing_is_folded_while_nothing_has_changed(missions: Missions, bulletin: BulletinPage):
    html = page(missions)
    assert "202-232-5488" in html
    assert FOLDED not in html


def test_what_has_changed_is_shown_as_it_is_and_below_as_it_was(missions: Missions, monkeypatch: Any):
    with clock_at(monkeypatch):
        contact = make_contact(missions.first)
        make_bulletin(make_index(missions.first), slug="one", contact=contact)
    change(contact, telephone="202-000-0000", extension="")
    html = page(missions)
    assert f"{FOLDED}, 20 March 2024" in html
    assert 'href="tel:202-000-0000"' in html.split(CLOSED)[0]
    assert 'href="tel:202-232-5488;ext=104"' in then(html)
    assert "/contacts/" not in then(html)
    change(contact, telephone="202-232-5488", extension="104")
    assert FOLDED not in page(missions)


def test_a_change_of_words_is_told_only_in_the_language_that_reads_it(
    missions: Missions, contact: Contact, bulletin: BulletinPage
):
    kazakh = make_index(missions.first, "kk", source=bulletin.get_parent().specific)
    translate_object(bulletin, [locale("kk")])
    other = BulletinPage.objects.get(translation_key=bulletin.translation_key, locale=locale("kk"))
    other.save_revision().publish()
    assert other.get_parent().pk == kazakh.pk
    contact.words.add(ContactWords(language="kk", person="Жанболат Үсенов"))
    contact.save()
    assert FOLDED not in page(missions)
    assert "contact-then" in page(missions, other.get_url())


def test_the_first_publication_counts_and_a_later_one_changes_nothing(
    missions: Missions, contact: Contact, bulletin: BulletinPage
):
    change(contact, telephone="202-000-0000")
    bulletin.save_revision().publish()
    assert "202-232-5488" in then(page(missions))


def test_another_contact_in_its_place_does_not_hide_who_stood_there(missions: Missions, bulletin: BulletinPage):
    bulletin.contact = Contact.objects.create(site=missions.first.site, name="Desk", telephone="202-111-1111")
    bulletin.contact.words.add(ContactWords(language="en", person="Another"))
    bulletin.contact.save()
    bulletin.save_revision().publish()
    html = page(missions)
    assert "Another" in html.split(CLOSED)[0]
    assert "Zhanbolat Ussenov" in then(html)


def test_every_way_of_publishing_keeps_it(missions: Missions, contact: Contact, monkeypatch: Any):
    index, category = make_index(missions.first), make_category(missions.first)
    post_new(editor_of(missions.first), index, "By hand", contact=contact, category=category, publish=True)
    later = BulletinPage(title="Later", slug="later", locale=index.locale, contact=contact, live=False)
    index.add_child(instance=later)
    later.go_live_at = timezone.now() - timedelta(minutes=1)
    later.save_revision(approved_go_live_at=later.go_live_at)
    assert ContactAtPublication.objects.count() == 1
    call_command("publish_scheduled")
    known = set(ContactAtPublication.objects.values_list("translation_key", flat=True))
    assert known == set(BulletinPage.objects.live().values_list("translation_key", flat=True))
    assert len(known) == 2


def test_a_draft_keeps_nothing(missions: Missions, contact: Contact):
    post_new(editor_of(missions.first), make_index(missions.first), "Draft", contact=contact)
    assert not ContactAtPublication.objects.exists()


def test_what_was_kept_of_a_withdrawn_contact_is_erased_for_ever(
    missions: Missions, contact: Contact, bulletin: BulletinPage
):
    change(contact, telephone="202-000-0000")
    withdraw(contact, timezone.now())
    row = ContactAtPublication.objects.get()
    assert row.facts == {}
    html = page(missions)
    assert not any(word in html for word in (FOLDED, "202-232-5488", "202-000-0000", "Zhanbolat", "Contact for this"))
    bring_back(contact)
    bulletin.save_revision().publish()
    html = page(missions)
    assert "202-000-0000" in html
    assert FOLDED not in html
    assert ContactAtPublication.objects.get().facts == {}


def test_a_withdrawn_contact_that_another_has_replaced_is_erased_below_the_other(
    missions: Missions, contact: Contact, bulletin: BulletinPage
):
    bulletin.contact = make_contact(missions.first, "Desk")
    change(bulletin.contact, telephone="202-111-1111")
    bulletin.save_revision().publish()
    withdraw(contact, timezone.now())
    html = page(missions)
    assert "202-111-1111" in html
    assert FOLDED not in html


def test_it_goes_with_the_bulletin(bulletin: BulletinPage):
    bulletin.delete()
    assert not ContactAtPublication.objects.exists()


def test_a_bulletin_published_with_a_withdrawn_contact_keeps_nothing(missions: Missions, contact: Contact):
    withdraw(contact, datetime.now(UTC))
    make_bulletin(make_index(missions.first), slug="one", contact=contact)
    assert not ContactAtPublication.objects.exists()
    assert "202-232-5488" not in page(missions)


def test_a_moment_before_midnight_at_the_mission_is_still_that_day(missions: Missions, monkeypatch: Any):
    with clock_at(monkeypatch) as clock:
        clock.now = START.replace(day=21, hour=3)  # 23:00 of the 20th in New York
        contact = make_contact(missions.first)
        make_bulletin(make_index(missions.first), slug="one", contact=contact)
    change(contact, fax="")
    assert f"{FOLDED}, 20 March 2024" in page(missions)


def test_a_withdrawn_contact_is_erased_from_earlier_texts_too(bulletin: BulletinPage, contact: Contact):
    version = kept(bulletin)
    version.number, version.corrected_at = 1, timezone.now()
    version.save()
    assert "202-232-5488" in str(version.facts)
    withdraw(contact, timezone.now())
    version.refresh_from_db()
    assert version.facts
    assert not any(word in str(version.facts) for word in ("202-", "Zhanbolat"))
    assert "Zhanbolat" not in str(facts_of_page(BulletinPage.objects.get()))
