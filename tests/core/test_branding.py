"""Whose emblem, name and colours stand over the login and the admin; and that all of it can be read."""

import colorsys
import re

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.models import Site

from core.admin_theme import admin_css, admin_tokens, between, to_hsl
from core.colours import Oklch, contrast, to_hex, to_oklch
from core.models import MissionWords
from tests.missions import editor_of, visitor

LOGIN = "/admin/login/"
ACCENTS = ("#009ebf", "#7a3b8f", "#8a1c1c", "#1f6f3a", "#5a5a5a", "#b8860b", "#10243f")
WHITE, HEADER = to_oklch("#ffffff"), to_oklch("#f6f6f8")


def text_of(response):
    return response.content.decode()


def test_the_login_carries_the_hosts_mission_and_no_other(missions):
    for own, other in ((missions.first, missions.second), (missions.second, missions.first)):
        text = text_of(visitor(own).get(LOGIN))
        assert f"Embassy of {own.site.site_name}" in text
        assert other.site.site_name not in text


def test_the_login_names_the_mission_in_its_own_language(missions, settings):
    missions.first.mission.words.add(MissionWords(language="kk", mission_name="Аланд елшілігі", country_name="Аланд"))
    missions.first.mission.save()
    text = text_of(visitor(missions.first).get(LOGIN))
    assert text.index("Embassy of Aland") < text.index('lang="kk">Аланд елшілігі')


def test_the_login_has_the_missions_colours(missions):
    missions.first.mission.accent = "#7a3b8f"
    missions.first.mission.save()
    assert re.search(r'href="/theme/[0-9a-f]{16}\.css"', text_of(visitor(missions.first).get(LOGIN)))
    assert "/theme/" not in text_of(visitor(missions.second).get(LOGIN))


def test_pages_before_the_login_stand_without_any_site(db):
    Site.objects.all().delete()
    for address in (LOGIN, reverse("wagtailadmin_password_reset"), reverse("wagtailadmin_password_reset_done")):
        response = Client().get(address)
        assert response.status_code == 200
        assert "Embassy" not in text_of(response)


@pytest.mark.parametrize("name", ["reset", "reset_done", "reset_complete"])
def test_pages_of_a_new_password_carry_the_mission(missions, name):
    assert "Embassy of Borduria" in text_of(visitor(missions.second).get(reverse(f"wagtailadmin_password_{name}")))


def test_nothing_before_the_login_is_inline_or_from_elsewhere(missions):
    text = text_of(visitor(missions.first).get(LOGIN))
    assert re.findall(r"<style|<script(?![^>]*src=)| style=| on[a-z]+=", text) == []
    assert re.findall(r'(?:href|src)="(?:https?:)?//', text) == []


def test_a_wrong_password_is_said_in_one_sentence(missions):
    form = {"username": missions.first.editor.username, "password": "wrong", "next": "/admin/"}
    text = text_of(visitor(missions.first).post(LOGIN, form))
    assert "The user name and the password do not match." in text
    assert 'role="alert"' in text


def test_an_empty_login_says_what_is_missing(missions):
    text = text_of(visitor(missions.first).post(LOGIN, {"username": "", "password": ""}))
    assert "Write your user name." in text
    assert 'href="#id_password"' in text


@override_settings(AXES_ENABLED=True, AXES_FAILURE_LIMIT=1, AXES_COOLOFF_TIME=0.5)
def test_a_locked_login_says_for_how_long_under_the_hosts_name(missions):
    client, wrong = visitor(missions.second), {"username": "somebody", "password": "wrong"}
    client.post(LOGIN, wrong)
    response = client.post(LOGIN, wrong)
    assert response.status_code == 429
    assert "locked for 30 minutes" in text_of(response)
    assert "Embassy of Borduria" in text_of(response)


def ask_for_password(mission, host):
    mission.editor.email = "editor@example.org"
    mission.editor.save()
    address = reverse("wagtailadmin_password_reset")
    Client(headers={"host": host}).post(address, {"email": "editor@example.org"})
    return mail.outbox[-1]


def test_the_letter_speaks_for_the_hosts_mission_and_leads_back_to_it(missions):
    letter = ask_for_password(missions.second, missions.second.host)
    assert "Embassy of Borduria" in letter.subject
    assert "Aland" not in letter.subject + letter.body
    link = re.search(r"http://borduria\.example(/admin/password_reset/\S+)", letter.body).group(1)
    page = visitor(missions.second).get(link, follow=True)
    assert "Choose a new password" in text_of(page)
    assert text_of(page).count('type="password"') == 2


