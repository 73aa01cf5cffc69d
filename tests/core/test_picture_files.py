"""Pixels: turned upright, cut, in sRGB, and nothing beside them; damaged and huge files are named, never half read."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core.picture_files import (
    HAS_AVIF,
    SAVING,
    BrokenPicture,
    Cut,
    TooManyPixels,
    cut_all,
    encode,
    encode_animation,
    is_animated,
    opened,
    upright_size,
)
from tests import pictures

PLENTY = 10_000_000
WHOLE = Cut((0, 0, 900, 600), (300, 200))


def first_cut(data, cut=WHOLE):
    with opened(BytesIO(data), PLENTY) as picture:
        return next(cut_all(picture, [cut]))


def size_of(data):
    with opened(BytesIO(data), PLENTY) as picture:
        return upright_size(picture)


def near(pixel, colour, by=40):
    return all(abs(one - other) <= by for one, other in zip(pixel[:3], colour, strict=True))


def test_avif_can_be_written_here():
    assert HAS_AVIF


@pytest.mark.parametrize("orientation", range(1, 9))
def test_width_and_height_are_those_that_people_see(orientation):
    assert size_of(pictures.photograph(orientation)) == ((600, 900) if orientation > 4 else (900, 600))


def test_a_picture_is_turned_upright_before_it_is_cut():
    # Held so that the top of the scene is at the right of the file (orientation 8): red ends below, at the left.
    cut = first_cut(pictures.photograph(8), Cut((0, 0, 600, 900), (200, 300)))
    assert cut.size == (200, 300)
    corners = [cut.getpixel(at) for at in ((20, 20), (180, 20), (20, 280), (180, 280))]
    assert [
        near(*pair) for pair in zip(corners, [(0, 255, 0), (255, 255, 255), (255, 0, 0), (0, 0, 255)], strict=True)
    ] == [True] * 4


def test_a_cut_is_what_lies_in_its_box():
    cut = first_cut(pictures.jpeg(), Cut((450, 0, 900, 300), (150, 100)))
    assert all(near(cut.getpixel(at), (0, 255, 0)) for at in ((10, 10), (140, 90)))


@pytest.mark.parametrize("form", sorted(SAVING))
def test_nothing_but_pixels_is_written(form):
    data = encode(first_cut(pictures.photograph(6), Cut((0, 0, 600, 900), (200, 300))), form)
    made = pictures.opened(data)
    assert made.size == (200, 300)
    assert not made.getexif()
    assert b"Secret" not in data
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(made.info)


@pytest.mark.parametrize("form", ["png", "webp", "avif"])
def test_what_is_seen_through_stays_so(form):
    made = pictures.opened(encode(first_cut(pictures.see_through()), form))
    assert made.mode == "RGBA"
    assert made.getpixel((10, 5))[3] < 30 < 220 < made.getpixel((10, 195))[3]


def test_as_jpeg_it_stands_on_white():
    made = pictures.opened(encode(first_cut(pictures.see_through()), "jpeg"))
    assert near(made.getpixel((10, 2)), (255, 255, 255))


def test_colours_of_another_profile_are_brought_to_srgb(monkeypatch):
    asked = []
    convert = ImageCms.profileToProfile
    monkeypatch.setattr(
        ImageCms, "profileToProfile", lambda *args, **more: asked.append(more) or convert(*args, **more)
    )
    assert "icc_profile" not in first_cut(pictures.with_profile()).info
    assert asked == [{"outputMode": "RGB"}]


def test_a_profile_that_cannot_be_read_is_as_good_as_none():
    data = pictures.as_file(pictures.quarters(), "JPEG", icc_profile=b"no profile at all")
    assert near(first_cut(data).getpixel((20, 20)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_becomes_a_picture(mode):
    grey = Image.linear_gradient("L").resize(pictures.SIZE)
    deep = b"".join(bytes((value, value)) for value in grey.tobytes())
    source = Image.frombytes("I;16", pictures.SIZE, deep) if mode == "I;16" else grey.convert(mode)
    cut = first_cut(pictures.as_file(source, "PNG"))
    assert cut.mode in {"RGB", "RGBA", "L"}
    light = cut.convert("L")
    assert light.getpixel((150, 10)) < 60 < 190 < light.getpixel((150, 190))


def test_a_picture_for_print_is_shown_too():
    cut = first_cut(pictures.as_file(pictures.quarters(mode="CMYK"), "JPEG"))
    assert cut.mode == "RGB"
    assert near(cut.getpixel((20, 20)), (255, 0, 0), by=60)


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_an_animation_keeps_moving_and_its_rhythm(form):
    with opened(BytesIO(pictures.animation(form)), PLENTY) as picture:
        assert is_animated(picture)
        made = pictures.opened(encode_animation(picture, Cut((0, 0, 300, 200), (150, 100))))
    assert (made.format, made.size, made.n_frames) == (form, (150, 100), 4)
    made.seek(1)
    made.load()
    assert made.info["duration"] == 80


def test_a_still_picture_is_no_animation():
    with opened(BytesIO(pictures.as_file(pictures.quarters(), "GIF")), PLENTY) as picture:
        assert not is_animated(picture)


def test_more_pixels_than_the_limit_are_refused_before_they_are_read():
    with pytest.raises(TooManyPixels), opened(BytesIO(pictures.jpeg()), 900 * 600 - 1):
        pass
    with opened(BytesIO(pictures.jpeg()), 900 * 600):
        pass


def test_the_frames_of_an_animation_count_together():
    with pytest.raises(TooManyPixels), opened(BytesIO(pictures.animation(frames=4)), 300 * 200 * 4 - 1):
        pass


def test_a_picture_that_explodes_is_refused():
    bomb = pictures.as_file(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(TooManyPixels), opened(BytesIO(bomb), PLENTY):
        pass


@pytest.mark.parametrize("data", [b"", b"no picture", pictures.jpeg()[:3000], pictures.see_through()[:900]])
def test_a_broken_file_is_named(data):
    with pytest.raises(BrokenPicture):
        first_cut(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_damaged_byte_gives_a_picture_or_a_name(place, value):
    data = bytearray(pictures.jpeg((90, 60)))
    data[place % len(data)] = value
    with suppress(BrokenPicture):  # any other error fails the test
        assert first_cut(bytes(data), Cut((0, 0, 90, 60), (30, 20)))
