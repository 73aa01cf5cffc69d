"""Credits, licence and permission: what a page says of them, and that a recording is gone at the minute it must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.utils import timezone

from music.credits import Credit, credits_of
from music.decisions import Decisions
from music.licences import LICENCES, licence_of, may_download
from music.models import AudioSample, AudioSampleWords, ProgrammePage, SampleCredit, SampleRendition
from music.player import audio_url
from music.storage import rendition_path
from music.streaming import AudioLayer
from tests.core.schema import things_of
from tests.home.whole_site import START, WholeSite, clock_at, furnish
from tests.missions import editor_of, visitor
from tests.music.asking import STRANGER, ask, ask_async, make_sample, nobody, noise, scope_of
from tests.music.test_access import cookie_of, url
from tests.music.test_pages import music_page, programme
from tests.music.test_parts import Version
from tests.music.test_podcasts import SPACES, channel_at
from tests.music.uploading import sample_form, stored

LIST = "/admin/music/samples/"
DAY = timedelta(days=1)
PAGE = "/music/samples/dala-tany/"


def page_of(mission: Any, address: str = PAGE) -> str:
    return visitor(mission).get(address).content.decode()


def lapse(sample: AudioSample) -> AudioSample:
    """What was public for ten days until yesterday."""
    now = timezone.now()
    sample.first_public_at, sample.permission_until = now - 10 * DAY, now - DAY
    sample.save()
    return sample


# Credits and licence


def test_every_licence_that_is_somewhere_has_its_own_address_and_allows_copies():
    linked = [licence for licence in LICENCES.values() if licence.url]
    assert len({licence.url for licence in linked}) == len(linked) == 8
    assert all(licence.url.startswith("https://creativecommons.org/") and licence.may_download for licence in linked)
    assert [code for code, licence in LICENCES.items() if not licence.may_download] == ["permission"]


def test_a_page_lists_credits_place_year_archive_and_links_the_licence(missions):
    music_page(missions.first)
    sample = make_sample(
        missions.first,
        artist="Aigul",
        composer="Qurmangazy",
        licence="CC-BY-SA-4.0",
        recorded_year=1961,
        shelf_mark="K 12",
    )
    sample.credit_rows.add(
        SampleCredit(role="conductor", name="Shamgon", sort_order=0),
        SampleCredit(role="performer", name="Dina", instrument="dombra", sort_order=1),
        SampleCredit(role="performer", name="Roza", instrument="voice", sort_order=2),
    )
    sample.words.add(
        AudioSampleWords(language="kk", place="Алматы", archive="Қазақ радиосы"),
        AudioSampleWords(language="en", place="Almaty"),
    )
    sample.save()
    html = page_of(missions.first)
    for line in (
        "<dt>Performer</dt>\n  \n    <dd>Dina (dombra)</dd>\n  \n    <dd>Roza (voice)</dd>",
        "<dt>Conductor</dt>\n  \n    <dd>Shamgon</dd>",
        "<dt>Composer</dt>\n  \n    <dd>Qurmangazy</dd>",
        "<dd>Almaty</dd>",
        "<dd>1961</dd>",
        '<dd lang="kk">Қазақ радиосы, K 12</dd>',
        '<a rel="license external" href="https://creativecommons.org/licenses/by-sa/4.0/">',
    ):
        assert line in html
    assert html.index("<dt>Performer</dt>") < html.index("<dt>Conductor</dt>") < html.index("<dt>Composer</dt>")
    said = things_of(html)["MusicRecording"]
    assert [one["name"] for one in said["byArtist"]] == ["Dina", "Roza"]
    assert said["recordingOf"]["composer"]["name"] == "Qurmangazy"
    assert said["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert (said["locationCreated"]["name"], said["dateCreated"]) == ("Almaty", "1961")


def test_the_fields_of_the_tags_stand_in_where_no_row_names_anybody(missions):
    sample = make_sample(missions.first, artist="Aigul", composer="Qurmangazy")
    assert credits_of(sample) == [Credit("performer", "Aigul"), Credit("composer", "Qurmangazy")]
    sample.credit_rows.add(SampleCredit(role="ensemble", name="Otyrar"), SampleCredit(role="composer", name="Dina"))
    sample.save()
    known = credits_of(AudioSample.objects.with_credits().get())
    assert known == [Credit("ensemble", "Otyrar"), Credit("composer", "Dina")]


def test_without_a_word_of_the_licence_all_rights_are_reserved(missions):
    music_page(missions.first)
    sample = make_sample(missions.first, licence="a licence that was taken out")
    assert (licence_of(sample).code, may_download(sample)) == ("", False)
    html = page_of(missions.first)
    assert "<dd>All rights reserved</dd>" in html
    assert "license" not in things_of(html)["MusicRecording"]


@pytest.mark.parametrize(
    ("licence", "said", "where"),
    [
        ("CC-BY-4.0", "cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("permission", "All rights reserved, published with permission", None),
        ("", None, None),
    ],
)
def test_a_podcast_names_who_played_and_the_licence(missions, licence, said, where):
    music_page(missions.first)
    sample = make_sample(missions.first, composer="Qurmangazy", licence=licence)
    sample.credit_rows.add(SampleCredit(role="performer", name="Dina"))
    sample.save()
    item = channel_at(missions.first, "/music/feed.rss").find("item")
    persons = [(person.text, person.get("role")) for person in item.findall("podcast:person", SPACES)]
    assert persons == [("Dina", "Performer"), ("Qurmangazy", "Composer")]
    named = item.find("podcast:license", SPACES)
    assert (named.text, named.get("url")) == (said, where) if said else named is None


@pytest.mark.parametrize(
    ("licence", "switch", "allowed"),
    [
        ("", False, False),
        ("", True, True),
        ("permission", False, False),
        ("permission", True, True),
        ("CC-BY-ND-4.0", False, True),
    ],
)
def test_a_recording_is_saved_only_where_its_rights_allow_it(missions, licence, switch, allowed):
    music_page(missions.first)
    sample = make_sample(missions.first, licence=licence, download_allowed=switch)
    html = page_of(missions.first)
    assert (f'href="{url(sample)}?download=1"' in html, "Download it" in html) == (allowed, allowed)
    layer = AudioLayer(nobody, decisions=Decisions())
    for method in ("GET", "HEAD"):
        saved = ask(layer, url(sample), method, query="download=1")
        assert saved.status == (200 if allowed else 403)
        assert ask(layer, url(sample), method).status == 200
    refused = ask(layer, url(sample), query="download=1", headers={"If-None-Match": f'"{sample.sha256}"'})
    assert refused.status == (304 if allowed else 403)
    assert allowed or b"do not allow it to be saved" in refused.body


def test_a_remembered_part_is_no_way_around_it(missions):
    sample = make_sample(missions.first)
    layer = AudioLayer(nobody, decisions=Decisions(version=Version()))
    assert ask(layer, url(sample)).status == 200

    def part(query: str) -> Any:
        return layer.ready(scope_of(url(sample), "GET", {"range": "bytes=0-9"}, missions.first.host, query, STRANGER))

    assert part("download=1") is None
    heard = part("")
    assert heard.count == 10
    heard.let_go()


def test_an_editor_may_save_what_nobody_hears_yet(missions):
    sample = make_sample(missions.first, public=False)
    reply = ask(AudioLayer(nobody), url(sample), query="download=1", headers=cookie_of(editor_of(missions.first)))
    assert (reply.status, reply.headers["content-disposition"].split(";")[0]) == (200, "attachment")


def test_credits_and_rights_are_edited_in_the_library(editor_client, missions):
    sample = stored(missions.first)
    rows = {
        "credit_rows-TOTAL_FORMS": 2,
        "credit_rows-0-role": "words", "credit_rows-0-name": "Abai", "credit_rows-0-ORDER": 2,
        "credit_rows-1-role": "performer", "credit_rows-1-name": "Dina", "credit_rows-1-instrument": "dombra",
        "credit_rows-1-ORDER": 1,
    }  # fmt: skip
    values = {"title": "x", "licence": "CC0-1.0", "recorded_year": 1902, "shelf_mark": "K 1", "download_allowed": "on"}
    answer = editor_client.post(f"{LIST}edit/{sample.pk}/", sample_form(**rows, **values))
    assert answer.status_code == 302
    now = AudioSample.objects.get()
    assert list(now.credit_rows.values_list("role", "name", "instrument")) == [
        ("performer", "Dina", "dombra"),
        ("words", "Abai", ""),
    ]
    assert (now.licence, now.recorded_year, now.shelf_mark, now.download_allowed) == ("CC0-1.0", 1902, "K 1", True)
    assert "Dina" in editor_client.get(f"{LIST}edit/{sample.pk}/").content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"recorded_year": 1700}, "greater than or equal to 1860"),
        ({"recorded_year": 2999}, "This year has not come yet."),
        ({"licence": "mine"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_in_words(editor_client, missions, values, sentence):
    sample = stored(missions.first)
    page = editor_client.post(f"{LIST}edit/{sample.pk}/", sample_form(title="x", **values))
    assert page.status_code == 200
    assert sentence in page.content.decode()


# The end of a permission


def test_a_page_whose_permission_ended_says_so_politely(missions):
    music_page(missions.first)
    lapse(make_sample(missions.first, artist="Aigul"))
    answer = visitor(missions.first).get(PAGE)
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "This recording may no longer be heard" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "/music/audio/" not in html
    assert "Aigul" not in html
    assert 'href="/music/"' in html


def test_what_was_never_heard_is_no_page_that_is_gone(missions):
    music_page(missions.first)
    now = timezone.now()
    make_sample(missions.first, slug="late", permission_until=now - DAY)
    make_sample(missions.first, slug="hidden", permission_until=now - DAY, public=False, first_public_at=now - 3 * DAY)
    make_sample(missions.first, slug="coming", permission_from=now + DAY, first_public_at=now - 3 * DAY)
    lapse(make_sample(missions.second, slug="theirs"))
    for slug in ("late", "hidden", "coming", "theirs", "unknown"):
        assert visitor(missions.first).get(f"/music/samples/{slug}/").status_code == 404


def test_when_it_was_first_public_is_noted_once(missions):
    sample = make_sample(missions.first, public=False)
    assert sample.first_public_at is None
    sample.public = True
    sample.save(update_fields=["public"])
    first = AudioSample.objects.get().first_public_at
    assert first is not None
    sample.public = False
    sample.save()
    sample.public = True
    sample.save()
    assert AudioSample.objects.get().first_public_at == first


ASKED = (
    "/music/",
    "/music/songs/",
    "/music/songs/programme.m3u8",
    "/music/songs/programme.xspf",
    PAGE,
    "/news/issue-1/",
    "/news/feed.rss",
    "/search/?q=%D0%B4%D0%B0%D0%BB%D0%B0",
    "/music/feed.rss",
    "/music/songs/feed.rss",
    f"{PAGE}embed/",
    f"/oembed?url=http://aland.example{PAGE}",
)
# What is asked for by name says that it is gone; all else goes on without it.
AFTERWARDS = {PAGE: 410, f"{PAGE}embed/": 404, f"/oembed?url=http://aland.example{PAGE}": 404}


def test_at_the_minute_when_it_ends_a_recording_is_gone_everywhere(committed, monkeypatch):
    with clock_at(monkeypatch) as clock:
        site, things = WholeSite(committed.first.host), furnish(committed)
        sample = things["sample"]
        audio = AudioLayer(nobody, decisions=Decisions(clock=lambda: clock.now.timestamp()))
        addresses = [url(sample), with_rendition(sample)]
        end = sample.permission_until
        clock.now = end - timedelta(seconds=1)
        marks = (sample.public_id.encode(), f"/samples/{sample.slug}/".encode())
        before = {address: site.kept(address) for address in ASKED}
        assert {address for address, reply in before.items() if any(mark in reply.body for mark in marks)} == set(ASKED)
        assert [ask(audio, address).status for address in addresses] == [200, 200]
        clock.now = end
        for address in ASKED:
            reply = site.kept(address)
            assert reply.status == AFTERWARDS.get(address, 200), address
            # The address that was asked for stands in the switch of languages.
            found = [mark for mark in marks[: 1 if address in AFTERWARDS else 2] if mark in reply.body]
            assert found == [], address
        assert [ask(audio, address).status for address in addresses] == [404, 404]
        assert b"the permission for it has ended" in site.kept("/news/issue-1/").body
        assert b"permission" not in site.kept("/music/songs/").body
        assert site.differences(*ASKED) == []


def with_rendition(sample: AudioSample) -> str:
    """The address of a smaller file of the sample, which is put there."""
    content = noise(300, 5)
    made = SampleRendition(
        sample=sample, kind="opus-96", source_hash=sample.sha256, recipe="x", content_hash="a" * 64, codec="libopus",
        bit_rate=96000, size=len(content), gain_db=0.0,
    )  # fmt: skip
    made.file.name = rendition_path(made, "made.opus")
    made.file.storage.save(made.file.name, ContentFile(content))
    made.save()
    return audio_url(sample, "opus-96")


def test_what_is_on_its_way_when_it_ends_comes_to_its_end(committed, monkeypatch):
    with clock_at(monkeypatch) as clock:
        content = noise(1_000_000)
        sample = make_sample(committed.first, content, permission_until=START + DAY)
        layer = AudioLayer(nobody, decisions=Decisions(clock=lambda: clock.now.timestamp()))

        async def end(reply: Any) -> None:
            clock.now = START + DAY

        reply = async_to_sync(ask_async)(layer, url(sample), after_chunk=end)
        assert (reply.status, reply.body, reply.complete) == (200, content, True)
        assert ask(layer, url(sample)).status == 404


# What editors are told


def post_of(page: Any, sample: AudioSample, **more: Any) -> dict[str, Any]:
    row = ProgrammePage.objects.get(pk=page.pk).items.get()
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    none = dict.fromkeys(counts, 0)
    return {
        "title": "Dombra", "slug": "dombra", "intro": "null", "podcast_category": "Music",
        **{f"items-{name}": value for name, value in counts.items()},
        **{f"comments-{name}": value for name, value in none.items()},
        "items-0-sample": sample.pk, "items-0-ORDER": 1, "items-0-id": row.pk, "items-0-DELETE": "", **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [
        (None, -1, "ended on"),
        (None, 29, "ends on"),
        (2, 60, "begins on"),
        (None, 31, ""),
        (None, None, ""),
    ],
)
def test_who_opens_or_publishes_a_programme_is_told_of_permissions(editor_client, missions, begin, end, sentence):
    now = timezone.now()
    moments = {
        "permission_from": None if begin is None else now + begin * DAY,
        "permission_until": None if end is None else now + end * DAY,
    }
    sample = stored(missions.first, title="Alpha", **moments)
    page = programme(missions.first, [sample])
    address = f"/admin/pages/{page.pk}/edit/"
    opened = editor_client.get(address).content.decode()
    published = editor_client.post(address, post_of(page, sample, **{"action-publish": "1"}), follow=True)
    told = f"The permission for “Alpha” {sentence}"
    for html in (opened, published.content.decode()):
        assert (told in html) == bool(sentence)
        assert ("The permission for" in html) == bool(sentence)


def test_the_library_and_the_chooser_show_when_permissions_end(editor_client, missions):
    now = timezone.now()
    ends = {"Over": -1, "Soon": 29, "Later": 31, "Never": None}
    for seed, (title, days) in enumerate(ends.items()):
        stored(missions.first, seed, title=f"{title} it is", permission_until=days and now + days * DAY)
    for title in ends:
        page = editor_client.get(LIST, {"permission": title.lower()}).content.decode()
        assert [other for other in ends if f"{other} it is" in page] == [title]
    assert len(editor_client.get(LIST, {"permission": "nonsense"}).context["object_list"]) == 4
    shown = f"{timezone.localtime(now + 29 * DAY):%Y-%m-%d %H:%M}"
    assert shown in editor_client.get(LIST).content.decode()
    assert "Permitted until" in editor_client.get("/admin/music_sample_chooser/").content.decode()


def posted(sample: AudioSample, **values: Any) -> dict[str, Any]:
    known = {"title": sample.title, "slug": sample.slug, "collection": sample.collection_id, "public": "on"}
    return sample_form(**known | values)


def test_a_permission_is_typed_and_shown_on_the_missions_clock(editor_client, missions):
    mission = missions.first.mission
    mission.time_zone = "America/New_York"
    mission.save()
    sample = stored(missions.first, 1, permission_until=datetime(2027, 1, 1, 5, 0, tzinfo=UTC))
    address = f"/admin/music/samples/edit/{sample.pk}/"
    shown = editor_client.get(address).content.decode()
    assert 'value="2027-01-01 00:00"' in shown
    assert "The time is that of America/New York." in shown
    editor_client.post(address, posted(sample, permission_until="2027-06-01 12:00"))
    assert AudioSample.objects.get().permission_until == datetime(2027, 6, 1, 16, 0, tzinfo=UTC)


def test_an_emptied_title_comes_back(editor_client, missions):
    sample = stored(missions.first, 1, title="Alpha", slug="alpha")
    editor_client.post(f"/admin/music/samples/edit/{sample.pk}/", posted(sample, title=""))
    assert AudioSample.objects.get().title == "alpha"


def test_an_address_that_was_public_leads_on_to_the_present_one(editor_client, missions):
    music_page(missions.first)
    sample = stored(missions.first, 1, title="Alpha", slug="alpha")
    editor_client.post(f"/admin/music/samples/edit/{sample.pk}/", posted(sample, slug="omega"))
    for part in ("", "embed/"):
        answer = visitor(missions.first).get(f"/music/samples/alpha/{part}")
        assert (answer.status_code, answer["Location"]) == (301, f"/music/samples/omega/{part}")
    assert visitor(missions.second).get("/music/samples/alpha/").status_code == 404


@pytest.mark.parametrize("language", ["zzzz!", "Kazakh"])
def test_what_is_no_code_of_a_language_is_refused(editor_client, missions, language):
    sample = stored(missions.first, 1)
    answer = editor_client.post(f"/admin/music/samples/edit/{sample.pk}/", posted(sample, language=language))
    assert "Write the code of a language" in answer.content.decode()
