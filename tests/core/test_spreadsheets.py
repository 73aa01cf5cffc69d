"""Cells that a spreadsheet would run are made harmless; all others stay as they are."""

import pytest

from core.spreadsheets import csv_file, harmless


@pytest.mark.parametrize("text", ["=1+1", "+7", "-7", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_would_be_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Дала таңы", "", 7, -7, "a=b"])
def test_all_else_stays(value):
    assert harmless(value) == value


def test_the_file_says_its_letters_and_is_saved():
    response = csv_file("plays.csv", [("Title",), ("=Дала",)])
    assert response.content.decode("utf-8-sig").splitlines() == ["Title", "'=Дала"]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
