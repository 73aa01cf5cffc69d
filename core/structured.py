"""What pages say of themselves in the words of schema.org, as JSON-LD: the mission, its site, the way to a page.

Content apps describe their own things in modules of the same name; ``graph`` puts all of a page together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.icons import LARGE, icon_url
from core.languages import home_path
from core.missions import absolute, mission_of, name_of
from core.models import MissionSettings
from core.navigation import Link

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


def graph(request: HttpRequest, breadcrumbs: Iterable[Link], things: Iterable[Thing]) -> Thing:
    """All that a page says: its publisher, the way to it, and the things of its own."""
    crumbs = breadcrumb_list(request, list(breadcrumbs))
    return {"@context": CONTEXT, "@graph": [organization(request), *([crumbs] if crumbs else []), *things]}


def publisher(request: HttpRequest) -> Thing:
    """A reference to the mission, which every page describes."""
    return {"@id": absolute(request, "/#organization")}


def organization(request: HttpRequest) -> Thing:
    """The mission as a GovernmentOrganization, with the contacts that its pages show. Costs no query."""
    mission = mission_of(request)
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
            "location": _place(mission, name, address),
        }
    )


def _spoken(number: Any) -> str:
    extension = number["extension"]
    return f"{number['number']} ext {extension}" if extension else str(number["number"])


def _place(mission: MissionSettings, name: str, address: str) -> Thing | None:
    """Where the mission is and when it is open. An organisation itself has no hours in schema.org, a place has."""
    hours = opening_hours(mission)
    if not hours:
        return None
    return filled({"@type": "Place", "name": name, "address": address, "openingHoursSpecification": hours})


def opening_hours(mission: MissionSettings) -> list[Thing]:
    """The mission's opening times, days with the same hours together."""

    def span(one: Any) -> tuple[str, str]:
        return f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"

    rows = sorted(mission.hours.all(), key=lambda one: (span(one), one.weekday))
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{CONTEXT}/{DAYS[one.weekday]}" for one in same],
            "opens": opens,
            "closes": closes,
        }
        for (opens, closes), same in groupby(rows, key=span)
    ]


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
