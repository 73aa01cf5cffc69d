"""Words by language fall back to the mission's main language, marked with their own."""

from types import SimpleNamespace

from django.utils.translation import override

from core.templatetags.words import marked
from core.words import Worded, Wording


class Thing(Worded):
    def __init__(self, **texts: str) -> None:
        rows = [SimpleNamespace(language=code, name=text) for code, text in texts.items()]
        self.words = SimpleNamespace(all=lambda: rows)


def test_the_language_asked_for_is_not_marked() -> None:
    assert Thing(en="Embassy", kk="Елшілік").word("name", "kk") == Wording("Елшілік", "")


def test_a_missing_language_falls_back_to_the_main_one_and_says_so() -> None:
    assert Thing(kk="Елшілік", ru="Посольство").word("name", "en", main="ru") == Wording("Посольство", "ru")


def test_an_empty_text_counts_as_missing() -> None:
    assert Thing(en="", kk="Елшілік").word("name", "en", main="en") == Wording("Елшілік", "kk")


def test_nothing_at_all_is_empty_and_unmarked() -> None:
    assert Thing().word("name", "en") == Wording("", "")


def test_the_active_language_is_the_default() -> None:
    with override("kk"):
        assert Thing(en="Embassy", kk="Елшілік").word("name").text == "Елшілік"


def test_a_fallback_is_wrapped_in_its_language_and_escaped() -> None:
    assert marked(Wording("<b>Ел</b>", "kk")) == '<span lang="kk">&lt;b&gt;Ел&lt;/b&gt;</span>'
    assert marked(Wording("a & b", "")) == "a &amp; b"


def test_all_languages_come_in_the_order_of_the_install() -> None:
    assert [wording.lang for wording in Thing(ru="Р", en="E").words_in_all("name")] == ["en", "ru"]
