"""How the log is written: a line or a JSON object for each event, with the request it belongs to and nothing personal.

Addresses of machines and people, what follows a question mark and the tokens of personal links never reach the log,
whoever writes them there; that is done here, at the one place that everything passes.
"""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address

# The request that the present code works for; empty outside of one. Threads that work for it inherit it.
request_id: ContextVar[str] = ContextVar("request_id", default="")

MAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+\.[^\W\d_]{2,}", re.UNICODE)
NUMBERS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])"
)
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>)\]]*=[^\s\"'<>)\]]*")
TOKEN = re.compile(r"(?<=/)((?:confirm|manage|reply)/)[^/\s\"'?]+")
# Names that Python itself gives a record; all others are facts that the caller added.
OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "taskName"}
PLAIN = (str, int, float, bool, type(None))


def impersonal(text: str) -> str:
    """The text without e-mail addresses, addresses of machines, query strings and tokens of personal links."""
    text = MAIL.sub("[e-mail]", TOKEN.sub(r"\1[token]", QUERY.sub("?…", text)))
    return NUMBERS.sub(lambda found: "[address]" if _is_address(found[0]) else found[0], text)


def _is_address(text: str) -> bool:
    try:
        return not ip_address(text).is_unspecified
    except ValueError:
        return False


class RequestFilter(logging.Filter):
    """Gives every record the name of the request it belongs to; "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class LineFormatter(logging.Formatter):
    """A line for people, with the trace of an error below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return impersonal(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request_id, error and what the caller added."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": impersonal(record.getMessage()),
            "request_id": getattr(record, "request_id", "-"),
        }
        added = {name: value for name, value in record.__dict__.items() if name not in OWN and name not in facts}
        facts |= {name: _plain(value) for name, value in added.items()}
        if record.exc_info:
            facts["error"] = impersonal(self.formatException(record.exc_info))
        return json.dumps(facts, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, PLAIN):
        return impersonal(value) if isinstance(value, str) else value
    return impersonal(str(value))
