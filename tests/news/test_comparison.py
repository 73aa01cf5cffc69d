"""Two texts side by side: no word is lost, the fewest words are marked, and no text takes for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from news.comparison import GONE, NEW, SAME, Piece, Run, Steps, compare, matches
from tests.effort import assert_linear

PLENTY = 1_000_000
SHORT = st.lists(st.sampled_from("abc"), max_size=9)
TEXTS = st.lists(st.builds(Piece, st.sampled_from(["p", "li", "h2"]), st.text("ab .,\n", min_size=1, max_size=12)))


def said(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def paragraphs(*texts: str) -> list[Piece]:
    return [Piece("p", text) for text in texts]


def longest(one: list[str], other: list[str]) -> int:
    """The length of the longest common subsequence, the slow and certain way."""
    table = [[0] * (len(other) + 1) for _row in range(len(one) + 1)]
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if left == right else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(SHORT, SHORT)
def test_as_much_stays_as_can(one: list[str], other: list[str]) -> None:
    found = matches(one, other, Steps(PLENTY))
    assert found is not None
    assert all(one[left] == other[right] for left, right in found)
    assert found == sorted(found)
    assert len({left for left, _right in found}) == len({right for _left, right in found}) == longest(one, other)


@given(TEXTS, TEXTS, st.sampled_from([0, 3, 20, PLENTY]))
def test_both_texts_can_be_read_whole_from_their_side(earlier: list[Piece], later: list[Piece], steps: int) -> None:
    rows = compare(earlier, later, steps).rows
    assert [said(row.earlier) for row in rows if row.earlier] == [piece.text for piece in earlier]
    assert [said(row.later) for row in rows if row.later] == [piece.text for piece in later]
    assert all(run.kind in {SAME, GONE} for row in rows for run in row.earlier)
    assert all(run.kind in {SAME, NEW} for row in rows for run in row.later)


def test_a_changed_word_is_marked_and_no_other() -> None:
    (row,) = compare(paragraphs("On Monday at noon."), paragraphs("On Tuesday at noon."), PLENTY).rows
    assert row.earlier == (Run(SAME, "On "), Run(GONE, "Monday"), Run(SAME, " at noon."))
    assert row.later == (Run(SAME, "On "), Run(NEW, "Tuesday"), Run(SAME, " at noon."))


def test_changed_words_side_by_side_read_as_one_phrase() -> None:
    (row,) = compare(paragraphs("He met Jane Roe in May."), paragraphs("He met John Doe in May."), PLENTY).rows
    assert Run(GONE, "Jane Roe") in row.earlier
    assert Run(NEW, "John Doe") in row.later


def test_a_new_paragraph_does_not_shift_the_one_that_was_rewritten() -> None:
    before = paragraphs("The minister opened the hall on Monday.")
    after = paragraphs("A sentence of its own.", "The minister opened the hall on Tuesday.")
    first, second = compare(before, after, PLENTY).rows
    assert (first.earlier, said(first.later)) == ((), "A sentence of its own.")
    assert said(second.earlier) == "The minister opened the hall on Monday."


def test_another_address_behind_the_same_words_is_shown() -> None:
    before, after = ([Piece("p", "Read more.", (url,))] for url in ("/old/", "/new/"))
    (row,) = compare(before, after, PLENTY).rows
    assert "/old/" in said(row.earlier)
    assert "/new/" in said(row.later)


def test_the_same_text_has_nothing_marked() -> None:
    text = paragraphs("One.", "Two.")
    comparison = compare(text, text, 0)
    assert all(row.is_same for row in comparison.rows)
    assert not comparison.is_rough


def test_huge_texts_are_compared_as_far_as_the_steps_last() -> None:
    def work(count: int) -> None:
        one = " ".join(str(number * 7919 % 10007) for number in range(count))
        other = " ".join(str(number * 104729 % 10007) for number in range(count))
        comparison = compare(paragraphs(one), paragraphs(other), count)
        assert comparison.is_rough
        many = compare(paragraphs(*one.split()), paragraphs(*other.split()), count)
        assert len(many.rows) == count

    assert_linear(work, 3000)
