"""Pictures for sharing: drawn when a page is published, never cut, never of a draft, gone with the page."""

from __future__ import annotations

import io
from datetime import date, time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import PageViewRestriction

from core.drawings import neutral_sign
from core.lettering import break_lines, drawable, fit, font, has_glyph, says_enough
from core.models import MissionImage
from core.ornament import make_tile
from core.social import SHARED, _ornament, keep_all_cards, keep_card
from core.social_card import HEIGHT, WIDTH, Card, Face, draw_card, to_png
from core.tasks import make_card, make_cards
from home.management.commands.build_fonts import KAZAKH
from tests.events.ground import make_calendar, make_event
from tests.missions import fetched, visitor
from tests.news.ground import make_bulletin, make_index, make_series

LONGEST = ("Әділетті Қазақстанның ғылымы, өңірі, ұлтының үні, һәм іргесі — «№ 24» ₸ " * 5)[:255]
UNBROKEN = ("Қазақстандықтардыңұлттықғылымиөнегесіһәмүлгісіәлемінде" * 6)[:255]
TILE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M0 0h20L0 20Z"/></svg>'
NUMERALS = ["", "7", "24", "100", "99999"]


def card(**said):
    mission = said.pop("mission", "Embassy of Aland")
    return Card(Face(**said), mission, "Аланд Елшілігі", "#009ebf", _ornament(""), "")


def test_the_typeface_has_every_letter_of_the_languages():
    for letter in KAZAKH + "№₸«»„“”’—–ЁёЩщ" + "ÄÉñß":
        assert has_glyph(letter), letter
    assert not has_glyph("ش")
    assert not has_glyph("ქ")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Georgia (საქართველო) and Kazakhstan", "Georgia and Kazakhstan"),
        ("سفارة: Embassy", "Embassy"),
        ("co\u00adoperation", "cooperation"),
        ("и\u0306", "й"),
        ("a\n b\t c", "a b c"),
        ("ﬁne 🎵 music", "fine music"),
        ("№ 24", "№ 24"),
    ],
)
def test_what_cannot_be_drawn_is_left_out_with_what_hung_on_it(text, kept):
    assert drawable(text) == kept


@given(st.text(max_size=100))
def test_nothing_that_is_drawn_is_a_box(text):
    assert all(has_glyph(letter) for letter in drawable(text))


def test_a_title_in_another_script_gives_way():
    assert says_enough("Nauryz")
    assert not says_enough("سفارة كازاخستان 3")
    assert not says_enough("")
    picture = draw_card(card(title="سفارة كازاخستان", kicker="Bulletin No 3", numeral="3"), None)
    same = draw_card(card(title="Bulletin No 3", numeral="3"), None)
    assert picture.tobytes() == same.tobytes()


@pytest.mark.parametrize("numeral", NUMERALS)
@pytest.mark.parametrize("title", [LONGEST, UNBROKEN, "Short", "Ш" * 255, "i" * 255])
def test_no_letter_is_cut_or_left_out(monkeypatch, title, numeral):
    """Everything drawn lies on the card, right of the hoist, above its end; and all letters of the title are there."""
    lines = []

    def spy(self, text, at, size, name):
        left, top, right, bottom = font(size).getbbox(text, anchor="ls")
        lines.append((text, at[0] + left, at[1] + top, at[0] + right, at[1] + bottom, name))

    monkeypatch.setattr("core.social_card.Brush.line", spy)
    draw_card(card(title=title, kicker="Арнайы шығарылым № 24", numeral=numeral, foot="22 желтоқсан"), None)
    for _text, left, top, right, bottom, _name in lines:
        assert 50 < left < right <= WIDTH - 20
        assert 0 < top < bottom <= HEIGHT - 10
    drawn = "".join(text for text, *_box, name in lines if name == "ink" and text not in {"Embassy of Aland"})
    assert drawn.replace(" ", "") == drawable(title).replace(" ", "")
    kicker = next(box for box in lines if box[-1] == "sun-ink")
    foot = next(box for box in lines if box[0] == "22 желтоқсан")
    titles = [box for box in lines if box[-1] == "ink" and box[0] != "Embassy of Aland"]
    assert kicker[4] <= titles[0][2] + 2
    assert titles[-1][4] <= foot[2]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=255))
@settings(max_examples=40, deadline=None)
def test_any_title_makes_a_card(title):
    assert draw_card(card(title=title, numeral="24"), None).size == (WIDTH, HEIGHT)


@given(st.text(alphabet="абв Ққ-—/", max_size=120), st.integers(min_value=2, max_value=30))
def test_lines_hold_all_letters_and_keep_to_their_width(text, ems):
    line = drawable(text)
    lines = break_lines(line, ems)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert all(font(100).getlength(one) <= ems * 100 for one in lines)


