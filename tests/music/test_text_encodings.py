"""Files of words in the encodings that people have: read, guessed and said, or refused in words."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from music.misreadings import Misread
from music.text_encodings import decode

RUSSIAN = "[ti:Rassvet]\n[00:01.00]Рассвет в степи…снова дорога\n[00:02.00]Эй!\n[00:03.00]ААА — «объезд»\n"
UKRAINIAN = "Ще не вмерла України і слава, і воля,\nще нам, браття молодії, усміхнеться доля."
KAZAKH = "Алтын күн аспаны, алтын дән даласы.\nҒасырлар ұзақ, өмір көп, әнім һәм жаным"
FRENCH = "Été à la plage, où l’élève chante :\n«\xa0Ça ira\xa0», déjà vu…\nLa la la"
GERMAN = "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_every_way_to_write_unicode_is_read(encoding):
    text = "Қара жорға\nӘнім"
    boms = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}
    data = boms.get(encoding, b"") + text.encode(encoding.removesuffix("-bom"))
    found = decode(data)
    assert (found.text.lstrip("\ufeff"), found.guess) == (text, "")


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN.replace("…", "...").replace("«", '"').replace("»", '"').replace("—", "-"), "koi8-r", "KOI8-R"),
        (UKRAINIAN, "cp1251", "Windows-1251"),
        (UKRAINIAN, "koi8-u", "KOI8-U"),
        (KAZAKH, "kz1048", "KZ-1048"),
        (KAZAKH, "ptcp154", "PT154"),
        (FRENCH, "cp1252", "Windows-1252"),
        (GERMAN, "latin-1", "Windows-1252"),
    ],
)
def test_an_old_encoding_is_found_by_its_words_and_named(text, codec, name):
    assert decode(text.encode(codec)) == (text, name)


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, KAZAKH, FRENCH, GERMAN])
def test_nothing_is_guessed_of_utf_8(text):
    assert decode(text.encode()) == (text, "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfb\x90\x00" * 10, "binary"),
        (b"ID3\x04\x00", "binary"),
        (b"\xff\xfea", "encoding"),
        (b"\x98", "encoding"),
        ("Рассвет в степи".encode("cp866"), "encoding"),
        ("夜明け前の草原を行く".encode("euc-jp"), "encoding"),
    ],
)
def test_what_is_no_text_or_nothing_is_known_of_is_said(data, code):
    with pytest.raises(Misread) as caught:
        decode(data)
    assert caught.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused_in_words(data):
    with suppress(Misread):
        decode(data)
