"""Programmes as files for players of one's own: M3U8 (M3U in UTF-8) and XSPF version 1. Pure: players in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from music.player import PlayerData

M3U8_TYPE = "audio/mpegurl; charset=utf-8"
XSPF_TYPE = "application/xspf+xml"
XSPF_SPACE = "http://xspf.org/ns/0/"


def _line(text: str) -> str:
    """What may stand in one line: a break in a title would begin an entry."""
    return " ".join(text.split())


def m3u8(title: str, players: Sequence[PlayerData], base: str) -> str:
    """Extended M3U. `base` is the address of the site; lengths are whole seconds, -1 where none is known."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(title)}"]
    for player in players:
        seconds = -1 if player.duration_s is None else round(player.duration_s)
        name = f"{player.artist} - {player.title}" if player.artist else player.title
        lines += [f"#EXTINF:{seconds},{_line(name)}", urljoin(base, player.url)]
    return "\n".join(lines) + "\n"


def xspf(title: str, players: Sequence[PlayerData], base: str, page_url: str) -> bytes:
    """XSPF 1 (xspf.org, "XSPF Version 1"). Lengths are milliseconds and left out where none is known."""
    # Written out, as a namespace without a prefix can be registered once only in a process, and SVG has it.
    root = ET.Element("playlist", {"version": "1", "xmlns": XSPF_SPACE})
    _add(root, "title", _line(title))
    _add(root, "info", urljoin(base, page_url))
    tracks = ET.SubElement(root, "trackList")
    for player in players:
        track = ET.SubElement(tracks, "track")
        _add(track, "location", urljoin(base, player.url))
        _add(track, "title", _line(player.title))
        _add(track, "creator", _line(player.artist))
        _add(track, "info", urljoin(base, player.page_url))
        _add(track, "image", urljoin(base, player.cover_large_url) if player.cover_large_url else "")
        _add(track, "duration", "" if player.duration_s is None else str(round(player.duration_s * 1000)))
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str) -> None:
    # XML 1.0 has no way to write control characters.
    written = "".join(letter for letter in text if letter >= " ")
    if written:
        ET.SubElement(parent, name).text = written