def test_words_stay_whole_as_long_as_they_can():
    setting = fit("Халықаралық ынтымақтастық мәселелері", range(84, 17, -2), 400, 300, 1.1)
    assert set(" ".join(setting.lines).split()) == {"Халықаралық", "ынтымақтастық", "мәселелері"}


@pytest.mark.parametrize("title", ["Short", LONGEST])
def test_a_card_is_a_small_png_of_the_right_size(title):
    data = to_png(draw_card(card(title=title, kicker="No 24", numeral="24"), neutral_sign("#009ebf", 250)))
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert picture.convert("RGB").getpixel((WIDTH - 1, 0)) == (255, 255, 255)
    assert len(data) < 100_000


def stored(page):
    page.refresh_from_db()
    return page.social_card and storages["renditions"].exists(page.social_card)


@pytest.fixture
def index(missions):
    return make_index(missions.first)


@pytest.fixture
def issue(missions, index):
    return make_bulletin(index, "A year of reform", slug="reform", series=make_series(missions.first), number=24)


@pytest.mark.django_db
def test_publishing_asks_for_a_card_in_the_background(index, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        page = make_bulletin(index, "New", slug="new")
    waiting = DBTaskResult.objects.filter(task_path=make_card.module_path)
    assert [task.args_kwargs["args"] for task in waiting] == [[page.pk]]
    assert not stored(page)


@pytest.mark.django_db
def test_the_card_of_a_page_is_what_networks_are_given(missions, issue):
    name = keep_card(issue.pk)
    assert stored(issue)
    html = visitor(missions.first).get("/news/reform/").content.decode()
    for line in (
        f'<meta property="og:image" content="http://aland.example/media/{name}">',
        '<meta property="og:image:width" content="1200">',
        '<meta property="og:image:height" content="630">',
        '<meta property="og:image:alt" content="A year of reform">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert line in html
    assert f"http://aland.example/media/{name}" in html.split("ld+json")[1]
    assert fetched(missions.first, f"/media/{name}") == (200, "image/png")


@pytest.mark.django_db
def test_an_unchanged_card_is_not_drawn_again(monkeypatch, issue):
    name = keep_card(issue.pk)
    monkeypatch.setattr("core.social.draw_card", lambda *args: pytest.fail("drawn again"))
    issue.save_revision().publish()
    assert keep_card(issue.pk) == name


@pytest.mark.django_db
def test_a_changed_title_replaces_the_card(issue, django_capture_on_commit_callbacks):
    old = keep_card(issue.pk)
    issue.refresh_from_db()
    issue.title = "Another title"
    issue.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        new = keep_card(issue.pk)
    assert new != old
    assert stored(issue)
    assert not storages["renditions"].exists(old)


@pytest.mark.django_db
def test_a_draft_has_no_card_and_a_live_page_that_of_its_live_words(index, issue):
    draft = make_bulletin(index, "Secret", slug="secret")
    draft.unpublish()
    assert keep_card(draft.pk) == ""
    name = keep_card(issue.pk)
    issue.refresh_from_db()
    issue.title = "Words of a draft"
    issue.save_revision()
    assert keep_card(issue.pk) == name


@pytest.mark.django_db
def test_the_card_goes_when_the_page_is_no_longer_public(issue, django_capture_on_commit_callbacks):
    name = keep_card(issue.pk)
    issue.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        issue.unpublish()
    assert not storages["renditions"].exists(name)
    issue.refresh_from_db()
    assert issue.social_card == ""


@pytest.mark.django_db
def test_the_card_goes_with_the_page_and_with_what_lies_above(issue, django_capture_on_commit_callbacks):
    name = keep_card(issue.pk)
    with django_capture_on_commit_callbacks(execute=True):
        issue.get_parent().specific.delete()
    assert not storages["renditions"].exists(name)


@pytest.mark.django_db
def test_a_page_behind_a_password_has_no_card(issue, django_capture_on_commit_callbacks):
    name = keep_card(issue.pk)
    with django_capture_on_commit_callbacks(execute=True):
        barrier = PageViewRestriction.objects.create(page=issue.get_parent(), restriction_type="password", password="x")
    assert not storages["renditions"].exists(name)
    assert keep_card(issue.pk) == ""
    barrier.delete()
    assert keep_card(issue.pk) == name


@pytest.mark.django_db
def test_revisions_copies_and_translations_carry_no_card(missions, issue):
    issue.save_revision()
    old_revision = issue.latest_revision
    name = keep_card(issue.pk)
    issue.refresh_from_db()
    old_revision.publish()
    issue.refresh_from_db()
    assert issue.social_card == name
    copy = issue.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert copy.social_card == ""
    make_index(missions.first, "kk", issue.get_parent().specific)
    assert issue.copy_for_translation(missions.first.home["kk"].locale).social_card == ""


def picture(mission, colour="teal", size=(2000, 2000)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return MissionImage.objects.create(
        title="Speakers",
        description="Two speakers",
        file=ContentFile(out.getvalue(), "p.png"),
        collection=mission.collection,
    )


@pytest.mark.django_db
def test_the_picture_of_an_editor_wins(missions, index, django_assert_max_num_queries):
    page = make_bulletin(index, "Pictured", slug="pictured", social_image=picture(missions.first))
    client = visitor(missions.first)
    # Not made yet, and never in a visitor's request.
    assert SHARED not in [one.filter_spec for one in page.social_image.renditions.all()]
    assert "og:image:width" in client.get("/news/pictured/").content.decode()
    assert SHARED not in [one.filter_spec for one in page.social_image.renditions.all()]
    assert keep_card(page.pk) == ""
    rendition = page.social_image.renditions.get(filter_spec=SHARED)
    html = client.get("/news/pictured/").content.decode()
    assert f'<meta property="og:image" content="http://aland.example{rendition.url}">' in html
    assert '<meta property="og:image:alt" content="Two speakers">' in html
    assert (rendition.width, rendition.height) == (1200, 630)


@pytest.mark.django_db
def test_another_accent_asks_for_all_cards_anew(missions, issue, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    old = keep_card(issue.pk)
    mission = missions.first.mission
    mission.accent = "#7a0019"
    with django_capture_on_commit_callbacks(execute=True):
        mission.save()
    [task] = DBTaskResult.objects.filter(task_path=make_cards.module_path)
    make_cards.func(*task.args_kwargs["args"])
    issue.refresh_from_db()
    assert issue.social_card not in {"", old}


@pytest.mark.django_db
def test_cards_of_a_mission_are_its_own_pages_and_all_of_them(missions, issue, index):
    other = make_bulletin(make_index(missions.second), "Elsewhere", slug="elsewhere")
    for number in range(3):
        make_bulletin(index, f"Issue {number}", slug=f"issue-{number}")
    keep_all_cards(missions.first.site)
    assert stored(issue)
    assert stored(missions.first.home["kk"])
    assert not stored(other)


@pytest.mark.django_db
def test_the_command_makes_what_is_missing(missions, issue, monkeypatch):
    call_command("make_social_cards", verbosity=0)
    issue.refresh_from_db()
    name = issue.social_card
    storages["renditions"].delete(name)
    call_command("make_social_cards", verbosity=0)
    assert storages["renditions"].exists(name)


@pytest.mark.django_db
def test_every_kind_of_page_says_its_own_on_its_card(missions, issue):
    mission = missions.first.mission
    calendar = make_calendar(missions.first.home["en"])
    event = make_event(calendar, title="Dombra evening", venue="Great hall")
    several = make_event(
        calendar,
        all_day=True,
        start_date=date(2023, 3, 21),
        end_date=date(2023, 3, 23),
        title="Nauryz",
        end_time=time(1),
    )
    assert issue.social_face(mission) == Face(
        "A year of reform", kicker="Special Issue No 24", numeral="24", foot="December 22, 2008"
    )
    face = event.social_face(mission)
    assert (face.numeral, face.above, face.below, face.kicker) == ("16", "Thursday", "March 2023", "Great hall")
    assert face.foot == "18:30 to 20:00, New York"
    assert several.social_face(mission).foot == "21 to 23 March 2023"
    assert missions.first.home["en"].social_face(mission).title == "Embassy of Aland"
    assert calendar.social_face(mission) == Face("Events")


@pytest.mark.django_db
def test_a_card_speaks_the_language_of_its_page(missions, index, monkeypatch):
    series = make_series(missions.first, en="Special Issue", kk="Арнайы шығарылым")
    page = make_bulletin(index, "Reform", slug="reform", series=series, number=24)
    kazakh = make_bulletin(
        make_index(missions.first, "kk", index), "Реформа", slug="reforma", translation_key=page.translation_key
    )
    faces = []
    monkeypatch.setattr(
        "core.social.draw_card", lambda card, emblem: faces.append(card.face) or Image.new("RGB", (1, 1))
    )
    monkeypatch.setattr("core.social.to_png", lambda picture: b"")
    keep_card(kazakh.pk)
    assert faces[0].kicker.startswith("Арнайы шығарылым")
    assert faces[0].foot == "2008 ж. 22 желтоқсан"


@pytest.mark.django_db
def test_a_renamed_series_asks_for_the_cards_of_its_mission(missions, issue, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        issue.series.save()
    [task] = DBTaskResult.objects.filter(task_path=make_cards.module_path)
    assert task.args_kwargs["args"] == [missions.first.site.pk]


def test_the_card_of_a_mission_with_an_ornament_of_its_own_wears_it(missions):
    page = missions.first.home["en"]
    page.save_revision().publish()
    house = keep_card(page.pk)
    mission = missions.first.mission
    mission.ornament = make_tile(TILE, 65536)
    mission.save()
    assert keep_card(page.pk) not in {"", house}
