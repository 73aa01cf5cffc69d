"""A draft that is opened and saved again, with nothing changed, has the same body: names, ids and keys of blocks too."""

from __future__ import annotations

import json
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data

from news.models import BulletinPage
from tests.missions import Missions
from tests.news.documents.ground import count_body, sent
from tests.news.documents.releases import RELEASES
from tests.news.documents.saving import FLAT, HERE, MADE, counts_of
from tests.news.ground import bulletin_data, edit_url, make_index, make_series

SOURCES = {f"{name}.docx": None for name in RELEASES} | {name: HERE / name for name in (*MADE, *FLAT)}


class Form(HTMLParser):
    """Finds what the editor's script is given for the body."""

    state: Any = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id") == "body" and "data-w-block-arguments-value" in values:
            self.state = json.loads(unescape(values["data-w-block-arguments-value"] or ""))[0]


def shown(html: str) -> list[dict[str, Any]]:
    form = Form()
    form.feed(html)
    assert form.state is not None
    return form.state


def table_fields(value: dict[str, Any]) -> dict[str, Any]:
    columns, rows = value["columns"], value["rows"]
    fields: dict[str, Any] = {"caption": value["caption"], "column-count": len(columns), "row-count": len(rows)}
    for number, column in enumerate(columns):
        fields |= {f"column-{number}-{name}": column[name] for name in ("type", "heading")}
        fields |= {f"column-{number}-order": number, f"column-{number}-deleted": ""}
    for number, row in enumerate(rows):
        fields |= {f"row-{number}-order": number, f"row-{number}-deleted": ""}
        fields |= {f"cell-{number}-{at}": cell for at, cell in enumerate(row["values"])}
    return fields


def posted(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """What the form posts for the blocks that it was shown."""
    fields: dict[str, Any] = {"count": len(blocks)}
    for number, block in enumerate(blocks):
        kind, value = block["type"], block["value"]
        if kind == "table":
            value = table_fields(value)
        elif kind == "heading":
            value = {"text": value["text"], "level": value["level"][0]}
        elif kind == "image":
            value = {name: given or "" for name, given in value.items()} | {"image": value["image"]["id"]}
        fields[str(number)] = {"id": block["id"], "type": kind, "value": value, "order": number, "deleted": ""}
    return fields


def save_again(client: Client, page: BulletinPage) -> list[Any]:
    blocks = shown(client.get(edit_url(page)).content.decode())
    data = bulletin_data(page.title, slug=page.slug, date=str(page.date), body=[])
    data = {name: value for name, value in data.items() if not name.startswith("body")}
    response = client.post(edit_url(page), data | nested_form_data({"body": posted(blocks)}))
    assert response.status_code == 302, response.context["form"].errors
    return list(BulletinPage.objects.get(pk=page.pk).get_latest_revision_as_object().body.raw_data)


@pytest.fixture
def index(missions: Missions) -> Any:
    return make_index(missions.first)


@pytest.mark.parametrize("name", SOURCES)
def test_saving_again_changes_nothing(name: str, editor_client: Client, index: Any) -> None:
    path = SOURCES[name]
    content = path.read_bytes() if path else RELEASES[name.removesuffix(".docx")]().content()
    page = sent(editor_client, index, content, name).page
    before = list(page.get_latest_revision_as_object().body.raw_data)
    assert before
    once = save_again(editor_client, page)
    assert once == before
    assert save_again(editor_client, page) == before


@pytest.mark.parametrize("name", [*MADE, *FLAT])
def test_all_things_of_a_file_that_libreoffice_saved_are_in_the_draft(
    name: str, missions: Missions, editor_client: Client, index: Any
) -> None:
    make_series(missions.first, "news-bulletin", en="News Bulletin")
    record = sent(editor_client, index, (HERE / name).read_bytes(), name)
    counts = Counter(counts_of(name))
    notes = counts.pop("notes", 0)
    counts["paragraphs"] += notes
    assert record.refusal == ""
    assert count_body(record.page) == counts
    assert record.report["kept"].get("notes", 0) == notes
