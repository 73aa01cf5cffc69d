"""One tile of ornament: from the settings form to the strip, the band and the covers."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from core.appearance import part_address, sheet_address
from core.models import MissionImage, MissionSettings
from core.ornament import PARTS, compose, hoist_height, make_tile, ornament_hash, tile_rules
from core.svg import NAMESPACE, RefusedSvg
from core.theme import DEFAULT_ACCENT
from tests.missions import editor_of, visitor

LIMIT = 64 * 1024
TILE = (
    f'<svg xmlns="{NAMESPACE}" viewBox="0 0 40 20"><path id="tile" fill="#a00" d="M0 0h20v10Z"/>'
    '<path fill="none" stroke="blue" d="M0 0h9"/></svg>'
).encode()


def tall(width, height):
    return f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {width} {height}"><path d="M0 0h1v1Z"/></svg>'.encode()


def test_a_tile_has_one_colour_and_keeps_what_is_open():
    tile = make_tile(TILE, LIMIT)
    assert make_tile(tile.encode(), LIMIT) == tile
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', tile)) == {"#000", "none"}


@pytest.mark.parametrize(("width", "height"), [(401, 100), (100, 401), (1000, 1)])
def test_a_long_tile_is_refused(width, height):
    with pytest.raises(RefusedSvg, match="4 times"):
        make_tile(tall(width, height), LIMIT)


@pytest.mark.parametrize("part", [*PARTS, "preview"])
@pytest.mark.parametrize(("width", "height"), [(40, 40), (40, 10), (10, 40), (38, 42)])
def test_every_part_is_a_drawing_of_the_tile_alone(part, width, height):
    root = ElementTree.fromstring(compose(make_tile(tall(width, height), LIMIT), part))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    uses = list(root.iter(f"{{{NAMESPACE}}}use"))
    assert len(ids) == len(set(ids)) == 1
    assert {use.get("href") for use in uses} == {f"#{ids[0]}"}


def test_the_name_of_a_part_in_the_drawing_is_not_taken_twice():
    root = ElementTree.fromstring(compose(make_tile(TILE, LIMIT), "cover-0"))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert sorted(ids) == ["tile", "tile-"]


def test_covers_hold_one_four_and_sixteen_squares_of_tiles():
    def count(data, part):
        return compose(make_tile(data, LIMIT), part).count("<use")

    square, wide = tall(40, 40), tall(40, 20)
    assert [count(square, f"cover-{number}") for number in range(3)] == [1, 4, 16]
    assert [count(wide, f"cover-{number}") for number in range(3)] == [2, 8, 32]


@pytest.mark.parametrize(
    ("width", "height", "strip", "hoist", "band"),
    [
        (40, 40, 20, "0 0 40 40", "0 0 40 40"),
        (40, 20, 40, "0 0 20 40", "0 0 40 20"),
        (20, 40, 40, "0 0 20 40", "0 0 40 20"),
    ],
)
def test_a_tile_lies_along_the_edge_that_it_decorates(width, height, strip, hoist, band):
    tile = make_tile(tall(width, height), LIMIT)
    assert hoist_height(tile) == strip
    assert f'viewBox="{hoist}"' in compose(tile, "hoist")
    assert f'viewBox="{band}"' in compose(tile, "band")
    assert tile_rules(tile, lambda part: f"/{part}.svg")["tile-hoist-size"] == f"20px {strip}px"


def test_the_hash_follows_the_tile():
    first, second = make_tile(TILE, LIMIT), make_tile(tall(40, 40), LIMIT)
    assert ornament_hash(first) != ornament_hash(second)
    assert sheet_address(DEFAULT_ACCENT, "") == ""
    assert len({sheet_address(DEFAULT_ACCENT, first), sheet_address(DEFAULT_ACCENT, second)}) == 2
    assert sheet_address("#7a0019", first) != sheet_address("#7a0019", "")


# As visitors get it


@pytest.fixture
def decorated(missions):
    mission = missions.first.mission
    mission.ornament = make_tile(TILE, LIMIT)
    mission.save()
    return missions.first


@pytest.mark.django_db
def test_the_style_sheet_leads_to_every_part(decorated):
    client = visitor(decorated)
    sheet = sheet_address(decorated.mission.accent, decorated.mission.ornament)
    assert f'<link rel="stylesheet" href="{sheet}">' in client.get("/").content.decode()
    addresses = re.findall(r'url\("([^"]+)"\)', client.get(sheet).content.decode())
    assert len(addresses) == len(PARTS)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert {"public", "immutable"} <= set(answer["Cache-Control"].split(", "))
        assert not answer.cookies


@pytest.mark.django_db
def test_a_former_part_leads_to_that_of_today_and_then_to_the_house(decorated, missions):
    client, mission = visitor(decorated), decorated.mission
    former = part_address(mission.ornament, "band")
    mission.ornament = make_tile(tall(40, 40), LIMIT)
    mission.save()
    assert client.get(former)["Location"] == part_address(mission.ornament, "band") != former
    mission.ornament = ""
    mission.save()
    assert client.get(former)["Location"] == "/static/ornament/band.svg"
    assert "/theme/" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_one_missions_ornament_is_not_shown_on_anothers_host(decorated, missions):
    address = part_address(decorated.mission.ornament, "hoist")
    assert visitor(decorated).get(address).status_code == 200
    assert visitor(missions.second).get(address)["Location"] == "/static/ornament/hoist.svg"
    assert "/theme/" not in visitor(missions.second).get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/theme/{}-x.svg", "/theme/{}-preview.svg", "/theme/{}-cover-3.svg", "/theme/{}.svg"])
def test_there_are_no_other_parts(decorated, path):
    assert visitor(decorated).get(path.format(ornament_hash(decorated.mission.ornament))).status_code == 404


# As an editor sets it


def address_of(mission):
    return reverse("wagtailsettings:edit", args=["core", "missionsettings", mission.site.pk])


def posted(mission, **changes):
    """What the form sends: the mission's row of words changed, everything else as given."""
    words = mission.mission.words.get()
    row = {"id": words.pk, "language": "en", "mission_name": "Embassy of Typed", "country_name": "Typed"}
    data = {
        "main_language": "en",
        "time_zone": "America/New_York",
        "words": inline_formset([row | {"place_line": "", "music_heading": "", "footer_note": ""}], initial=1),
        "hours": inline_formset([]),
        "telephones": streamfield([]),
        "social_links": streamfield([]),
        "emblem": "",
        "accent": "#7A0019",
        "address": "1 Typed Street",
        "email": "",
    }
    return nested_form_data(data | changes)


