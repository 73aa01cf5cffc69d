"""Names of downloads, in the header's two spellings."""

import string
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dispositions import content_disposition, safe_name


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.pdf", 'attachment; filename="report.pdf"'),
        ("two words.pdf", 'attachment; filename="two words.pdf"'),
        ("Қаулы.pdf", "attachment; filename=\"Qauly.pdf\"; filename*=UTF-8''%D2%9A%D0%B0%D1%83%D0%BB%D1%8B.pdf"),
        ('a"b.pdf', "attachment; filename=\"ab.pdf\"; filename*=UTF-8''a%22b.pdf"),
        ("50%.pdf", "attachment; filename=\"50.pdf\"; filename*=UTF-8''50%25.pdf"),
        ("it's.pdf", 'attachment; filename="it\'s.pdf"'),
        ("../../etc/passwd", 'attachment; filename="etc-passwd"'),
        ("a\r\nSet-Cookie: x.pdf", 'attachment; filename="aSet-Cookie: x.pdf"'),
        ("", 'attachment; filename="file"'),
        (".htaccess", 'attachment; filename="file.htaccess"'),
    ],
)
def test_a_name_in_the_header(name, header):
    assert content_disposition(name, attachment=True) == header


def test_a_name_that_reads_backwards_is_set_right():
    assert safe_name("song\u202egpj.exe") == "songgpj.exe"


def test_a_long_name_keeps_its_extension():
    assert safe_name("ә" * 500 + ".flac") == "ә" * 120 + ".flac"


@given(st.text(max_size=300))
def test_any_name_gives_a_header_of_printable_letters(name):
    header = content_disposition(name, attachment=False)
    assert set(header) <= set(string.printable) - set("\r\n\t\x0b\x0c")
    assert header.startswith('inline; filename="')
    plain = header.removeprefix('inline; filename="').partition('"')[0]
    assert not set(plain) & set('"\\/')
    if "filename*" in header:
        assert unquote(header.partition("UTF-8''")[2]) == safe_name(name)
