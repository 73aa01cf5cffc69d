"""Icons: made of the emblem when settings are saved, named without a look, never another mission's."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import storages
from PIL import Image

from core.colours import to_hex
from core.drawings import svg_picture
from core.emblems import emblem_picture
from core.icons import LARGE, MASKABLE, SHAPES, SMALL, TOUCH, draw_icon, icon_name, icon_url, make_icons
from core.models import MissionImage
from core.theme import palettes
from tests.missions import fetched, visitor

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#ff0000" d="M0 0h10v10H0z"/></svg>'


def picture(mission, colour="teal", name="emblem.png", size=(300, 300)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    data = out.getvalue()
    return MissionImage.objects.create(
        title="Emblem", file=ContentFile(data, name), collection=mission.collection, width=size[0], height=size[1]
    )


def stored(mission, shape):
    with storages["renditions"].open(icon_name(mission, shape)) as file, Image.open(file) as icon:
        icon.load()
        return icon


@pytest.fixture
def mission(missions):
    return missions.first.mission


def test_every_icon_is_there_once_the_settings_are_saved(missions, mission):
    mission.emblem = picture(missions.first)
    mission.save()
    for shape in SHAPES:
        icon = stored(mission, shape)
        assert icon.size == (shape.side, shape.side)
        assert icon.getpixel((shape.side // 2, shape.side // 2))[:3] == (0, 128, 128)


def test_icons_of_home_screens_stand_on_paper_with_air_around(missions, mission):
    mission.emblem = picture(missions.first)
    mission.save()
    for shape in (TOUCH, MASKABLE):
        icon = stored(mission, shape)
        assert icon.mode == "RGB"
        assert icon.getpixel((2, 2)) == (255, 255, 255)
    # What a launcher cuts away is a circle of four fifths at most.
    assert MASKABLE.part * 2**0.5 <= 0.9


def test_an_emblem_that_is_not_square_is_not_pulled(missions, mission):
    mission.emblem = picture(missions.first, size=(400, 200))
    icon = draw_icon(LARGE, emblem_picture(mission.emblem, 512), mission.accent)
    assert icon.getpixel((256, 60))[3] == 0
    assert icon.getpixel((256, 256))[:3] == (0, 128, 128)


def test_without_an_emblem_the_neutral_sign_is_drawn_in_the_missions_colours(mission):
    for accent in ("#009ebf", "#7a0019"):
        mission.accent = accent
        mission.save()
        line = to_hex(palettes(accent)[0]["sky-deep"])
        colours = {
            f"#{r:02x}{g:02x}{b:02x}" for _n, (r, g, b, a) in stored(mission, LARGE).getcolors(1 << 20) if a == 255
        }
        assert line in colours


def test_a_saved_setting_draws_nothing_that_is_there(mission):
    mission.save()
    assert make_icons(mission) == 0


def test_a_name_follows_picture_and_accent(missions, mission):
    names = {icon_name(mission, SMALL)}
    mission.accent = "#7a0019"
    names.add(icon_name(mission, SMALL))
    mission.emblem = picture(missions.first)
    names.add(icon_name(mission, SMALL))
    assert len(names) == 3


def test_a_name_costs_no_query(missions, mission, django_assert_num_queries):
    mission.emblem = picture(missions.first)
    mission.save()
    with django_assert_num_queries(0):
        assert icon_url(mission, SMALL).startswith("/media/icons/")


def test_a_picture_that_is_replaced_or_deleted_leaves_no_icon_behind(
    missions, mission, django_capture_on_commit_callbacks
):
    mission.emblem = picture(missions.first)
    mission.save()
    image = mission.emblem
    with django_capture_on_commit_callbacks(execute=True):
        out = io.BytesIO()
        Image.new("RGB", (100, 100), "maroon").save(out, "PNG")
        image.file = ImageFile(out, name="other.png")
        image._set_file_hash()
        image.save()
    mission.refresh_from_db()
    assert stored(mission, SMALL).getpixel((16, 16))[:3] == (128, 0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    mission.refresh_from_db()
    assert mission.emblem is None
    assert stored(mission, SMALL).size == (32, 32)


def test_a_drawing_becomes_a_picture():
    made = svg_picture(SVG, 64)
    assert made.size == (64, 64)
    assert made.getpixel((32, 32)) == (255, 0, 0, 255)


def test_a_very_long_drawing_stays_in_its_box():
    made = svg_picture(SVG.replace(b"0 0 10 10", b"0 0 1 100000"), 64)
    assert max(made.size) == 64


@pytest.mark.parametrize(
    "inside",
    [
        b'<image href="/etc/passwd"/>',
        b'<IMAGE xlink:href="file:///etc/passwd"/>',
        b"<style>@import 'x.css';</style>",
        b'<rect style="fill:url(https://elsewhere.example/x#y)"/>',
        b'<filter><feImage href="x.png"/></filter>',
    ],
)
def test_a_drawing_that_asks_for_other_files_is_refused(inside):
    with pytest.raises(ValueError, match="other files"):
        svg_picture(SVG.replace(b"<path", inside + b"<path"), 64)


@pytest.mark.parametrize("data", [b"", b"no drawing", b"<svg", b"\xff\xfe"])
def test_what_is_no_drawing_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011  # the words are the library's
        svg_picture(data, 64)


def test_an_emblem_that_cannot_be_read_gives_way_to_the_neutral_sign(missions, mission):
    mission.emblem = picture(missions.first)
    Path(mission.emblem.file.path).write_bytes(b"no picture at all")
    assert emblem_picture(mission.emblem, 64) is None


def test_the_manifest_speaks_the_language_of_its_address(missions):
    answer = visitor(missions.first).get("/kk/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert "max-age" in answer["Cache-Control"]
    said = json.loads(answer.content)
    assert (said["lang"], said["dir"], said["start_url"], said["scope"]) == ("kk", "ltr", "/kk/", "/kk/")
    assert said["display"] == "minimal-ui"
    assert re.fullmatch(r"#[0-9a-f]{6}", said["theme_color"])
    assert {"any", "maskable"} == {icon["purpose"] for icon in said["icons"]}
    for icon in said["icons"]:
        assert fetched(missions.first, icon["src"]) == (200, "image/png")


def test_a_language_without_a_home_has_no_manifest(missions):
    assert visitor(missions.second).get("/kk/site.webmanifest").status_code == 404


def test_the_name_that_all_browsers_know_leads_to_the_small_icon(missions):
    client = visitor(missions.first)
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert "public" in answer["Cache-Control"]
    assert fetched(missions.first, answer["Location"]) == (200, "image/png")


def test_the_head_names_the_missions_icons(missions, mission):
    html = visitor(missions.first).get("/").content.decode()
    assert f'<link rel="icon" href="{icon_url(mission, SMALL)}" type="image/png" sizes="32x32">' in html
    assert f'<link rel="apple-touch-icon" href="{icon_url(mission, TOUCH)}">' in html
    assert '<link rel="manifest" href="/site.webmanifest">' in html
    assert '<link rel="manifest" href="/ru/site.webmanifest">' in visitor(missions.first).get("/ru/").content.decode()
