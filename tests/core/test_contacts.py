"""Contacts have addresses of their own while a public page shows them, and are gone everywhere when withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.contact_slugs import slug_from
from core.contact_withdrawal import bring_back, withdraw
from core.models import Contact
from core.shown_contacts import pages_showing
from home.models import StandardPage
from tests.core import vcards
from tests.events.ground import make_calendar, make_event
from tests.home.whole_site import WholeSite
from tests.missions import Missions, TestMission, editor_of, visitor
from tests.news.ground import make_bulletin, make_contact, make_index, post_new

NUMBER = "202-232-5488"


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Press officer", (), "press-officer"),
        ("Press officer", ("press-officer", "press-officer-2"), "press-officer-3"),
        ("Баспасөз бөлімі", (), "baspasoz-bolimi"),
        ("!!!", (), "contact"),
        ("x" * 120, ("x" * 80,), "x" * 78 + "-2"),
    ],
)
def test_a_slug_is_made_from_the_name(name: str, taken: tuple[str, ...], slug: str):
    assert slug_from(name, taken) == slug


def about(mission: TestMission, contact: Contact, **values: Any) -> StandardPage:
    home = mission.home["en"]
    page = StandardPage(title="About", slug="about", locale=home.locale, body=[("contact", contact)], **values)
    return home.add_child(instance=page)


def status(mission: TestMission, *addresses: str) -> list[int]:
    return [visitor(mission).get(address).status_code for address in addresses]


CARDS = ("/contacts/press-office.vcf", "/contacts/press-office/", "/kk/contacts/press-office.vcf")


def test_a_contact_is_public_while_a_page_that_all_may_read_shows_it(committed: Missions):
    contact = make_contact(committed.first)
    assert status(committed.first, *CARDS) == [404] * 3
    page = about(committed.first, contact)
    assert status(committed.first, *CARDS) == [200] * 3
    assert status(committed.second, *CARDS[:2]) == [404] * 2
    page.unpublish()
    assert status(committed.first, *CARDS) == [404] * 3


def test_a_contact_of_a_draft_alone_is_nobodys_business(committed: Missions):
    contact = make_contact(committed.first)
    index = make_index(committed.first)
    post_new(editor_of(committed.first), index, "Draft", contact=contact)
    assert status(committed.first, *CARDS) == [404] * 3


def test_the_file_is_a_vcard_in_the_language_of_its_address(committed: Missions):
    contact = make_contact(committed.first)
    about(committed.first, contact)
    answer = visitor(committed.first).get("/kk/contacts/press-office.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="Zhanbolat Ussenov.vcf"'
    assert answer["X-Robots-Tag"] == "noindex"
    found = {one.name: one for one in vcards.read(answer.content)}
    assert found["FN"].parameters == {"LANGUAGE": "en"}  # the only language that it has words in
    assert found["UID"].value == contact.uid.urn
    assert found["SOURCE"].value == "http://aland.example/kk/contacts/press-office.vcf"
    again = visitor(committed.first).get("/kk/contacts/press-office.vcf", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_card_is_for_people_and_not_for_search_engines(committed: Missions):
    about(committed.first, make_contact(committed.first))
    html = visitor(committed.first).get("/contacts/press-office/").content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'href="tel:202-232-5488;ext=104"' in html
    assert "contact-page" in html
    page = visitor(committed.first).get("/about/").content.decode()
    assert 'href="/contacts/press-office.vcf"' in page
    assert 'href="/contacts/press-office/"' in page


def contact_data(contact: Contact | None = None, **values: Any) -> dict[str, Any]:
    row = contact.words.get() if contact else None
    words = {"id": row.pk if row else "", "language": "en", "heading": "", "person": "Zhanbolat Ussenov", "role": ""}
    formset = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1" if row else "0", "MIN_NUM_FORMS": "1", "MAX_NUM_FORMS": "1000"}
    fields = {"name": "Press office", "slug": "", "telephone": "", "extension": "", "fax": "", "email": ""}
    return {
        **fields,
        "web_site": "",
        **{f"words-{name}": value for name, value in formset.items()},
        **{f"words-0-{name}": value for name, value in words.items()},
        **values,
    }


def test_an_address_that_was_given_out_keeps_answering(committed: Missions):
    contact = make_contact(committed.first)
    about(committed.first, contact)
    client = editor_of(committed.first)
    response = client.post(reverse("contacts:edit", args=[contact.pk]), contact_data(contact, slug="media-desk"))
    assert response.status_code == 302, response.context["form"].errors
    old = visitor(committed.first).get("/kk/contacts/press-office.vcf")
    assert (old.status_code, old["Location"]) == (301, "/kk/contacts/media-desk.vcf")
    assert status(committed.first, "/contacts/media-desk.vcf", "/contacts/media-desk/") == [200, 200]


@pytest.mark.django_db
def test_editors_need_not_think_of_an_address_and_cannot_take_one_twice(missions: Missions):
    client = editor_of(missions.first)
    for _time in range(2):
        assert client.post(reverse("contacts:add"), contact_data()).status_code == 302
    assert sorted(Contact.objects.values_list("slug", flat=True)) == ["press-office", "press-office-2"]
    response = client.post(reverse("contacts:add"), contact_data(slug="press-office"))
    assert "This address is already taken." in str(response.context["form"].errors)
    other = editor_of(missions.second).post(reverse("contacts:add"), contact_data(slug="press-office"))
    assert other.status_code == 302


def furnish(mission: TestMission) -> tuple[Contact, list[str]]:
    """A contact on pages of every kind, and the addresses that show it."""
    contact = make_contact(mission)
    contact.email = "press@aland.example"
    contact.save()
    index = make_index(mission)
    make_bulletin(index, "One", slug="one", contact=contact, body=[("contact", contact)])
    calendar = make_calendar(mission.home["en"])
    make_event(calendar, slug="event", contact=contact, start_date=date(2100, 1, 1))
    about(mission, contact)
    pages = ["/news/one/", "/news/feed.rss", "/events/event/", "/events/event/event.ics", "/about/"]
    return contact, pages


def shows(answer: Any) -> bool:
    body = answer.body if hasattr(answer, "body") else answer.content
    return any(word in body for word in (NUMBER.encode(), b"Zhanbolat", b"press@aland"))


def test_a_withdrawn_contact_is_gone_from_every_kept_page_at_once_and_its_address_says_so(committed: Missions):
    contact, pages = furnish(committed.first)
    site = WholeSite(committed.first.host)
    assert all(shows(site.kept(address)) for address in pages)
    site.kept("/contacts/press-office.vcf")
    withdraw(contact, timezone.now())
    assert [address for address in pages if shows(site.kept(address))] == []
    gone = [site.kept(address) for address in CARDS]
    assert [answer.status for answer in gone] == [410] * 3
    assert not any(map(shows, gone))
    assert all(site.kept(address).status == 200 for address in pages)
    bring_back(contact)
    assert all(shows(site.kept(address)) for address in pages)


def test_an_editor_is_told_on_how_many_pages_it_stands_before_it_goes(committed: Missions):
    contact, _pages = furnish(committed.first)
    assert pages_showing(contact).count() == 3
    client = editor_of(committed.first)
    address = reverse("contacts:withdraw", args=[contact.pk])
    assert address in client.get(reverse("contacts:edit", args=[contact.pk])).content.decode()
    asked = client.get(address).content.decode()
    assert "3 public pages show this contact." in " ".join(asked.split())
    assert not Contact.objects.get().is_withdrawn
    client.post(address, {"do": "withdraw"})
    assert Contact.objects.get().is_withdrawn
    assert "withdrawn" in client.get(reverse("contacts:index")).content.decode()
    assert "somebody was quicker" in client.post(address, {"do": "withdraw"}, follow=True).content.decode()
    client.post(address, {"do": "bring_back"})
    assert not Contact.objects.get().is_withdrawn


@pytest.mark.django_db
def test_editors_of_another_mission_cannot_withdraw_it(missions: Missions):
    contact = make_contact(missions.first)
    client = editor_of(missions.second)
    address = reverse("contacts:withdraw", args=[contact.pk])
    assert [client.get(address).status_code, client.post(address, {"do": "withdraw"}).status_code] == [404, 404]
    missions.first.group.permissions.remove(
        *missions.first.group.permissions.filter(codename="change_contact", content_type__app_label="core")
    )
    refused = editor_of(missions.first).post(address, {"do": "withdraw"})
    assert refused.status_code == 302  # to the first page, with a sentence
    assert not Contact.objects.get().is_withdrawn
