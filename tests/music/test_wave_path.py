"""The drawing of a waveform: a bar for each point, inside of its frame."""

import re

import pytest

from music.wave_path import HEIGHT, path, width


def bars(drawn):
    return [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)v(\d+)", drawn)]


@pytest.mark.parametrize("number", [1, 120, 600])
def test_there_is_a_bar_for_each_point_within_the_width(number):
    found = bars(path([128] * number))
    assert len(found) == number
    assert all(0 < x < width(number) for x, _top, _length in found)


@pytest.mark.parametrize(("point", "length"), [(0, 2), (128, 22), (255, HEIGHT)])
def test_a_bar_is_as_long_as_its_point_is_loud_around_the_middle(point, length):
    [(_x, top, drawn)] = bars(path([point]))
    assert abs(drawn - length) <= 1
    assert top + drawn / 2 == HEIGHT / 2


def test_nothing_is_drawn_of_nothing():
    assert path([]) == ""