def upload(data=TILE, name="tile.svg"):
    return SimpleUploadedFile(name, data, "image/svg+xml")


def settings_of(mission):
    return MissionSettings.objects.get(site=mission.site)


@pytest.mark.django_db
def test_an_editor_uploads_a_tile_sees_it_and_takes_it_away(missions):
    client = editor_of(missions.first)
    address = address_of(missions.first)
    empty = client.get(address).content.decode()
    assert 'src="/static/ornament/band.svg"' in empty
    assert 'enctype="multipart/form-data"' in empty
    assert client.post(address, posted(missions.first, ornament_file=upload())).status_code == 302
    kept = settings_of(missions.first)
    assert (kept.ornament, kept.accent) == (make_tile(TILE, LIMIT), "#7a0019")
    assert 'src="data:image/svg+xml;base64,' in client.get(address).content.decode()
    assert client.post(address, posted(missions.first)).status_code == 302
    assert settings_of(missions.first).ornament == kept.ornament
    assert client.post(address, posted(missions.first, house_ornament="on")).status_code == 302
    assert settings_of(missions.first).ornament == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "The drawing holds a script."),
        (b"%PDF-1.7", "The file is damaged, or it is not an SVG drawing."),
        (tall(500, 1), "The tile is too long"),
        (b" " * (LIMIT + 1), "The drawing is larger than 64 KB."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_bad_tile_is_refused_with_a_sentence_and_the_rest_stays_typed(missions, data, sentence):
    answer = editor_of(missions.first).post(
        address_of(missions.first), posted(missions.first, ornament_file=upload(data))
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "Embassy of Typed" in html
    assert "1 Typed Street" in html
    kept = settings_of(missions.first)
    assert (kept.ornament, kept.address) == ("", "")


@pytest.mark.django_db
def test_a_tile_and_the_house_ornament_exclude_each_other(missions):
    answer = editor_of(missions.first).post(
        address_of(missions.first), posted(missions.first, ornament_file=upload(), house_ornament="on")
    )
    assert "not both" in answer.content.decode()
    assert settings_of(missions.first).ornament == ""


@pytest.mark.django_db
def test_a_pale_accent_is_refused_and_the_reason_can_be_read(missions):
    answer = editor_of(missions.first).post(
        address_of(missions.first), posted(missions.first, accent="#FFD500", ornament_file=upload())
    )
    html = answer.content.decode()
    assert "Choose a darker colour." in html
    assert 'value="#FFD500"' in html
    kept = settings_of(missions.first)
    assert (kept.accent, kept.ornament) == (DEFAULT_ACCENT, "")


@pytest.mark.django_db
def test_the_editor_of_another_mission_changes_nothing(missions):
    answer = editor_of(missions.second).post(address_of(missions.first), posted(missions.first, ornament_file=upload()))
    assert answer.status_code in (302, 403)
    assert settings_of(missions.first).ornament == ""


@pytest.mark.django_db
@pytest.mark.parametrize("accent", ["blue", "#12", "#09b", "url(x)", "#gggggg", "0a0", "#٠٠٠٠٠٠"])
def test_what_is_no_colour_is_refused_with_a_sentence_and_stays_typed(missions, accent):
    answer = editor_of(missions.first).post(address_of(missions.first), posted(missions.first, accent=accent))
    assert answer.status_code == 200
    assert "Write the colour as # and six digits" in answer.content.decode()
    assert f'value="{accent}"' in answer.content.decode()


@pytest.mark.django_db
def test_a_colour_without_its_sign_is_understood(missions):
    answer = editor_of(missions.first).post(address_of(missions.first), posted(missions.first, accent="7A0019"))
    assert answer.status_code == 302
    assert settings_of(missions.first).accent == "#7a0019"


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "sentence"), [((1, 1), "too small"), ((1000, 20), "about square"), ((120, 90), "")])
def test_an_emblem_has_the_shape_of_one(missions, size, sentence):
    data = BytesIO()
    Image.new("RGB", size).save(data, "PNG")
    image = MissionImage.objects.create(
        title="Sign", collection=missions.first.collection, file=ContentFile(data.getvalue(), "sign.png")
    )
    answer = editor_of(missions.first).post(address_of(missions.first), posted(missions.first, emblem=image.pk))
    assert answer.status_code == (200 if sentence else 302)
    if sentence:
        assert sentence in answer.content.decode()
