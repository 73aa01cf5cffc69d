"""The frame around every page: it says where it is, in which languages, and who speaks."""

import re

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from PIL import Image
from wagtail_localize.operations import translate_object

from core.appearance import sheet_hash
from core.emblems import emblem_address
from core.models import MissionImage
from core.theme import DEFAULT_ACCENT
from news.models import BulletinPage
from tests.missions import locale, visitor
from tests.news.ground import make_bulletin, make_index


@pytest.fixture
def home(missions):
    return lambda: visitor(missions.first).get("/").content.decode()


@pytest.mark.django_db
def test_the_frame_leads_to_the_content_first(home):
    html = home()
    assert re.search(r'<body[^>]*>\s*<a class="skip" href="#main">', html)
    assert html.count("<main ") == 1
    assert "<header " in html
    assert "<footer " in html


@pytest.mark.django_db
def test_the_page_names_its_address_in_each_language(missions, home):
    html = home()
    root = missions.first.site.root_url
    assert f'<link rel="canonical" href="{root}/">' in html
    for code, path in (("en", "/"), ("kk", "/kk/"), ("ru", "/ru/")):
        assert f'<link rel="alternate" hreflang="{code}" href="{root}{path}">' in html


@pytest.mark.django_db
def test_a_page_has_at_most_two_style_sheets_and_nothing_inline(missions, home):
    mission = missions.first.mission
    mission.accent = "#7a0019"
    mission.save()
    html = home()
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', html) == [
        "/static/css/site.css",
        f"/theme/{sheet_hash('#7a0019', '')}.css",
    ]
    assert "<style" not in html
    assert " style=" not in html
    # Structured data is no script: browsers never run it.
    assert re.findall(r"<script(?![^>]* src=)(?! type=.application/ld\+json.)", html) == []


@pytest.mark.django_db
def test_the_default_colours_cost_no_request(missions, home):
    mission = missions.first.mission
    mission.accent = DEFAULT_ACCENT.upper()
    mission.save()
    assert "/theme/" not in home()


@pytest.mark.django_db
def test_cyrillic_is_loaded_early_only_where_the_page_is_written_in_it(missions):
    client = visitor(missions.first)
    preloaded = {path: "literata-cyrillic" in client.get(path).content.decode() for path in ("/", "/kk/", "/ru/")}
    assert preloaded == {"/": False, "/kk/": True, "/ru/": True}


@pytest.mark.django_db
def test_the_emblem_is_made_when_the_settings_are_saved(missions, home, tmp_path):
    mission = missions.first.mission
    Image.new("RGB", (300, 300), "teal").save(tmp_path / "emblem.png")
    file = ContentFile((tmp_path / "emblem.png").read_bytes(), "emblem.png")
    picture = MissionImage.objects.create(title="Emblem", file=file, collection=missions.first.collection)
    assert emblem_address(picture) == ""
    mission.emblem = picture
    mission.save()
    address = emblem_address(picture)
    assert address.startswith("/media/")
    assert f'<img class="emblem" src="{address}" alt=""' in home()


@pytest.mark.django_db
def test_a_missing_page_offers_the_search_and_the_languages_that_have_it(missions):
    client = visitor(missions.first)
    nowhere = client.get("/nowhere/")
    assert nowhere.status_code == 404
    assert 'role="search"' in nowhere.content.decode()
    assert 'rel="canonical"' not in nowhere.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_form.html", "500.html"])
def test_pages_of_last_resort_need_no_database(name):
    # Without the mark, a query would fail the test.
    html = render_to_string(name)
    assert "<h1>" in html
    assert 'href="/static/css/site.css"' in html


def switcher(mission, path, **query):
    html = visitor(mission).get(path, query).content.decode()
    listed = re.search(r'<ul class="languages">(.*?)</ul>', html, re.DOTALL)[1]
    return re.findall(r'<a href="([^"]*)" lang="(\w+)"', listed)


@pytest.mark.django_db
def test_every_page_leads_to_every_language(missions):
    index = make_index(missions.first)
    make_bulletin(index, slug="alone")
    # What is not translated leads to the home page of that language, and so does what does not exist.
    assert switcher(missions.first, "/news/alone/") == [("/kk/", "kk"), ("/ru/", "ru")]
    assert switcher(missions.first, "/kk/nothing/") == [("/", "en"), ("/ru/", "ru")]
    assert switcher(missions.first, "/search/") == [("/kk/search/", "kk"), ("/ru/search/", "ru")]
    asked = switcher(missions.first, "/search/", q="the sea")
    assert asked == [("/kk/search/?q=the+sea", "kk"), ("/ru/search/?q=the+sea", "ru")]
    html = visitor(missions.first).get("/news/alone/").content.decode()
    assert "hreflang" not in html.partition("<body")[0]


@pytest.mark.django_db
def test_a_translation_is_a_draft_until_somebody_publishes_it(missions):
    source = make_bulletin(make_index(missions.first), slug="alone")
    translate_object(source, [locale("kk")])
    made = BulletinPage.objects.get(translation_key=source.translation_key, locale=locale("kk"))
    assert not made.live
    assert visitor(missions.first).get("/kk/news/alone/").status_code == 404
