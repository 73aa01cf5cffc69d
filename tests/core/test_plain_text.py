"""HTML as the plain text of a letter."""

from __future__ import annotations

import pytest

from core.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One\n   two<br>three</p>", "One two\nthree"),
        ("<h2>Part</h2><p>Text</p>", "Part\n\nText"),
        ("<ul><li>a</li><li>b</li></ul>", "* a\n* b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "* a\n  * b\n  * c\n* d"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  * b\n2. c"),
        ("<p>Before</p><ul><li>a</li></ul><p>After</p>", "Before\n\n* a\n\nAfter"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "* a\n* b"),
        (
            "<table><caption>Hours</caption><tr><th>Day</th><th>Open</th></tr><tr><td>Mon</td><td>9 to 12</td></tr></table>",
            "Hours\nDay | Open\nMon | 9 to 12",
        ),
        ("<blockquote><p>Said.</p></blockquote><p>End</p>", "> Said.\n\nEnd"),
        ('<p>See <a href="https://x.example/a">the page</a>.</p>', "See the page <https://x.example/a>."),
        ('<p><a href="https://x.example/">https://x.example/</a></p>', "https://x.example/"),
        ('<p><a href="https://x.example/"><img src="i.png" alt="A map"></a></p>', "[A map] <https://x.example/>"),
        ('<p><a href="#part">below</a></p>', "below"),
        ('<p><a href="https://x.example/"></a></p>', "<https://x.example/>"),
        ('<p><img src="i.png" alt=""></p><p>x</p>', "x"),
        ("<p>Tom &amp; Jerry &lt;3 &#8470;&nbsp;24</p>", "Tom & Jerry <3 №\xa024"),
        ("<p>Қазақ тілі ән</p><p dir='rtl'>שלום <a href='https://x.example/'>עולם</a></p>", "Қазақ тілі ән\n\nשלום עולם <https://x.example/>"),
        ("<style>p{}</style><p>x</p><script>1</script>", "x"),
        ("<p>a</p><hr><p>b</p>", "a\n\n------------------------\n\nb"),
        ("<dl><dt>Tel.</dt><dd>1</dd></dl>", "Tel.\n1"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_reads_as_text(html: str, text: str) -> None:
    assert plain_text(html).strip() == text


def test_a_text_ends_with_one_line_end_and_has_no_empty_lines_in_a_row() -> None:
    text = plain_text("<div><section><p>a</p></section><section><p></p><p> </p><p>b</p></section></div>")
    assert text == "a\n\nb\n"
