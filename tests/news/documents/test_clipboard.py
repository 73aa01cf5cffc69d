"""What is pasted from word processors keeps its structure, and nothing else."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.documents.blocks import Room, body_of, keep_no_picture
from news.documents.clipboard import read_clipboard
from news.documents.markup import DEEPEST
from news.documents.structure import Heading, Listing, Paragraph, Table, TooMuch, plain
from tests.news.documents.clipboards import CLIPBOARDS, COUNTS, WORD

HEAD, TEXT, LIST, TABLE = range(4)


def parts_of(html: str) -> list[Any]:
    return list(read_clipboard(html).parts)


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_each_program_gives_the_same_structure(name: str) -> None:
    document = read_clipboard(CLIPBOARDS[name])
    assert [type(part) for part in document.parts] == [Heading, Paragraph, Listing, Table]
    assert body_of(document, keep_no_picture, Room(9000, 300_000)).kept == COUNTS


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_letters_are_bold_italic_or_linked_as_they_were(name: str) -> None:
    runs = parts_of(CLIPBOARDS[name])[TEXT].runs
    assert [run.text for run in runs if run.bold] == ["by train"]
    assert [run.text for run in runs if run.italic] == ["on foot"]
    assert [(run.text, run.href) for run in runs if run.href] == [("the programme", "https://visit.example/")]
    assert plain(runs).startswith("He came by train and left on foot; see the programme")


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_lists_are_nested_and_numbered_as_they_were(name: str) -> None:
    items = parts_of(CLIPBOARDS[name])[LIST].items
    assert [(plain(item.runs), item.depth, item.is_ordered) for item in items] == [
        ("the house", 0, False),
        ("its hall", 1, False),
        ("the garden", 0, False),
        ("a speech", 0, True),
    ]


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_tables_keep_their_cells_and_their_header(name: str) -> None:
    table = parts_of(CLIPBOARDS[name])[TABLE]
    assert table.has_header
    assert [[plain(runs) for cell in row for runs in cell] for row in table.rows] == [
        ["Gift", "From"],
        ["a saddle", "Almaty"],
    ]


def test_what_word_loses_is_counted() -> None:
    dropped = read_clipboard(WORD).dropped
    assert {name: count for name, count in dropped.items() if count} == {
        "links": 1,
        "pasted_pictures": 1,
        "comments": 1,
    }


def test_cells_that_reach_over_others_leave_these_empty() -> None:
    (table,) = parts_of("<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert [[" ".join(map(plain, cell)) for cell in row] for row in table.rows] == [["a", "b", ""], ["", "c", "d"]]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "/x"]
)
def test_a_link_to_no_web_address_is_words(target: str) -> None:
    (part,) = parts_of(f'<p><a href="{target}">see</a></p>')
    assert [(run.text, run.href) for run in part.runs] == [("see", "")]


def test_scripts_and_styles_are_not_text() -> None:
    (part,) = parts_of("<style>p{}</style><p>a<script>alert(1)</script>b</p><script>c</script>")
    assert plain(part.runs) == "ab"


@pytest.mark.parametrize("html", ["<div>" * (DEEPEST + 5), "<p>x" * 200_001])
def test_what_is_no_text_any_more_is_refused(html: str) -> None:
    with pytest.raises(TooMuch):
        read_clipboard(html)


@pytest.mark.parametrize(
    "html", ["", "<", "<p", "</p></div>", "<table><tr>", "<ul><ul><li>", "<![if x]>", "<!--", "a & b"]
)
def test_broken_markup_is_read_as_far_as_it_goes(html: str) -> None:
    read_clipboard(html)


@pytest.mark.django_db
def test_the_server_answers_with_blocks_and_says_what_is_gone(editor_client: Client) -> None:
    answer = editor_client.post(reverse("news_admin:paste"), {"html": WORD}).json()
    assert [block["type"] for block in answer["blocks"]] == ["heading", "text", "table"]
    assert answer["blocks"][0]["value"] == {"text": "The visit", "level": ["h2"]}
    state = json.loads(answer["blocks"][1]["value"])
    assert [(block["type"], block["depth"]) for block in state["blocks"]] == [
        ("unstyled", 0),
        ("unordered-list-item", 0),
        ("unordered-list-item", 1),
        ("unordered-list-item", 0),
        ("ordered-list-item", 0),
    ]
    assert any("1 picture was left out" in note for note in answer["notes"])


@pytest.mark.django_db
def test_too_much_is_refused_with_a_sentence(editor_client: Client, settings: Any) -> None:
    settings.MAX_PASTE_SIZE = 10
    response = editor_client.post(reverse("news_admin:paste"), {"html": "<p>" + "x" * 20})
    assert response.status_code == 413
    assert "too much" in response.json()["reason"]


@pytest.mark.django_db
def test_strangers_do_not_paste(client: Client) -> None:
    assert client.post(reverse("news_admin:paste"), {"html": "<p>a"}).status_code in (302, 403)
