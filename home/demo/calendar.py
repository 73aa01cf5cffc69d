"""Events of the demonstration: around the day it is made, and on the national days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from wagtail.models import Site

from events.models import EventCategory, EventCategoryWords, EventPage, EventSeries, EventSeriesWords
from events.recurrence import days_of as days_of_rule
from events.recurrence import parse_rule
from events.states import State
from home.demo.bulletins import make_named
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


@dataclass(frozen=True)
class Ground:
    """What events of the demonstration refer to: categories and series by slug, the mission's zone, pictures."""

    categories: dict[str, Any]
    series: dict[str, Any]
    zone: str
    gallery: Gallery


def make_events(
    site: Site, indexes: dict[str, Any], zone: str, today: date, plan: dict[str, Any], gallery: Gallery
) -> None:
    """The events of a plan, each in the languages that it is written in. ``today`` is the mission's."""
    ground = Ground(
        make_named(site, plan.get("event_category", []), EventCategory, EventCategoryWords),
        make_named(site, plan.get("event_series", []), EventSeries, EventSeriesWords),
        zone,
        gallery,
    )
    for entry in plan["event"]:
        for slug, first, last in days_of(entry, today):
            key = None
            for code, words in in_languages(entry).items():
                fields = {**facts_of(entry, first, last, ground), **words_of(entry, words), "slug": slug}
                page, _made = page_below(indexes[code], EventPage, key, **fields, **gallery.fields(entry, code))
                key = page.translation_key


def facts_of(entry: dict[str, Any], first: date, last: date, ground: Ground) -> dict[str, Any]:
    """What an event has in all its languages."""
    return {
        "start_date": first,
        "end_date": last,
        "all_day": entry.get("all_day", False),
        "start_time": _time(entry.get("start")),
        "end_time": _time(entry.get("end")),
        "time_zone": entry.get("zone", ground.zone),
        "rule": entry.get("rule", ""),
        "single_dates": changes_of(entry, first),
        "state": entry.get("state", State.SCHEDULED),
        "online_url": entry.get("online", ""),
        "is_free": entry.get("free", False),
        "category": ground.categories.get(entry.get("category", "")),
        "series": ground.series.get(entry.get("series", "")),
        **_replies(entry.get("replies")),
    }


def words_of(entry: dict[str, Any], words: dict[str, Any]) -> dict[str, str]:
    return {
        "title": words["title"],
        "summary": words["summary"],
        "venue": words.get("venue", entry["venue"]),
        "state_reason": words.get("reason", ""),
    }


def changes_of(entry: dict[str, Any], first: date) -> list[tuple[str, dict[str, Any]]]:
    """Blocks for what is different on single dates, which the plan names by their place in the rule, from 0 on."""
    changes = entry.get("change", [])
    days = days_of_rule(parse_rule(entry["rule"]), first, settings.EVENT_MAX_DATES) if changes else ()
    return [(change["kind"], _block(change, days[change["nth"]])) for change in changes]


def _block(change: dict[str, Any], day: date) -> dict[str, Any]:
    block: dict[str, Any] = {"day": day, "note": change.get("note", "")}
    block["other_notes"] = [{"language": code, "text": change[code]} for code in ("kk", "ru") if code in change]
    if change["kind"] == "moved":
        block["new_day"] = day + timedelta(days=change.get("by", 0))
        block["start_time"] = _time(change.get("start"))
    return block


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
        "replies_by_date": plan.get("by_date", False),
        "places": plan["places"],
        "persons_per_reply": plan["persons"],
        "closes_hours_before": plan["closes"],
        "questions": json.dumps(questions),
    }


def _translations(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": code, "text": text} for code, text in words.items() if code != "en"]


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
