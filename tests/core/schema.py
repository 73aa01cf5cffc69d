"""A small checker of structured data, written by hand from schema.org and what search engines say they need."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

DURATION = re.compile(r"^PT(\d+H)?(\d+M)?(\d+S)?$")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def address(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in {"http", "https"} and parts.netloc)


def text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def moment(value: Any) -> bool:
    """ISO 8601 with an offset."""
    return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None


def day_or_moment(value: Any) -> bool:
    return moment(value) or (isinstance(value, str) and bool(date.fromisoformat(value)))


def duration(value: Any) -> bool:
    return isinstance(value, str) and bool(DURATION.match(value)) and value != "PT"


def language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", value))


def clock(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d\d:\d\d", value))


def thing(*types: str) -> Any:
    return lambda value: isinstance(value, dict) and ("@type" not in value or value["@type"] in types)


def many(check: Any) -> Any:
    return lambda value: isinstance(value, list) and bool(value) and all(check(one) for one in value)


def one_or_all(*types: str) -> Any:
    return lambda value: thing(*types)(value) or many(thing(*types))(value)


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def year(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}", value))


# By type: what must be there, and what may be there beside it.
TYPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "GovernmentOrganization": (
        {"name": text, "url": address, "logo": thing("ImageObject")},
        {
            **{"alternateName": many(text), "address": text, "telephone": many(text), "faxNumber": many(text)},
            **{"email": text, "sameAs": many(address), "location": thing("Place")},
            "department": many(thing("GovernmentOffice")),
        },
    ),
    "ImageObject": ({"url": address, "width": whole, "height": whole}, {}),
    "Place": ({"name": text}, {"address": text, "openingHoursSpecification": many(thing("OpeningHoursSpecification"))}),
    "GovernmentOffice": (
        {"name": text, "openingHoursSpecification": many(thing("OpeningHoursSpecification"))},
        {"address": text},
    ),
    # Without a day of the week it holds on every day between two dates.
    "OpeningHoursSpecification": (
        {"opens": clock, "closes": clock},
        {"dayOfWeek": many(address), "validFrom": day_or_moment, "validThrough": day_or_moment},
    ),
    "WebSite": (
        {"name": text, "url": address, "inLanguage": language, "potentialAction": thing("SearchAction")},
        {"publisher": thing("GovernmentOrganization")},
    ),
    "SearchAction": ({"target": thing("EntryPoint"), "query-input": text}, {}),
    "EntryPoint": ({"urlTemplate": address}, {}),
    "BreadcrumbList": ({"itemListElement": many(thing("ListItem"))}, {}),
    "ListItem": ({"position": whole}, {"name": text, "item": lambda value: address(value) or isinstance(value, dict)}),
    "NewsArticle": (
        {
            **{"headline": text, "datePublished": moment, "inLanguage": language, "mainEntityOfPage": address},
            **{"author": thing("Person", "Organization"), "publisher": thing("GovernmentOrganization")},
        },
        {
            **{"dateModified": moment, "articleSection": text, "image": many(address), "description": text},
            "isPartOf": thing("PublicationIssue", "Periodical"),
            "correction": many(thing("CorrectionComment")),
        },
    ),
    "CorrectionComment": ({"text": text, "datePublished": moment}, {}),
    "Person": ({"name": text}, {"url": address}),
    "PublicationIssue": ({"issueNumber": whole, "isPartOf": thing("Periodical")}, {"name": text}),
    "Periodical": ({"name": text}, {"url": address}),
    "Event": (
        {"name": text, "startDate": day_or_moment, "eventStatus": address, "url": address, "inLanguage": language},
        {
            **{"endDate": day_or_moment, "location": one_or_all("Place", "VirtualLocation")},
            **{"eventAttendanceMode": address, "offers": thing("Offer"), "isAccessibleForFree": truth},
            **{"organizer": thing("GovernmentOrganization"), "image": many(address), "description": text},
        },
    ),
    "VirtualLocation": ({"url": address}, {}),
    "Offer": ({"url": address, "availability": address}, {}),
    "MusicRecording": (
        {"name": text, "url": address, "audio": thing("AudioObject")},
        {
            **{"alternateName": text, "duration": duration, "byArtist": one_or_all("MusicGroup"), "image": address},
            **{"inAlbum": thing("MusicAlbum"), "inLanguage": language, "genre": text, "creditText": text},
            **{"recordingOf": thing("MusicComposition"), "copyrightNotice": text, "license": address},
            **{"locationCreated": thing("Place"), "dateCreated": year},
        },
    ),
    "AudioObject": ({"contentUrl": address, "encodingFormat": text}, {"name": text, "duration": duration}),
    "MusicGroup": ({"name": text}, {}),
    "MusicAlbum": ({"name": text}, {}),
    "MusicComposition": ({"name": text}, {"composer": one_or_all("Person"), "lyricist": one_or_all("Person")}),
    "MusicPlaylist": (
        {"name": text, "url": address, "numTracks": whole, "track": thing("ItemList")},
        {"inLanguage": language},
    ),
    "ItemList": ({"itemListElement": many(thing("ListItem")), "numberOfItems": whole}, {}),
}


def things_of(html: str) -> dict[str, Any]:
    """The things of a page's one block of structured data by type; fails where anything in it is not valid."""
    [block] = SCRIPT.findall(html)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    known = {one["@id"] for one in data["@graph"] if "@id" in one}
    assert problems(data["@graph"], known) == []
    return {one["@type"]: one for one in data["@graph"]}


def problems(value: Any, known: set[str], where: str = "") -> list[str]:
    """Sentences on what is wrong with a thing, a list of things, and all inside; none for what is right."""
    if isinstance(value, list):
        return [one for number, item in enumerate(value) for one in problems(item, known, f"{where}[{number}]")]
    if not isinstance(value, dict):
        return []
    if set(value) == {"@id"}:
        return [] if value["@id"] in known else [f"{where} refers to {value['@id']}, which is not there"]
    required, optional = TYPES[value["@type"]]
    here = f"{where}/{value['@type']}"
    found = [f"{here} lacks {name}" for name in required if name not in value]
    for name, part in value.items():
        if name.startswith("@"):
            continue
        check = {**required, **optional}.get(name)
        if check is None or not check(part):
            found.append(f"{here}: {name} is {part!r}")
        found += problems(part, known, f"{here}.{name}")
    return found