def test_a_forged_host_leads_nobody_elsewhere(missions):
    letter = ask_for_password(missions.first, "evil.example")
    assert "evil.example" not in letter.body
    assert "http://aland.example/admin/password_reset/" in letter.body


def test_a_link_that_was_used_offers_a_new_one(missions):
    page = visitor(missions.first).get(reverse("wagtailadmin_password_reset_confirm", args=["a", "b"]))
    assert "This link is used up" in text_of(page)
    assert reverse("wagtailadmin_password_reset") in text_of(page)


def test_the_admin_carries_the_users_mission_whatever_the_host(missions):
    client = editor_of(missions.first)
    for host in (missions.first.host, missions.second.host):
        text = text_of(client.get("/admin/", headers={"host": host}))
        assert "Embassy of Aland" in text
        assert "Borduria" not in text


def test_who_belongs_to_both_gets_the_hosts(missions):
    missions.first.editor.groups.add(missions.second.group)
    client = editor_of(missions.first)
    for mission in (missions.first, missions.second):
        text = text_of(client.get("/admin/", headers={"host": mission.host}))
        assert f" - Embassy of {mission.site.site_name}</title>" in re.sub(r"\s+", " ", text)


def test_a_superuser_gets_the_hosts(missions, admin_user):
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(client.get("/admin/", headers={"host": missions.second.host}))
    assert '<span class="mission-name">Embassy of Borduria</span>' in text


def test_the_admins_colours_are_those_of_the_mission_and_kept_for_long(missions):
    missions.first.mission.accent = "#7A3B8F"
    missions.first.mission.save()
    text = text_of(editor_of(missions.first).get("/admin/"))
    address = re.search(r'href="(/theme/admin-7a3b8f-[0-9a-f]{16}\.css)"', text).group(1)
    sheet = Client().get(address)
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert text_of(sheet) == admin_css("#7a3b8f")
    former = Client().get("/theme/admin-7a3b8f-0123456789abcdef.css")
    assert (former.status_code, former.headers["Location"]) == (302, address)


def shade(colour, saturation=0.0, lightness=0.0, hue=0.0):
    """The colour that Wagtail derives, as it adds to the three numbers."""
    own = to_hsl(colour)
    parts = (
        (own[0] + hue) % 360 / 360,
        *(min(100, max(0, value)) / 100 for value in (own[2] + lightness, own[1] + saturation)),
    )
    return to_oklch("#" + "".join(f"{round(channel * 255):02x}" for channel in colorsys.hls_to_rgb(*parts)))


@pytest.mark.parametrize("accent", ACCENTS)
def test_text_and_buttons_of_the_admin_can_be_read(accent):
    tokens = admin_tokens(accent)
    primary, secondary = tokens["primary"], tokens["secondary"]
    for ground in (WHITE, HEADER):
        for text in (primary, secondary, shade(secondary, lightness=-6.3), tokens["number"]):
            assert contrast(text, ground) >= 4.5
    assert contrast(shade(secondary, lightness=-6.3), shade(secondary, saturation=-37.5, lightness=72.2)) >= 4.5
    # The menu's text is white at 80 per cent: never darker than a grey of that share.
    for menu in (
        primary,
        shade(primary, lightness=-4.1, saturation=-0.4),
        tokens["menu-dark"],
        tokens["menu-item-dark"],
    ):
        assert contrast(to_oklch("#cccccc"), menu) >= 4.5
    tint = shade(tokens["ground-dark"])._replace(lightness=0.33, chroma=0.02)  # the lightest of the dark grounds
    for text in ("link-dark", "link-hover-dark", "number-dark"):
        assert contrast(tokens[text], tint) >= 4.5


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_focus_is_seen_on_the_page_and_on_the_menu(accent):
    tokens = admin_tokens(accent)
    for ground in (WHITE, HEADER, tokens["primary"]):
        assert contrast(tokens["focus"], ground) >= 3


def test_colours_come_through_the_numbers_unchanged():
    assert to_hex(to_oklch("#009ebf")) == "#009ebf"
    assert to_hsl(to_oklch("#ff0000")) == (0, 100, 50)
    ring = between(Oklch(0.5, 0.1, 230), WHITE, to_oklch("#000000"))
    assert contrast(ring, WHITE) == pytest.approx(contrast(ring, to_oklch("#000000")), rel=0.05)
