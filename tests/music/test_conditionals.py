"""Preconditions, in the order and with the comparisons of RFC 9110 section 13."""

import pytest
from django.utils.http import http_date

from music.conditionals import Validators, Verdict, check_preconditions, range_applies

CHANGED = 1_700_000_000
NOW = Validators('"abc"', CHANGED)
SAME, SOONER, LATER = (http_date(CHANGED + seconds) for seconds in (0, -60, 60))
RFC_850 = "Tuesday, 14-Nov-23 22:13:20 GMT"
ASCTIME = "Tue Nov 14 22:13:20 2023"
GO, SAME_THING, FAILED = Verdict.PROCEED, Verdict.NOT_MODIFIED, Verdict.FAILED

TABLE = [
    ({}, GO),
    # If-Match compares strongly
    ({"if-match": '"abc"'}, GO),
    ({"if-match": '"x", "abc"'}, GO),
    ({"if-match": "*"}, GO),
    ({"if-match": '"x"'}, FAILED),
    ({"if-match": 'W/"abc"'}, FAILED),
    ({"if-match": "abc"}, FAILED),
    ({"if-match": ""}, FAILED),
    # If-Unmodified-Since, only without If-Match
    ({"if-unmodified-since": SAME}, GO),
    ({"if-unmodified-since": LATER}, GO),
    ({"if-unmodified-since": SOONER}, FAILED),
    ({"if-unmodified-since": "yesterday"}, GO),
    ({"if-match": '"abc"', "if-unmodified-since": SOONER}, GO),
    # If-None-Match compares weakly
    ({"if-none-match": '"abc"'}, SAME_THING),
    ({"if-none-match": 'W/"abc"'}, SAME_THING),
    ({"if-none-match": '"x",W/"abc"'}, SAME_THING),
    ({"if-none-match": "*"}, SAME_THING),
    ({"if-none-match": '"x"'}, GO),
    ({"if-none-match": "abc"}, GO),
    ({"if-none-match": ""}, GO),
    # If-Modified-Since, only without If-None-Match
    ({"if-modified-since": SAME}, SAME_THING),
    ({"if-modified-since": LATER}, SAME_THING),
    ({"if-modified-since": RFC_850}, SAME_THING),
    ({"if-modified-since": ASCTIME}, SAME_THING),
    ({"if-modified-since": SOONER}, GO),
    ({"if-modified-since": "yesterday"}, GO),
    ({"if-none-match": '"x"', "if-modified-since": LATER}, GO),
    ({"if-none-match": '"abc"', "if-modified-since": SOONER}, SAME_THING),
    # the first that fails decides
    ({"if-match": '"x"', "if-none-match": '"abc"'}, FAILED),
    ({"if-match": '"abc"', "if-none-match": '"abc"'}, SAME_THING),
    ({"if-unmodified-since": SOONER, "if-modified-since": LATER}, FAILED),
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("headers", "verdict"), TABLE)
def test_a_conditional_request(method, headers, verdict):
    assert check_preconditions(method, headers, NOW) is verdict


def test_what_is_not_modified_fails_for_any_other_method():
    assert check_preconditions("PUT", {"if-none-match": '"abc"'}, NOW) is FAILED
    assert check_preconditions("PUT", {"if-modified-since": LATER}, NOW) is GO


@pytest.mark.parametrize(
    ("if_range", "applies"),
    [
        (None, True),
        ('"abc"', True),
        (' "abc" ', True),
        ('W/"abc"', False),
        ('"x"', False),
        ('"abc", "x"', False),
        ("*", False),
        ("", False),
        (SAME, True),
        (RFC_850, True),
        (SOONER, False),
        (LATER, False),
        ("yesterday", False),
        ("abc", False),
    ],
)
def test_if_range_takes_the_strong_tag_or_exactly_the_date(if_range, applies):
    assert range_applies(if_range, NOW) is applies
