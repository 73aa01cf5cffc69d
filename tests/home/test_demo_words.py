"""What the demonstration's files say in each language."""

import pytest

from home.demo.reading import in_languages, read


@pytest.mark.parametrize("plan", ["events", "second"])
def test_the_place_of_an_event_is_named_in_every_language_that_the_event_is_in(plan):
    for entry in read(plan)["event"]:
        others = {code: words for code, words in in_languages(entry).items() if code != "en"}
        assert all(words.get("venue", entry["venue"]) != entry["venue"] for words in others.values()), entry["slug"]
