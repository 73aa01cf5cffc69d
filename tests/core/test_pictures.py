"""Pictures of pages: made at save and publication, complete or not told of, and never made by a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from core import renditions
from core.models import MissionImage, MissionRendition
from core.picture_tasks import picture_saved, request_pictures
from core.picture_uses import FRAMED, WHOLE, wanted
from core.pictures import BULLETIN, FIGURE, bring_pictures, picture_of
from core.renditions import make_all, make_first, uses_of
from events.models import EventPage, EventsPage
from home.models import StandardPage
from news.models import BulletinPage, NewsIndexPage
from tests import pictures
from tests.missions import Missions, visitor
from tests.news.ground import make_bulletin, make_index

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><path d="M0 0h9v6z"/></svg>'
LARGE = pictures.jpeg((1500, 1000))


@pytest.fixture
def saved(missions: Missions, django_capture_on_commit_callbacks: Any) -> Callable[..., MissionImage]:
    """A function that saves a picture of the first mission as an editor does, with what follows from it."""

    def save(data: bytes | None = None, name: str = "horses.jpg", **fields: Any) -> MissionImage:
        with django_capture_on_commit_callbacks(execute=True):
            return pictures.picture_of(missions.first, data, name, **fields)

    return save


@pytest.fixture
def published(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """A function that publishes a page in a transaction of its own."""

    def publish(make: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return make(*args, **fields)

    return publish


def asked() -> Any:
    """What the worker is asked to make of pictures; cards for sharing are another matter."""
    return DBTaskResult.objects.filter(backend_name="background", task_path__contains="picture_tasks")


def work() -> list[str]:
    """Does what waits for the worker; the names of what it did."""
    done = []
    for row in asked().filter(status="READY"):
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        done.append(row.task_name)
        row.delete()
    return done


def made(image: MissionImage) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def figure(image: MissionImage, **words: str) -> dict[str, Any]:
    return {"type": "image", "value": {"image": image.pk, "alt": "A lake.", "caption": "", "credit": "", **words}}


def everything_stored() -> set[str]:
    folders = (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT))
    return {str(path) for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_an_upload_can_be_shown_at_once_in_its_own_format(saved: Any) -> None:
    image = saved()
    assert made(image) == {"fill-720x480|format-jpeg", "max-720x720|format-jpeg"}
    assert asked().count() == 0
    shown = picture_of(image, "Horses.", BULLETIN)
    assert (shown.width, shown.height, shown.sources, shown.srcset) == (720, 480, (), "")
    assert shown.src.endswith(".jpg")


def test_a_small_picture_is_not_made_larger(saved: Any) -> None:
    image = saved(pictures.jpeg((300, 240)))
    make_all(image, [FRAMED, WHOLE])
    sizes = set(image.renditions.values_list("filter_spec", "width", "height"))
    assert ("fill-480x320|format-jpeg", 300, 200) in sizes
    assert ("max-480x480|format-jpeg", 300, 240) in sizes
    assert max(width for _spec, width, _height in sizes) == 300
    assert picture_of(image, "", FIGURE).sizes.startswith("(min-width: 61.25em) 300px")


def test_publication_asks_for_every_width_of_the_uses_on_the_page(
    missions: Missions, saved: Any, published: Any
) -> None:
    lead, lake = saved(LARGE), saved(pictures.jpeg((1000, 1500)), "lake.jpg")
    index = make_index(missions.first)
    published(make_bulletin, index, picture=lead, picture_alt="Horses.", body=[figure(lake)])
    assert work() == ["make_pictures", "make_pictures"]
    assert {one.spec for one in wanted(lead, FRAMED)} <= made(lead)
    assert not any(spec.startswith("max-1296") for spec in made(lead))
    assert {one.spec for one in wanted(lake, WHOLE)} <= made(lake)
    shown = picture_of(MissionImage.objects.get(pk=lead.pk), "Horses.", BULLETIN)
    assert [kind for kind, _srcset in shown.sources] == ["image/avif", "image/webp"]
    for listed in (shown.srcset, *(srcset for _kind, srcset in shown.sources)):
        assert [part.rsplit(" ", 1)[1] for part in listed.split(", ")] == ["240w", "480w", "720w", "960w", "1296w"]


def test_a_page_without_pictures_asks_for_nothing(missions: Missions, published: Any) -> None:
    index = make_index(missions.first)
    published(make_bulletin, index)
    assert asked().count() == 0


def test_making_again_makes_nothing(saved: Any, published: Any, missions: Missions) -> None:
    image = saved()
    page = published(make_bulletin, make_index(missions.first), picture=image, picture_alt="Horses.")
    work()
    before = everything_stored()
    assert make_first(image) == make_all(image, [FRAMED]) == 0
    published(lambda: page.save_revision().publish())
    assert work() == []
    assert everything_stored() == before


def test_another_focal_point_gives_another_cut(saved: Any, published: Any, missions: Missions) -> None:
    image = saved(pictures.jpeg((900, 900)))
    published(make_bulletin, make_index(missions.first), picture=image, picture_alt="Horses.")
    work()
    before = picture_of(image, "", BULLETIN)
    image = MissionImage.objects.get(pk=image.pk)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 450, 60, 100, 100
    published(image.save)
    after = picture_of(MissionImage.objects.get(pk=image.pk), "", BULLETIN)
    assert after.src != before.src
    assert after.sources == ()
    work()
    assert len(picture_of(MissionImage.objects.get(pk=image.pk), "", BULLETIN).sources) == 2
    first = image.renditions.filter(filter_spec="fill-720x480|format-jpeg").latest("pk")
    # The focal point lies at the top, so the cut holds all of the upper half.
    assert pictures.opened(first.file).convert("RGB").getpixel((20, 460)) != (0, 0, 255)
    assert first.focal_point_key in first.file.name


def test_focal_points_are_those_of_the_upright_picture(saved: Any) -> None:
    image = saved(pictures.photograph(6))
    assert (image.width, image.height) == (600, 900)
    row = MissionImage.objects.get(pk=image.pk)
    assert (row.width, row.height) == (600, 900)
    one = image.renditions.get(filter_spec="max-720x720|format-jpeg")
    assert (one.width, one.height) == (480, 720)
    assert pictures.opened(one.file).size == (480, 720)


def test_no_rendition_says_where_or_by_whom_it_was_taken(saved: Any) -> None:
    image = saved(pictures.photograph(6))
    make_all(image, [FRAMED, WHOLE])
    image.get_renditions("max-165x165", "max-800x600", "original")
    image.get_rendition("width-300|format-webp")
    assert image.renditions.count() > 12
    assert pictures.opened(image.file).getexif().get_ifd(0x8825)
    for rendition in image.renditions.all():
        data = pictures.bytes_of(rendition.file)
        assert b"Secret" not in data, rendition.filter_spec
        assert not pictures.opened(data).getexif(), rendition.filter_spec
        assert rendition.height > rendition.width or rendition.filter_spec.startswith("fill-"), rendition.filter_spec


def test_a_broken_file_makes_nothing_and_says_why(saved: Any, caplog: pytest.LogCaptureFixture) -> None:
    image = saved(pictures.jpeg()[:2000])
    assert make_all(image, [FRAMED, WHOLE]) == 0
    assert image.renditions.count() == 0
    assert f"Nothing can be made of picture {image.pk} (Horses): OSError" in caplog.text
    assert picture_of(image, "", BULLETIN) is None


def test_a_file_that_is_gone_makes_nothing(saved: Any, missions: Missions) -> None:
    image = pictures.picture_of(missions.first)
    image.file.storage.delete(image.file.name)
    assert make_first(MissionImage.objects.get(pk=image.pk)) == 0


def test_more_pixels_than_allowed_are_not_even_read(saved: Any, settings: Any) -> None:
    settings.MAX_IMAGE_PIXELS = 900 * 600 - 1
    assert saved().renditions.count() == 0


def test_an_animation_stays_one(saved: Any) -> None:
    image = saved(pictures.animation(), "flag.gif")
    make_all(image, [FRAMED, WHOLE])
    assert {spec.rpartition("-")[2] for spec in made(image)} == {"gif"}
    shown = picture_of(image, "A flag.", FIGURE)
    assert (shown.sources, shown.width, shown.height) == ((), 300, 200)
    assert pictures.opened(image.renditions.get(filter_spec__startswith="max").file).n_frames == 4


def test_a_drawing_is_shown_from_one_file(missions: Missions, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = pictures.picture_of(missions.first, DRAWING, "emblem.svg")
    assert make_all(image, [FRAMED, WHOLE]) == 0
    shown = picture_of(image, "A sign.", FIGURE)
    assert shown.src.endswith(".svg")
    assert (shown.srcset, shown.sources, shown.width, shown.height) == ("", (), 648, 432)


def test_what_was_made_of_a_picture_that_has_changed_meanwhile_is_thrown_away(
    saved: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = saved()
    draw = renditions._files

    def changed_meanwhile(*args: Any) -> Any:
        files = list(draw(*args))
        MissionImage.objects.filter(pk=image.pk).update(file_hash="another")
        return files

    monkeypatch.setattr(renditions, "_files", changed_meanwhile)
    before = everything_stored()
    assert make_all(image, [FRAMED]) == 0
    assert everything_stored() == before


def test_a_new_file_takes_the_place_of_the_old_one(
    saved: Any, missions: Missions, editor_client: Any, published: Any
) -> None:
    image = saved()
    old = image.renditions.first().file.name
    form = {"title": "Horses", "description": "Horses.", "credit": "", "tags": "", "collection": image.collection_id}
    upload = pictures.BytesIO(pictures.jpeg((1200, 800)))
    upload.name = "new.jpg"
    answer = published(lambda: editor_client.post(f"/admin/images/{image.pk}/", {**form, "file": upload}))
    assert answer.status_code == 302
    image = MissionImage.objects.get(pk=image.pk)
    assert made(image) == {"fill-720x480|format-jpeg", "max-720x720|format-jpeg"}
    assert old not in set(image.renditions.values_list("file", flat=True))


def test_a_task_that_was_lost_is_asked_for_again(saved: Any, published: Any, missions: Missions) -> None:
    image = saved()
    published(make_bulletin, make_index(missions.first), picture=image, picture_alt="Horses.")
    DBTaskResult.objects.update(status="RUNNING")  # its worker was killed
    assert work() == []
    assert request_pictures(uses_of()) == 1
    assert work() == ["make_pictures"]
    assert request_pictures(uses_of()) == 0


def test_a_task_for_a_picture_that_is_gone_does_nothing(saved: Any, published: Any, missions: Missions) -> None:
    image = saved()
    published(make_bulletin, make_index(missions.first), picture=image, picture_alt="Horses.")
    MissionImage.objects.filter(pk=image.pk).delete()
    assert work() == ["make_pictures"]


def test_the_command_does_what_the_worker_does(missions: Missions, capsys: Any) -> None:
    shown, spare = pictures.picture_of(missions.first), pictures.picture_of(missions.first, name="spare.jpg")
    make_bulletin(make_index(missions.first), picture=shown, picture_alt="Horses.")
    call_command("make_renditions")
    assert {one.spec for one in wanted(shown, FRAMED)} <= made(shown)
    assert made(spare) == set()
    assert "1 of 1: Horses" in capsys.readouterr().out
    call_command("make_renditions", "--all")
    assert {one.spec for use in (FRAMED, WHOLE) for one in wanted(spare, use)} == made(spare)
    capsys.readouterr()
    call_command("make_renditions", "--all")
    assert capsys.readouterr().out.splitlines()[-1] == "0 files were made."


def test_a_format_is_told_of_only_when_none_of_its_widths_is_missing(saved: Any) -> None:
    image = saved(LARGE)
    make_all(image, [FRAMED])
    image.renditions.filter(filter_spec="fill-960x640|format-avif").delete()
    shown = picture_of(MissionImage.objects.get(pk=image.pk), "", BULLETIN)
    assert [kind for kind, _srcset in shown.sources] == ["image/webp"]


def test_all_pictures_come_in_one_query(saved: Any, django_assert_num_queries: Any) -> None:
    images = [saved(name=f"{number}.jpg") for number in range(4)]
    fresh = list(MissionImage.objects.filter(pk__in=[image.pk for image in images]))
    with django_assert_num_queries(1):
        bring_pictures([*fresh, None])
        assert all(picture_of(image, "", FIGURE) and picture_of(image, "", BULLETIN) for image in fresh)
    with django_assert_num_queries(0):
        bring_pictures([None])


@pytest.fixture
def site_with_pictures(missions: Missions) -> list[str]:
    """Pages of every type with pictures of which nothing is made; their addresses."""
    home = missions.first.home["en"]
    lead, lake = pictures.picture_of(missions.first), pictures.picture_of(missions.first, name="lake.jpg")
    shown = {"picture": lead, "picture_alt": "Horses."}
    make_bulletin(make_index(missions.first), slug="issue", body=[figure(lake), figure(lead)], **shown)
    calendar = home.add_child(instance=EventsPage(title="Events", locale=home.locale))
    event = EventPage(title="Talk", slug="talk", locale=home.locale, start_date=date(2030, 5, 1), **shown)
    event.start_time, event.time_zone, event.description = time(9), "America/New_York", [figure(lake)]
    calendar.add_child(instance=event)
    home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale, body=[figure(lake)]))
    pages = ["/", "/news/", "/news/issue/", "/events/", "/events/talk/", "/about/"]
    return [*pages, "/news/feed.rss", "/news/feed.atom"]


@pytest.mark.parametrize("first", [False, True], ids=["nothing made", "first made"])
def test_a_visit_makes_nothing(missions: Missions, site_with_pictures: list[str], first: bool) -> None:
    if first:
        for image in MissionImage.objects.all():
            make_first(image)
    client, before, rows = visitor(missions.first), everything_stored(), MissionRendition.objects.count()
    for address in site_with_pictures:
        answer = client.get(address)
        assert answer.status_code == 200, address
        shows = "/media/images/" in answer.content.decode()
        assert shows == (first and address not in {"/news/", "/events/"}), address
    assert everything_stored() == before
    assert MissionRendition.objects.count() == rows
    assert asked().count() == 0


def queries_of(client: Any, address: str) -> int:
    for _warm in range(2):
        assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("address", ["/news/issue/", "/news/feed.rss"])
def test_many_pictures_cost_what_one_costs(missions: Missions, saved: Any, address: str) -> None:
    images = [saved(name=f"{number}.jpg") for number in range(6)]
    index = make_index(missions.first)
    page = make_bulletin(index, slug="issue", picture=images[0], picture_alt="Horses.", body=[figure(images[1])])
    client = visitor(missions.first)
    one = queries_of(client, address)
    page.body = [figure(image) for image in images]
    page.save_revision().publish()
    assert queries_of(client, address) == one
    if address.endswith("rss"):
        for number in range(4):
            make_bulletin(index, f"More {number}", picture=images[number], picture_alt="H.", body=[figure(images[5])])
        assert queries_of(client, address) == one


def test_the_first_picture_is_hurried_and_the_others_wait(missions: Missions, saved: Any) -> None:
    lead, lake = saved(LARGE, credit="A. Photographer"), saved(pictures.jpeg((1000, 1500)), "lake.jpg")
    make_all(lead, [FRAMED])
    make_bulletin(
        make_index(missions.first), slug="issue", picture=lead, picture_alt="Horses & men.",
        body=[figure(lake, alt='A "lake".', caption="At noon", credit="B. Painter")],
    )  # fmt: skip
    text = visitor(missions.first).get("/news/issue/").content.decode()
    first, second = text.split("<picture>")[1:]
    assert 'alt="Horses &amp; men."' in first
    assert 'fetchpriority="high"' in first
    assert "loading=" not in first
    assert first.count("<source") == 2
    assert "A. Photographer" in first
    assert 'alt="A &quot;lake&quot;."' in second
    assert 'loading="lazy"' in second
    assert 'width="432" height="648"' in second
    assert "At noon" in second
    assert "B. Painter" in second


def test_a_picture_that_begins_a_page_is_hurried(missions: Missions, saved: Any) -> None:
    home, lake = missions.first.home["en"], saved()
    body = [figure(lake), figure(lake)]
    home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale, body=body))
    first, second = visitor(missions.first).get("/about/").content.decode().split("<picture>")[1:]
    assert 'fetchpriority="high"' in first
    assert 'loading="lazy"' in second


def test_the_leading_bulletin_shows_its_picture_at_home_and_the_others_do_not(missions: Missions, saved: Any) -> None:
    image = saved()
    index = make_index(missions.first)
    for day in (1, 2):
        make_bulletin(index, f"Issue {day}", date=date(2020, 1, day), picture=image, picture_alt=f"Horses {day}.")
    text = visitor(missions.first).get("/").content.decode()
    assert text.count("<picture>") == 1
    assert 'alt="Horses 2."' in text


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_pictures_in_feeds_have_full_addresses_and_sizes(missions: Missions, saved: Any, form: str) -> None:
    lead, lake = saved(LARGE), saved(pictures.jpeg((1000, 1500)), "lake.jpg", credit="B. Painter")
    make_all(lead, [FRAMED])
    index = make_index(missions.first)
    make_bulletin(index, picture=lead, picture_alt="Horses.", body=[figure(lake, caption="At noon")])
    text = visitor(missions.first).get(f"/news/feed.{form}").content.decode()
    assert text.count("&lt;img ") == 2
    assert "&lt;source" not in text
    assert 'src="/media' not in text
    assert 'src="http://aland.example/media/images/' in text
    # Seven in the text; the bulletin's own picture beside it, as enclosure and for Media RSS.
    assert text.count("http://aland.example/media/images/") == 9
    assert 'width="432" height="648"' in text
    assert "At noon" in text
    assert "B. Painter" in text


def test_another_missions_picture_is_not_made_for_a_page_that_never_shows_it(missions: Missions, saved: Any) -> None:
    image = saved()
    picture_saved(image)
    assert uses_of(image) == {}
    assert NewsIndexPage.objects.count() == BulletinPage.objects.count() == 0
