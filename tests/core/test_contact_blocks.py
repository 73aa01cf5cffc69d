"""What the mission's numbers are for is said in the visitor's language."""

import pytest

from core.models import MissionSettings
from tests.missions import visitor


@pytest.fixture
def page(missions):
    mission = missions.first.mission
    mission.telephones = [
        (
            "telephone",
            {
                "kind": "telephone",
                "label": "Press section",
                "number": "202-232-5488",
                "extension": "",
                "other_labels": [{"language": "ru", "label": "Пресс-служба"}],
            },
        ),
        ("telephone", {"kind": "telephone", "label": "", "number": "202-232-5489", "extension": ""}),
    ]
    mission.save()
    return lambda path: visitor(missions.first).get(path).content.decode()


def test_a_number_is_labelled_in_the_language_of_the_page(page):
    assert "Press section: <a" in page("/")
    russian = page("/ru/")
    assert "Пресс-служба: <a" in russian
    assert "Press section" not in russian


def test_a_label_that_is_missing_in_a_language_is_the_main_ones_and_marked(page):
    assert '<span lang="en">Press section</span>: <a' in page("/kk/")


def test_a_number_stored_before_labels_had_languages_is_read(missions):
    mission = missions.first.mission
    stored = {"kind": "telephone", "label": "Press", "number": "202-232-5488", "extension": ""}
    mission.telephones = MissionSettings._meta.get_field("telephones").to_python(
        [{"type": "telephone", "value": stored, "id": "1"}]
    )
    mission.save()
    assert "Press: <a" in visitor(missions.first).get("/").content.decode()
