"""Words, hits and excerpts, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import BEFORE, LENGTH, excerpt, pieces
from search.queries import MOST_WORDS, hits, printable, words_of

TEXT = " ".join(f"word{number}" for number in range(200)) + " the Reform of 2007 " + "tail " * 100


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("reform", ("reform",)),
        ("  Political   REFORM ", ("political", "reform")),
        ("reform reform Reform", ("reform",)),
        ('"exact phrase"', ("exact", "phrase")),
        ("title:reform OR NOT (body*)", ("title", "reform", "or", "not", "body")),
        ("e-mail", ("e", "mail")),
        ("№ 24", ("no", "24")),
        ("Қазақ әні", ("қазақ", "әні")),
        ("Маи\u0306ра", ("майра",)),
        ("snake_case", ("snake", "case")),
        ("ﬁnal", ("final",)),
        ("", ()),
        (" ", ()),
        ('"', ()),
        ("* ( ) ^ ~ - + : ' % _ \\", ()),
        ("\0", ()),
        ("a\0b", ("a", "b")),
        ("\ufffd\ufffe", ()),
        ("\ud800", ()),
        ("🙂", ()),
        ("\u0301", ()),
    ],
)
def test_a_question_is_taken_apart_into_plain_words(question, words):
    assert words_of(question) == words


@given(st.text(alphabet=st.characters(), max_size=400))
def test_words_are_letters_and_digits_whatever_was_asked(question):
    words = words_of(question)
    assert len(words) <= MOST_WORDS
    assert len(set(words)) == len(words)
    assert not any(sign in word for word in words for sign in "\"'*:()^-+\0%_\\ ")
    assert printable(question).isprintable()


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("Reform", ("reform",), True),
        ("reforms", ("reform",), True),
        ("reforms", ("reform", "law"), False),
        ("lawful", ("reform", "law"), True),
        ("of", ("o",), False),
        ("o", ("o",), True),
        ("Café", ("cafe",), True),
        ("anything", (), False),
    ],
)
def test_the_last_word_may_be_a_beginning(word, words, expected):
    assert hits(word, words) is expected


def test_an_excerpt_stands_around_the_first_hit():
    found = excerpt(TEXT, ("reform",))
    text = "".join(piece.text for piece in found)
    assert [piece.text for piece in found if piece.hit] == ["Reform"]
    assert text.startswith("…word")
    assert text.endswith("tail…")
    assert LENGTH - BEFORE <= len(text) <= LENGTH + 2


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("The reform.", ("reform",)) == [("The ", False), ("reform", True), (".", False)]


def test_a_text_without_the_words_has_no_excerpt():
    assert excerpt(TEXT, ("constitution",)) == []


def test_a_text_without_blanks_is_cut_all_the_same():
    text = "x" * 1000 + " reform" + "y" * 1000
    assert len("".join(piece.text for piece in excerpt(text, ("reform",)))) <= LENGTH + 2


@given(st.text(max_size=200), st.lists(st.sampled_from(["a", "reform", "қаз", "1"]), unique=True).map(tuple))
def test_pieces_put_together_are_the_text(text, words):
    assert "".join(piece.text for piece in pieces(text, words)) == text


@given(st.text(max_size=600), st.sampled_from([("a",), ("reform", "a"), ("қаз",)]))
def test_an_excerpt_is_short(text, words):
    assert len("".join(piece.text for piece in excerpt(text, words))) <= LENGTH + 2


def test_an_excerpt_that_is_cut_behind_a_sentence_does_not_end_in_two_signs():
    text = "A reform of the law, " + "word " * 29 + "until then., " + "more " * 40
    assert "".join(piece.text for piece in excerpt(text, ("reform",))).endswith("until then…")
