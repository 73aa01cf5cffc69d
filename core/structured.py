"""What pages say of themselves in the words of schema.org, as JSON-LD: the mission, its site, the way to a page.

Content apps describe their own things in modules of the same name; ``graph`` puts all of a page together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.hours import AHEAD, label_of
from core.icons import LARGE, icon_url
from core.languages import home_path
from core.missions import absolute, mission_of, name_of
from core.navigation import Link
from core.openness import MIDNIGHT, Openness, Span, Timetable
from core.special_runs import Run, special_runs
from core.timetables import timetable_for

Thing = dict[str, Any]
CONTEXT = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# As django.utils.html.json_script does, and the two line ends of JavaScript that JSON leaves as they are.
ESCAPES = {ord(one): f"\\u{ord(one):04X}" for one in "<>&\u2028\u2029"}


def filled(thing: Thing) -> Thing:
    """``thing`` without what is not known: None, "", empty lists."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def json_ld(data: Any) -> SafeString:
    """``data`` as text that cannot end the script element around it, whatever editors wrote."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308  # what HTML reads is escaped


def graph(
    request: HttpRequest, breadcrumbs: Iterable[Link], things: Iterable[Thing], special: Openness | None = None
) -> Thing:
    """All that a page says: its publisher, the way to it, and the things of its own.

    A page that shows when the mission is open says the special days of the year ahead of ``special`` too.
    """
    crumbs = breadcrumb_list(request, list(breadcrumbs))
    mission = organization(request, special)
    return {"@context": CONTEXT, "@graph": [mission, *([crumbs] if crumbs else []), *things]}


def publisher(request: HttpRequest) -> Thing:
    """A reference to the mission, which every page describes."""
    return {"@id": absolute(request, "/#organization")}


def organization(request: HttpRequest, special: Openness | None = None) -> Thing:
    """The mission as a GovernmentOrganization, with the contacts that its pages show."""
    mission, timetable = mission_of(request), timetable_for(request)
    name = name_of(request)
    address = ", ".join(line.strip() for line in mission.address.splitlines() if line.strip())
    return filled(
        {
            "@type": "GovernmentOrganization",
            **publisher(request),
            "name": name,
            "alternateName": [other.text for other in mission.names if other.text != name],
            "url": absolute(request, home_path(get_language() or "")),
            "logo": {
                "@type": "ImageObject",
                "url": absolute(request, icon_url(mission, LARGE)),
                "width": LARGE.side,
                "height": LARGE.side,
            },
            "address": address,
            "telephone": [_spoken(number) for number in mission.phone_numbers],
            "faxNumber": [_spoken(number) for number in mission.fax_numbers],
            "email": mission.email,
            "sameAs": [link["url"] for link in mission.links],
            "location": _place(timetable, name, address, special),
            "department": [_office(timetable, one, address, special) for one in timetable.services[1:]],
        }
    )


def _spoken(number: Any) -> str:
    extension = number["extension"]
    return f"{number['number']} ext {extension}" if extension else str(number["number"])


def _place(timetable: Timetable, name: str, address: str, special: Openness | None) -> Thing | None:
    """Where the mission is and when it is open. An organisation itself has no hours in schema.org, a place has."""
    if not timetable.services:
        return None
    hours = opening_hours(timetable, timetable.services[0], special)
    return filled({"@type": "Place", "name": name, "address": address, "openingHoursSpecification": hours})


def _office(timetable: Timetable, service: str, address: str, special: Openness | None) -> Thing:
    """A part of the mission with hours of its own."""
    hours = opening_hours(timetable, service, special)
    named = {"@type": "GovernmentOffice", "name": label_of(service), "address": address}
    return filled({**named, "openingHoursSpecification": hours})


def opening_hours(timetable: Timetable, service: str, special: Openness | None = None) -> list[Thing]:
    """The week of a service, days with the same hours together, and its special days in the year ahead."""
    usual = sorted((span, day) for day in range(7) for span in timetable.weeks.get((service, day), ()))
    week = [_hours(span, [day for _span, day in same]) for span, same in groupby(usual, key=lambda pair: pair[0])]
    if special is None:
        return week
    runs = special_runs(timetable, special.today, special.today + AHEAD)
    return week + [one for run in runs if service in (run.services or (service,)) for one in _special(run)]


def _hours(span: Span, weekdays: Iterable[int]) -> Thing:
    opens, closes = span
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"{CONTEXT}/{DAYS[day]}" for day in weekdays],
        "opens": f"{opens:%H:%M}",
        "closes": "23:59" if closes == MIDNIGHT else f"{closes:%H:%M}",
    }


def _special(run: Run) -> Iterator[Thing]:
    """Hours that hold between two days only; search engines read 00:00 to 00:00 as closed."""
    bounds = {"validFrom": run.first.isoformat(), "validThrough": run.last.isoformat()}
    if run.is_closed:
        yield {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", **bounds}
    for span in run.plan.spans:
        yield {**_hours(span, sorted({day.weekday() for day in run.days})), **bounds}


def website(request: HttpRequest) -> Thing:
    """The site with its search, for home pages."""
    target = absolute(request, reverse("search:search")) + "?q={search_term_string}"
    return {
        "@type": "WebSite",
        "@id": absolute(request, "/#website"),
        "name": name_of(request),
        "url": absolute(request, home_path(get_language() or "")),
        "inLanguage": get_language(),
        "publisher": publisher(request),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumb_list(request: HttpRequest, breadcrumbs: list[Link]) -> Thing | None:
    """The way from home as the page shows it; None where it shows none, which it does for a single step."""
    if len(breadcrumbs) < 2:
        return None
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.title, "item": absolute(request, crumb.url)}
        for place, crumb in enumerate(breadcrumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
