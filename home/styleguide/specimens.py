"""The components, each with what it is drawn with. Their names and purposes stand in components.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

from core.alerts import EMERGENCY, NOTICE, WARNING
from core.words import Wording
from home.styleguide.ground import Ground
from music.credits import Fact
from news.choices import Choice
from news.comparison import Piece, Row, compare
from news.hand_on import Ways
from search.results import Result

Context = dict[str, Any]
TABLE = Path(__file__).parent / "components.toml"


@dataclass(frozen=True)
class Specimen:
    """A component as it is shown; ``html`` is "" where the mission has nothing to draw it with."""

    name: str
    about: str
    template: str
    sheet: str
    html: str


def _if(thing: Any, **context: Any) -> Context | None:
    return context if thing else None


def _messages(ground: Ground) -> list[Message]:
    return [Message(level, ground.sentence) for level in (constants.SUCCESS, constants.ERROR)]


def _result(ground: Ground) -> Result | None:
    card = ground.bulletin
    if card is None:
        return None
    return Result(card.issue.text, ground.found, "", card.url, str(card.number or ""), card.date, ground.found, [])


def _compared(sentence: str, day: str) -> Row:
    return compare([Piece("p", f"{sentence} {day}")], [Piece("p", f"{day} {sentence}")], most_steps=1000).rows[0]


# By the key in the table; None where the mission has nothing to draw the component with.
CONTEXTS: dict[str, Callable[[Ground], Context | None]] = {
    "brand": lambda g: {},
    "navigation": lambda g: {"navigation": g.navigation},
    "menus": lambda g: {},
    "languages": lambda g: {"languages": g.languages, "short": True},
    "breadcrumbs": lambda g: {"breadcrumbs": g.navigation},
    "search_small": lambda g: {"url": "#"},
    "footer": lambda g: {},
    "alert": lambda g: {"alert": g.alert(NOTICE)},
    "alert_warning": lambda g: {"alert": g.alert(WARNING)},
    "alert_emergency": lambda g: {"alert": g.alert(EMERGENCY)},
    "messages": lambda g: {"messages": _messages(g)},
    "bulletin_lead": lambda g: _if(g.bulletin, card=g.bulletin),
    "bulletin_issue": lambda g: _if(g.bulletin, card=g.bulletin),
    "bulletin_card": lambda g: _if(g.bulletin, card=g.bulletin),
    "related": lambda g: _if(g.bulletin, related=[g.bulletin]),
    "choice": lambda g: {"choice": Choice(Wording(g.sentence, ""), "#", 12, current=True)},
    "contents": lambda g: _if(len(g.contents) > 3, contents=g.contents, title=g.mission.mission_name),
    "contact_card": lambda g: _if(g.contact, contact=g.contact, title=""),
    "hand_on": lambda g: {"ways": Ways("https://embassy.example/", "mailto:?subject=", "#")},
    "correction": lambda g: {"day": g.today, "text": g.sentence, "why": g.sentence, "url": "#", "compare_url": "#"},
    "comparison_row": lambda g: {"row": _compared(str(g.sentence), str(g.today))},
    "open_state": lambda g: _if(g.visiting, line=g.visiting and g.visiting.lines[0], url="#"),
    "open_line": lambda g: _if(g.visiting, line=g.visiting and g.visiting.lines[0]),
    "hours": lambda g: _if(g.visiting, visiting=g.visiting),
    "special_days": lambda g: _if(g.visiting, visiting=g.visiting),
    "block_hours": lambda g: _if(g.visiting, visiting=g.visiting),
    "date_block": lambda g: _if(g.event, card=g.event),
    "event_card": lambda g: _if(g.event, card=g.event),
    "event_block": lambda g: _if(g.event, card=g.event),
    "agenda": lambda g: _if(g.month, **g.month),
    "agenda_small": lambda g: _if(g.month and g.month["upcoming"], cards=g.month.get("upcoming", [])[:2]),
    "event_clocks": lambda g: _if(g.event, card=g.event),
    "month_small": lambda g: _if(g.month, **g.month),
    "month_large": lambda g: _if(g.month, **g.month),
    "month_mark": lambda g: _if(g.marks, mark=g.marks and g.marks[0].marks[0]),
    "month_marks": lambda g: _if(g.marks, marks=g.marks),
    "month_empty": lambda g: _if(g.empty_month, month=g.empty_month),
    "event_state": lambda g: _if(g.cancelled, state=g.cancelled),
    "event_single": lambda g: _if(g.changed, card=g.changed, state=None),
    "event_dates": lambda g: _if(g.further, further=g.further),
    "event_keep": lambda g: _if(g.event_links, links=g.event_links),
    "month_jump": lambda g: _if(g.month, year=g.now.year, month=g.now.month, months=g.calendar.get("months")),
    "event_ways": lambda g: g.calendar or None,
    "event_calendar_links": lambda g: g.calendar or None,
    "cover": lambda g: {"variant": 0, "size": 84, "alt": ""},
    "sample": lambda g: _if(g.player, player=g.player),
    "sample_fact": lambda g: {"fact": Fact(g.mission.mission_name.text, (g.sentence,))},
    "sample_block": lambda g: _if(g.player, player=g.player),
    "sample_words": lambda g: _if(g.texts, texts=g.texts),
    "sample_chapters": lambda g: _if(g.chapters, chapters=g.chapters),
    "sample_row": lambda g: _if(g.player, player=g.player, note=Wording(str(g.sentence), ""), number=1),
    "programme_block": lambda g: _if(g.programme, shown=g.programme),
    "sample_large": lambda g: _if(g.player, player=g.player),
    "block_heading": lambda g: {"value": {"text": g.sentence, "anchor": "specimen", "level": "h2"}},
    "block_text": lambda g: {"value": g.paragraph},
    "block_quote": lambda g: {"value": {"text": g.sentence, "source": g.mission.mission_name.text}},
    "block_image": lambda g: _if(g.figure, figure=g.figure),
    "block_document": lambda g: _if(g.document, value={"document": g.document, "title": ""}),
    "block_contact": lambda g: _if(g.contact, value=g.contact),
    "body": lambda g: _if(g.long_text, body=g.long_text),
    "join_list": lambda g: {"id": "specimen"},
    "join_band": lambda g: {"id": "specimen-band"},
    "error_summary": lambda g: {"form": g.form({"email": "nobody"})},
    "field": lambda g: {"field": g.form(None)["email"]},
    "field_error": lambda g: {"field": g.form({"email": "nobody"})["email"]},
    "field_choices": lambda g: {"field": g.form(None)["language"]},
    "search_form": lambda g: {"url": "#", "query": ""},
    "search_result": lambda g: _if(g.bulletin, result=_result(g)),
    "pagination": lambda g: {"pages": g.pages},
    "empty": lambda g: {"text": g.sentence, "url": "#", "link": g.mission.mission_name},
    "ways_on": lambda g: {"navigation": g.navigation, "home_url": "/"},
}


def specimens(ground: Ground) -> dict[str, list[Specimen]]:
    """The components drawn for ``ground``, by group, in the order of the table."""
    groups: dict[str, list[Specimen]] = {}
    for key, entry in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        groups.setdefault(entry["group"], []).append(_draw(entry, CONTEXTS[key](ground), ground))
    return groups


def _draw(entry: dict[str, str], context: Context | None, ground: Ground) -> Specimen:
    template, sheet = f"components/{entry['template']}.html", f"css/{entry['sheet']}.css"
    html = "" if context is None else render_to_string(template, context, request=ground.request)
    return Specimen(entry["name"], entry["about"], template, sheet, html)
