"""The page of components: it knows every one of them, draws it with what the mission has, and is for developers only."""

import tomllib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.models import MissionDocument
from home.demo.build import build_first
from home.styleguide.specimens import CONTEXTS, TABLE
from tests.missions import visitor

ROOT = Path(__file__).resolve().parents[2]
HEAD = {"head_links", "head_icons", "meta", "bulletin_feed_links"}  # they show nothing


@pytest.fixture
def urls(settings):
    settings.ROOT_URLCONF = "tests.look.styleguide_urls"


def drawn(client: Client) -> set[str]:
    response = client.get("/styleguide/")
    assert response.status_code == 200
    return {template.name for template in response.templates if template.name}


def table() -> dict[str, dict[str, str]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def test_the_table_and_what_components_are_drawn_with_belong_together():
    assert set(table()) == set(CONTEXTS)


@pytest.mark.parametrize("entry", table().values(), ids=table())
def test_each_component_has_a_template_a_sheet_and_a_sentence(entry):
    assert (ROOT / "templates/components" / f"{entry['template']}.html").is_file()
    assert f'"{entry["sheet"]}.css"' in (ROOT / "static/css/site.css").read_text()
    assert entry["about"].endswith(".")


@pytest.mark.django_db
def test_every_component_is_drawn_with_the_demonstration(urls, settings):
    settings.BASE_URL = "http://localhost"
    mission = build_first(timezone.now())
    call_command("make_renditions")
    MissionDocument.objects.create(
        title="Form", collection=mission.collection, file=ContentFile(b"A form", name="form.txt")
    )
    shown = drawn(Client(headers={"host": "localhost"}))
    all_of_them = {
        str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates" / "components").rglob("*.html")
    }
    missing = {name for name in all_of_them - shown if Path(name).stem not in HEAD}
    assert missing == set()


@pytest.mark.django_db
def test_a_mission_with_nothing_has_a_page_that_says_so(urls, missions):
    response = visitor(missions.second).get("/styleguide/")
    assert response.status_code == 200
    assert "This mission has nothing of this kind yet." in response.content.decode()


@pytest.mark.django_db
def test_visitors_find_no_page_of_components(missions):
    assert visitor(missions.first).get("/styleguide/").status_code == 404
