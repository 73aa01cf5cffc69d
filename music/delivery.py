"""What is answered to a request for a recording, as data. One function with a back for each way of sending the bytes.

Pure: permission is decided before, sending happens after.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from core.dispositions import content_disposition
from music.access import FRESH_SECONDS, AudioFile
from music.conditionals import Verdict, check_preconditions, range_applies
from music.ranges import Span, Spans, Unsatisfiable, Whole, parse_range

Headers = tuple[tuple[str, str], ...]
# Said of every answer, also of refusals.
ALWAYS: Headers = (("X-Content-Type-Options", "nosniff"),)
NEVER_KEPT = ("Cache-Control", "no-store")


class Sign(Protocol):
    """Makes an address that opens one object of the private storage for some seconds."""

    def __call__(self, name: str, seconds: int, *, method: str, **overrides: str) -> str: ...


@dataclass(frozen=True)
class Asked:
    """The parts of a request that matter here. Names of headers are in lower case."""

    method: str
    headers: Mapping[str, str]
    download: bool = False


@dataclass(frozen=True)
class Answer:
    """Status, headers and what the body is made of: bytes as they are, and spans of the file."""

    status: int
    headers: Headers
    pieces: tuple[bytes | Span, ...] = ()

    @property
    def reads_file(self) -> bool:
        return any(isinstance(piece, Span) for piece in self.pieces)


def refusal(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """A short answer in plain text that nobody keeps."""
    body = text.encode()
    about = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), NEVER_KEPT)
    return Answer(status, (*ALWAYS, *about, *headers), (body,))


def stream_answer(file: AudioFile, asked: Asked) -> Answer:
    """The bytes through this process, with conditions and ranges by RFC 9110 sections 13 and 14."""
    verdict = check_preconditions(asked.method, asked.headers, file.validators)
    if verdict is Verdict.NOT_MODIFIED:
        return Answer(304, (*ALWAYS, *_validators(file), _cache_control(file)))
    if verdict is Verdict.FAILED:
        return refusal(412, "The file is not the one that was meant.\n")
    ranges: Whole | Spans | Unsatisfiable = Whole()
    if asked.method == "GET" and range_applies(asked.headers.get("if-range"), file.validators):
        ranges = parse_range(asked.headers.get("range"), file.size)
    if isinstance(ranges, Unsatisfiable):
        return refusal(416, "There are no such bytes.\n", ("Content-Range", f"bytes */{file.size}"))
    common = (*_about(file, asked), *_validators(file), ("Accept-Ranges", "bytes"))
    if isinstance(ranges, Whole):
        own = (("Content-Type", file.mime_type), ("Content-Length", str(file.size)))
        return Answer(200, (*common, *own), (Span(0, file.size - 1),) if file.size else ())
    if len(ranges.spans) == 1:
        return _one_part(file, ranges.spans[0], common)
    return _many_parts(file, ranges.spans, common)


def accel_answer(prefix: str) -> Callable[[AudioFile, Asked], Answer]:
    """The back for nginx, which sends the file that lies under its internal location `prefix`.

    Conditions, ranges and validators are nginx's then: it makes its own entity tag and would not keep ours.
    """

    def answer(file: AudioFile, asked: Asked) -> Answer:
        target = ("X-Accel-Redirect", prefix + quote(file.storage_name))
        return Answer(200, (*_about(file, asked), ("Content-Type", file.mime_type), ("Content-Length", "0"), target))

    return answer


def redirect_answer(sign: Sign, seconds: int) -> Callable[[AudioFile, Asked], Answer]:
    """The back for a store elsewhere: the listener is sent on to a link that is good for `seconds`, and for no longer
    than the permission. Conditions, ranges and validators are the store's; nobody keeps the link.
    """

    def answer(file: AudioFile, asked: Asked) -> Answer:
        link = sign(
            file.storage_name,
            seconds if file.fresh_for is None or file.fresh_for >= FRESH_SECONDS else min(seconds, file.fresh_for),
            method=asked.method,
            ResponseContentType=file.mime_type,
            ResponseContentDisposition=content_disposition(file.download_name, attachment=asked.download),
            ResponseCacheControl="private, no-store"
            if file.fresh_for is None
            else f"private, max-age={file.fresh_for}",
        )
        about = (("Cache-Control", "private, no-store"), ("Content-Length", "0"), ("Location", link))
        return Answer(302, (*ALWAYS, *about))

    return answer


def _about(file: AudioFile, asked: Asked) -> Headers:
    disposition = content_disposition(file.download_name, attachment=asked.download)
    return (*ALWAYS, ("Content-Disposition", disposition), _cache_control(file))


def _cache_control(file: AudioFile) -> tuple[str, str]:
    kept = "private, no-store" if file.fresh_for is None else f"public, max-age={file.fresh_for}"
    return ("Cache-Control", kept)


def _validators(file: AudioFile) -> Headers:
    return (("ETag", file.validators.etag), ("Last-Modified", file.validators.last_modified_text))


def _content_range(span: Span, size: int) -> str:
    return f"bytes {span.first}-{span.last}/{size}"


def _one_part(file: AudioFile, span: Span, common: Headers) -> Answer:
    own = (
        ("Content-Type", file.mime_type),
        ("Content-Length", str(span.length)),
        ("Content-Range", _content_range(span, file.size)),
    )
    return Answer(206, (*common, *own), (span,))


def _many_parts(file: AudioFile, spans: tuple[Span, ...], common: Headers) -> Answer:
    """multipart/byteranges as in section 14.6; the boundary is random, so that no recording can contain it."""
    boundary = secrets.token_hex(16)
    pieces: list[bytes | Span] = []
    for span in spans:
        opening = f"--{boundary}\r\nContent-Type: {file.mime_type}\r\nContent-Range: {_content_range(span, file.size)}"
        pieces += [f"{opening}\r\n\r\n".encode(), span, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    length = sum(len(piece) if isinstance(piece, bytes) else piece.length for piece in pieces)
    own = (("Content-Type", f"multipart/byteranges; boundary={boundary}"), ("Content-Length", str(length)))
    return Answer(206, (*common, *own), tuple(pieces))
