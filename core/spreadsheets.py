"""Tables for spreadsheet programs, as CSV that opens rightly and runs nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from core.dispositions import content_disposition

# A spreadsheet runs text that begins like a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")
# By which such programs know that the letters are UTF-8.
MARK = "\ufeff"


def harmless(value: object) -> object:
    """The value as a cell; a text that would be run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The rows, the first being the headings, as a file that the browser saves."""
    response = HttpResponse(MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition(name, attachment=True)
    csv.writer(response).writerows([harmless(value) for value in row] for row in rows)
    return response
