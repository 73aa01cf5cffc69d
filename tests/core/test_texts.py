"""Texts that are too long end behind a whole word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.texts import shortened


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Short enough", 12, "Short enough"),
        ("One two three four", 12, "One two…"),
        ("Сайлау, партиялар, БАҚ", 19, "Сайлау, партиялар…"),
        ("  spaces \n and lines ", 30, "spaces and lines"),
        ("Unbreakablewordwithoutend", 10, "Unbreakab…"),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_behind_a_word(text, limit, expected):
    assert shortened(text, limit) == expected


@given(st.text(), st.integers(min_value=2, max_value=80))
def test_no_text_is_longer_than_its_limit_and_a_short_one_is_left_alone(text, limit):
    line = " ".join(text.split())
    made = shortened(text, limit)
    assert len(made) <= limit
    assert made == line or (made.endswith("…") and line.startswith(made[:-1]))
