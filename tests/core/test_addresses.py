"""A page may not take a word that addresses are built from."""

import pytest

from core.addresses import is_reserved


@pytest.mark.parametrize(
    "slug", ["2008", "1900", "kk", "ru", "en", "KK", "series", "admin", "search", "past", "feed.rss"]
)
def test_years_languages_and_words_of_the_table_are_reserved(slug: str) -> None:
    assert is_reserved(slug)


@pytest.mark.parametrize("slug", ["special-issue-no-24", "20080", "about", "наурыз", "de", "pasta"])
def test_other_words_are_free(slug: str) -> None:
    assert not is_reserved(slug)
