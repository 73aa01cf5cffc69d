"""Events of the demonstration: around the day it is made, and on the national days."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any

from events.models import EventPage
from home.demo.gallery import Gallery
from home.demo.reading import in_languages
from home.demo.tree import page_below


def days_of(entry: dict[str, Any], today: date) -> list[tuple[str, date, date]]:
    """Slug, first and last day of each event that an entry stands for: holidays recur this year and the next."""
    if "holiday" in entry:
        month, day = (int(part) for part in entry["holiday"].split("-"))
        length = timedelta(days=entry.get("days", 1) - 1)
        firsts = [date(year, month, day) for year in (today.year, today.year + 1)]
        return [(f"{entry['slug']}-{first.year}", first, first + length) for first in firsts]
    if "on" in entry:
        first = date.fromisoformat(entry["on"])
        return [(entry["slug"], first, date.fromisoformat(entry.get("last_on", entry["on"])))]
    first = today + timedelta(days=entry["day"])
    return [(entry["slug"], first, today + timedelta(days=entry.get("last_day", entry["day"])))]


def make_events(
    indexes: dict[str, Any], zone: str, today: date, entries: list[dict[str, Any]], gallery: Gallery
) -> None:
    """The events of a plan, each in the languages that it is written in. ``today`` is the mission's."""
    for entry in entries:
        for slug, first, last in days_of(entry, today):
            key = None
            for code, words in in_languages(entry).items():
                page, _made = page_below(
                    indexes[code],
                    EventPage,
                    key,
                    slug=slug,
                    title=words["title"],
                    summary=words["summary"],
                    start_date=first,
                    end_date=last,
                    all_day=entry.get("all_day", False),
                    start_time=_time(entry.get("start")),
                    end_time=_time(entry.get("end")),
                    time_zone=entry.get("zone", zone),
                    venue=words.get("venue", entry["venue"]),
                    **_replies(entry.get("replies")),
                    **gallery.fields(entry, code),
                )
                key = page.translation_key


def _replies(plan: dict[str, Any] | None) -> dict[str, Any]:
    """What guests are offered and asked; nothing for an event without replies."""
    if plan is None:
        return {}
    questions = [
        {"type": kind, "value": {"text": words["en"], "translations": _translations(words), "required": False}}
        for kind, words in plan.get("questions", {}).items()
    ]
    return {
        "takes_replies": True,
        "places": plan["places"],
        "persons_per_reply": plan["persons"],
        "closes_hours_before": plan["closes"],
        "questions": json.dumps(questions),
    }


def _translations(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": code, "text": text} for code, text in words.items() if code != "en"]


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
