"""Play counts: what is counted, once and of whom not; that nothing remains of a listener; who may read them."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.content_version import read_version
from core.models import DayCount
from music import play_counts
from music.delivery import Answer
from music.listenings import (
    Note,
    asks_not_to_be_counted,
    begins_at_start,
    enough_bytes,
    is_robot,
    listener_key,
)
from music.models import MusicPage, PlayCount, PlaySalt, PlayToday, ProgrammeItem, ProgrammePage, Way
from music.play_chart import chart, round_up
from music.play_counts import count, day_of, forget_listeners, sum_up_months
from music.play_figures import SPANS, Figures, by_sample, counts_for, first_day, steps
from music.ranges import Span
from music.tally import ROOM_OF_HOUSEHOLD, Tally, tally
from tests.missions import editor_of, visitor
from tests.music.asking import make_sample

NOON = datetime(2026, 3, 22, 12, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOME = "203.0.113.7"
REPORT = "/admin/music/plays/"


@pytest.fixture(autouse=True)
def nothing_noted():
    tally.flush()
    yield
    tally._notes.clear()
    tally._households.clear()


def note_of(sample, mission=None, household=HOME, agent=FIREFOX, way=Way.PLAYER, programme=""):
    return Note(sample.public_id, way, household, agent, programme, mission.site.pk if mission else None)


def counted(**narrowed):
    return sum(PlayCount.objects.filter(**narrowed).values_list("number", flat=True))


def beacon(client, sample_id, programme="", **headers):
    headers = {"sec-fetch-site": "same-origin", "user-agent": FIREFOX, **headers}
    return client.post("/music/plays", {"sample": sample_id, "programme": programme}, headers=headers)


def make_programme(mission, *samples):
    music = mission.home["en"].add_child(instance=MusicPage(title="Music", slug="music"))
    page = music.add_child(instance=ProgrammePage(title="Evening", slug="evening", locale=music.locale))
    for place, sample in enumerate(samples):
        ProgrammeItem.objects.create(page=page, sample=sample, sort_order=place)
    return page


# What is pure


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (FIREFOX, False),
        ("Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0", True),
        ("curl/8.5.0", True),
        ("", True),
        ("  ", True),
    ],
)
def test_a_robot_is_known_by_its_name(agent, robot):
    assert is_robot(agent) is robot


def test_an_owner_can_name_further_robots():
    assert not is_robot("Mozilla/5.0 Mirror/1")
    assert is_robot("Mozilla/5.0 Mirror/1", ["mirror"])


def test_a_listener_is_the_same_for_one_salt_recording_and_way_only():
    one = Note("a" * 24, Way.PLAYER, HOME, FIREFOX)
    others = [
        Note("b" * 24, Way.PLAYER, HOME, FIREFOX),
        Note("a" * 24, Way.STREAM, HOME, FIREFOX),
        Note("a" * 24, Way.PLAYER, "203.0.113.8", FIREFOX),
        Note("a" * 24, Way.PLAYER, HOME, "Other"),
    ]
    keys = {listener_key("salt", note) for note in [one, *others]} | {listener_key("pepper", one)}
    assert len(keys) == 6
    assert listener_key("salt", one) == listener_key("salt", Note("a" * 24, Way.PLAYER, HOME, FIREFOX, "key", 1))
    assert HOME not in listener_key("salt", one)


@pytest.mark.parametrize(
    ("size", "seconds", "enough"),
    [(1000, 300.0, 100), (1000, 60.0, 500), (1000, 10.0, 500), (1000, None, 500), (1000, 0.0, 500), (1, 10.0, 1)],
)
def test_enough_is_half_or_half_a_minute(size, seconds, enough):
    assert enough_bytes(size, seconds) == enough


@pytest.mark.parametrize(
    ("pieces", "begins"),
    [
        ((Span(0, 99),), True),
        ((Span(1, 99),), False),
        ((b"--x", Span(0, 9), b"\r\n", Span(20, 29), b"--x--"), False),
        ((), False),
    ],
)
def test_only_what_begins_at_the_start_is_a_listening(pieces, begins):
    assert begins_at_start(Answer(200, (), pieces)) is begins


def test_who_asks_is_not_counted():
    assert asks_not_to_be_counted({"sec-gpc": "1"})
    assert asks_not_to_be_counted({"dnt": "1"})
    assert not asks_not_to_be_counted({"dnt": "0", "sec-gpc": ""})


@given(st.lists(st.integers(0, 10**9), max_size=400))
def test_no_bar_leaves_the_drawing(numbers):
    drawn = chart([("", number) for number in numbers])
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)
    assert all(bar.y >= 0 and bar.y + bar.height == pytest.approx(drawn.height, abs=0.02) for bar in drawn.bars)
    assert round_up(max(numbers, default=0)) == drawn.top >= max(numbers, default=0)


def test_days_are_those_of_utc():
    assert day_of(datetime.fromisoformat("2026-03-22T23:30:00-05:00")) == date(2026, 3, 23)


# What is counted


@pytest.mark.django_db
def test_a_listener_counts_once_a_day_and_two_are_two(missions):
    sample, first = make_sample(missions.first), missions.first
    assert count(note_of(sample, first), NOON)
    assert not count(note_of(sample, first), NOON + timedelta(hours=11))
    assert count(note_of(sample, first, household="203.0.113.8"), NOON)
    assert count(note_of(sample, first, agent="Another browser"), NOON)
    assert count(note_of(sample, first), NOON + timedelta(days=1))
    assert counted(day=NOON.date()) == 3
    assert counted(day=NOON.date() + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_ways_are_columns_of_their_own(missions):
    sample = make_sample(missions.first)
    for way in (Way.PLAYER, Way.STREAM, Way.DOWNLOAD, Way.STREAM):
        count(note_of(sample, missions.first, way=way), NOON)
    assert sorted(PlayCount.objects.values_list("way", "number")) == [("download", 1), ("player", 1), ("stream", 1)]


@pytest.mark.django_db
def test_nothing_that_is_kept_names_a_listener_and_the_salt_goes_with_the_day(missions):
    sample = make_sample(missions.first)
    count(note_of(sample, missions.first), NOON)
    salt = PlaySalt.objects.get().salt
    count(note_of(sample, missions.first), NOON + timedelta(days=1))
    assert PlaySalt.objects.get().salt != salt
    assert PlayToday.objects.count() == 1
    kept = [str(vars(row)) for model in (PlayCount, PlaySalt, PlayToday, DayCount) for row in model.objects.all()]
    assert not any(HOME in row or "Firefox" in row for row in kept)


@pytest.mark.django_db
def test_after_midnight_nobody_is_known_even_if_nobody_listens(missions):
    count(note_of(make_sample(missions.first), missions.first), NOON)
    forget_listeners(NOON.date())
    assert PlaySalt.objects.exists()
    forget_listeners(NOON.date() + timedelta(days=1))
    assert not PlaySalt.objects.exists()
    assert not PlayToday.objects.exists()
    assert counted() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", ["not public", "lapsed", "another mission", "unknown"])
def test_what_cannot_be_heard_there_is_not_counted(missions, hidden):
    now = timezone.now()
    facts = {"not public": {"public": False}, "lapsed": {"permission_until": now - timedelta(hours=1)}}.get(hidden, {})
    sample = make_sample(missions.second if hidden == "another mission" else missions.first, **facts)
    if hidden == "unknown":
        sample.public_id = "f" * 24
    assert not count(note_of(sample, missions.first), now)
    assert not PlayToday.objects.exists()


@pytest.mark.django_db
def test_a_programme_is_believed_only_if_the_recording_is_in_it(missions):
    sample, other = make_sample(missions.first), make_sample(missions.first, slug="other")
    page = make_programme(missions.first, sample)
    key = page.translation_key
    count(note_of(sample, missions.first, programme=str(key)), NOON)
    count(note_of(other, missions.first, programme=str(key)), NOON)
    count(note_of(sample, missions.first, household="198.51.100.1", programme="nonsense"), NOON)
    assert counted(programme=key.hex) == 1
    assert counted(programme="") == 2


@pytest.mark.django_db
def test_one_household_cannot_raise_a_count_beyond_measure(missions, settings):
    settings.PLAYS_PER_ADDRESS = 3
    sample = make_sample(missions.first)
    found = [count(note_of(sample, missions.first, agent=f"Browser {number}"), NOON) for number in range(5)]
    assert found == [True] * 3 + [False] * 2
    assert counted() == 3


@pytest.mark.django_db
def test_counting_does_not_renew_pages(missions):
    sample = make_sample(missions.first)
    before = read_version()
    count(note_of(sample, missions.first), NOON)
    sum_up_months(NOON.date() + timedelta(days=900), 400)
    forget_listeners(NOON.date() + timedelta(days=1))
    assert read_version() == before


@pytest.mark.django_db
def test_the_same_listening_told_twice_at_once_counts_once(missions, monkeypatch):
    """Both have looked and found nothing before either writes."""
    sample, real, second = make_sample(missions.first), play_counts.take, []

    def meanwhile(*args):
        monkeypatch.setattr(play_counts, "take", real)
        second.append(count(note_of(sample, missions.first), NOON))
        return real(*args)

    monkeypatch.setattr(play_counts, "take", meanwhile)
    assert not count(note_of(sample, missions.first), NOON)
    assert second == [True]
    assert counted() == 1


@pytest.mark.django_db
def test_old_days_are_summed_by_month_and_nothing_is_lost(missions):
    sample, other = make_sample(missions.first), make_sample(missions.first, slug="other")
    for day in (date(2024, 2, 1), date(2024, 2, 10), date(2024, 2, 29), date(2024, 3, 5), date(2026, 3, 1)):
        PlayCount.objects.create(sample=sample, day=day, way=Way.PLAYER, number=2)
        PlayCount.objects.create(sample=other, day=day, way=Way.STREAM, number=1, programme="a" * 32)
    for _again in range(2):
        sum_up_months(date(2026, 3, 22), 400)
        found = sorted(PlayCount.objects.filter(sample=sample).values_list("day", "number"))
        assert found == [(date(2024, 2, 1), 6), (date(2024, 3, 1), 2), (date(2026, 3, 1), 2)]
    assert counted(sample=other, programme="a" * 32) == 5


@pytest.mark.django_db
def test_the_month_in_which_the_days_end_keeps_its_days(missions):
    sample = make_sample(missions.first)
    for number in (3, 20):
        PlayCount.objects.create(sample=sample, day=date(2025, 2, number), way=Way.PLAYER, number=1)
    sum_up_months(date(2026, 3, 22), 400)  # 15 February 2025
    assert PlayCount.objects.count() == 2


# What the player says


@pytest.mark.django_db
def test_the_players_word_is_counted_and_told_nothing(missions):
    sample = make_sample(missions.first)
    page = make_programme(missions.first, sample)
    client = visitor(missions.first)
    with CaptureQueriesContext(connection) as captured:
        for _again in range(3):
            answer = beacon(client, sample.public_id, str(page.translation_key))
            assert (answer.status_code, answer.content) == (204, b"")
            assert not answer.cookies
    assert not any("play" in query["sql"] or query["sql"].startswith(("INSERT", "UPDATE")) for query in captured)
    tally.flush()
    assert counted(way=Way.PLAYER, programme=page.translation_key.hex) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": None, "origin": "https://elsewhere.example"},
        {"sec-fetch-site": None},
    ],
)
def test_another_sites_word_is_refused(missions, headers):
    sample = make_sample(missions.first)
    client = visitor(missions.first)
    headers = {"sec-fetch-site": "same-origin", "user-agent": FIREFOX, **headers}
    kept = {name: value for name, value in headers.items() if value is not None}
    answer = client.post("/music/plays", {"sample": sample.public_id}, headers=kept)
    assert answer.status_code == 403
    assert len(tally) == 0


@pytest.mark.django_db
def test_a_browser_that_says_only_its_origin_is_believed(missions):
    sample = make_sample(missions.first)
    headers = {"origin": f"http://{missions.first.host}", "user-agent": FIREFOX}
    visitor(missions.first).post("/music/plays", {"sample": sample.public_id}, headers=headers)
    assert len(tally) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"user-agent": "Googlebot"}, {"sec-gpc": "1"}, {"dnt": "1"}], ids=["robot", "control", "no tracking"]
)
def test_robots_and_who_asks_are_answered_alike_and_not_counted(missions, headers):
    sample = make_sample(missions.first)
    assert beacon(visitor(missions.first), sample.public_id, **headers).status_code == 204
    assert len(tally) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["", "a\0b", "../x", "f" * 24, "ü" * 24, "x" * 65])
def test_whatever_is_said_is_answered_alike_and_breaks_nothing(missions, word):
    for programme in ("", "a\0b", "x" * 36):
        assert beacon(visitor(missions.first), word, programme).status_code == 204
    tally.flush()
    assert not PlayCount.objects.exists()


@pytest.mark.django_db
def test_a_private_recording_answers_like_an_unknown_one(missions):
    private = make_sample(missions.first, public=False)
    theirs = make_sample(missions.second)
    client = visitor(missions.first)
    answers = [beacon(client, word) for word in (private.public_id, theirs.public_id, "f" * 24)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    tally.flush()
    assert not PlayCount.objects.exists()


@pytest.mark.django_db
def test_only_a_short_post_is_taken(missions):
    client = visitor(missions.first)
    assert client.get("/music/plays").status_code == 405
    assert beacon(client, "x" * 5000).status_code == 413


def test_the_memory_for_notes_is_bounded():
    kept = Tally(write=lambda notes: None, wait=0)
    for number in range(500):
        kept.add(Note(f"{number:024}", Way.PLAYER, HOME, FIREFOX))
    assert len(kept) == ROOM_OF_HOUSEHOLD


def test_notes_are_written_together_in_a_thread_of_their_own():
    written, done = [], threading.Event()

    def write(notes):
        written.append((list(notes), threading.current_thread()))
        done.set()

    kept = Tally(write=write, wait=0.05)
    one, two = (Note(f"{number:024}", Way.PLAYER, HOME, FIREFOX) for number in range(2))
    for note in (one, two, one):
        kept.add(note)
    assert not written
    assert done.wait(10)
    (notes, thread), *rest = written
    assert (notes, rest) == ([one, two], [])
    assert thread is not threading.current_thread()


# What editors see


@pytest.mark.django_db
def test_an_editor_sees_the_counts_of_the_own_mission_alone(editor_client, missions):
    ours, theirs = make_sample(missions.first, title="Ours"), make_sample(missions.second, title="Theirs")
    page = make_programme(missions.first, ours)
    foreign = make_programme(missions.second, theirs)
    for mission, sample, programme in ((missions.first, ours, page), (missions.second, theirs, foreign)):
        count(note_of(sample, mission, programme=str(programme.translation_key)), timezone.now())
    for address in (REPORT, f"{REPORT}?span=12m", f"{REPORT}?span=all", f"{REPORT}?export=csv"):
        text = editor_client.get(address).content.decode()
        assert "Ours" in text
        assert "Theirs" not in text
    assert editor_client.get(f"{REPORT}recording/{ours.pk}/").status_code == 200
    assert editor_client.get(f"{REPORT}programme/{page.translation_key}/").status_code == 200
    assert editor_client.get(f"{REPORT}recording/{theirs.pk}/").status_code == 404
    assert editor_client.get(f"{REPORT}programme/{foreign.translation_key}/").status_code == 404
    assert "Evening" in editor_client.get(f"{REPORT}?export=csv&by=programme").content.decode()


@pytest.mark.django_db
def test_who_has_no_right_on_recordings_sees_no_report(missions):
    missions.first.group.collection_permissions.all().delete()
    client = editor_of(missions.first)
    assert client.get(REPORT).status_code == 302
    assert REPORT not in client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_the_report_stands_in_the_menu_and_the_recording_tells_its_own(editor_client, missions):
    sample = make_sample(missions.first)
    count(note_of(sample, missions.first), timezone.now())
    assert REPORT in editor_client.get("/admin/").content.decode()
    for view in ("edit", "inspect"):
        page = editor_client.get(f"/admin/music/samples/{view}/{sample.pk}/")
        assert page.context["plays"] == Figures(player=1)
        assert f"{REPORT}recording/{sample.pk}/" in page.content.decode()


@pytest.mark.django_db
def test_a_chart_has_a_bar_and_a_row_for_each_day(editor_client, missions):
    sample, today = make_sample(missions.first), day_of(timezone.now())
    for back, number in ((0, 4), (29, 2), (30, 9)):
        PlayCount.objects.create(sample=sample, day=today - timedelta(days=back), way=Way.PLAYER, number=number)
    response = editor_client.get(f"{REPORT}recording/{sample.pk}/")
    drawn = response.context["drawn"]
    assert [bar.number for bar in drawn.chart.bars] == [2, *[0] * 28, 4]
    assert [figures.player for _label, figures in drawn.rows] == [2, *[0] * 28, 4]
    page = response.content.decode()
    assert page.count("<rect ") == 30
    lines = editor_client.get(f"{REPORT}recording/{sample.pk}/?export=csv").content.decode().splitlines()
    assert (len(lines), lines[-1]) == (31, f"{today.isoformat()},4,0,0")
    assert "style=" not in page[page.index("<figure") : page.index("</figure>")]


@pytest.mark.django_db
def test_months_and_years_are_steps_of_longer_spans(missions):
    sample, today = make_sample(missions.first), date(2026, 3, 22)
    for day in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 12, 31), date(2026, 3, 22)):
        PlayCount.objects.create(sample=sample, day=day, way=Way.PLAYER, number=1)

    def found(span):
        return [
            (step.day, step.figures.player)
            for step in steps(counts_for(missions.first.editor, span, today), span, today)
            if step.figures.player
        ]

    assert found(SPANS[1]) == [(date(2025, 4, 1), 1), (date(2025, 12, 1), 1), (date(2026, 3, 1), 1)]
    PlayCount.objects.create(sample=sample, day=date(2019, 5, 1), way=Way.PLAYER, number=3)
    assert found(SPANS[2]) == [(date(2019, 1, 1), 3), (date(2025, 1, 1), 3), (date(2026, 1, 1), 1)]


@given(st.dates(date(2001, 1, 1), date(2100, 12, 31)))
def test_twelve_months_are_twelve_with_this_one(today):
    start = first_day(SPANS[1], today)
    assert start.day == 1
    assert (today.year - start.year) * 12 + today.month - start.month == 11


@pytest.mark.django_db
def test_no_cell_of_the_csv_is_run(editor_client, missions):
    sample = make_sample(missions.first, title="=1+1", artist="@SUM(A1)")
    count(note_of(sample, missions.first), timezone.now())
    response = editor_client.get(f"{REPORT}?export=csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Title,Artist,In the player,Without the player,Downloads"
    assert lines[1] == "'=1+1,'@SUM(A1),1,0,0"
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.django_db
def test_a_report_costs_the_same_for_one_and_for_twenty(editor_client, missions):
    def cost():
        editor_client.get(REPORT)
        with CaptureQueriesContext(connection) as captured:
            editor_client.get(REPORT)
        return len(captured)

    first = make_sample(missions.first, slug="s-0")
    page = make_programme(missions.first, first)
    count(note_of(first, missions.first, programme=str(page.translation_key)), timezone.now())
    one = cost()
    for number in range(1, 20):
        count(note_of(make_sample(missions.first, slug=f"s-{number}"), missions.first), timezone.now())
    assert cost() == one
    assert len(by_sample(counts_for(missions.first.editor, SPANS[0], day_of(timezone.now())))) == 20


@pytest.mark.django_db
def test_no_page_for_visitors_tells_a_count(missions):
    sample = make_sample(missions.first, title="Heard often")
    make_programme(missions.first, sample)
    PlayCount.objects.create(sample=sample, day=day_of(timezone.now()), way=Way.PLAYER, number=98765)
    client = visitor(missions.first)
    for address in ("/music/", "/music/evening/", f"/music/samples/{sample.slug}/"):
        page = client.get(address).content.decode()
        assert "Heard often" in page
        assert "98765" not in page
