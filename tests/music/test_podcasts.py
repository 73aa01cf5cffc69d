"""Podcasts: what Apple and Podcasting 2.0 ask for, of what strangers may hear, and nothing else."""

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from music.models import ProgrammeItem, SampleRendition
from music.podcasts import Enclosure, Episode, Licence, Person, Podcast, Transcript, feed_bytes, podcast_guid
from tests.core.test_serving import make_image
from tests.missions import visitor
from tests.music.test_pages import music_page, programme, translation
from tests.music.uploading import stored

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
WHEN = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def with_aac(sample, size=3210):
    file = ContentFile(b"x" * size, name="a.m4a")
    return SampleRendition.objects.create(
        sample=sample, kind="aac-128", source_hash=sample.sha256, recipe="r", content_hash="c", codec="aac",
        bit_rate=128_000, file=file, size=size, gain_db=0.0,
    )  # fmt: skip


def channel_at(mission, address):
    answer = visitor(mission).get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).find("channel")


def text(element, path):
    return element.findtext(path, namespaces=SPACES)


@pytest.mark.django_db
def test_a_programme_is_a_podcast_with_all_that_directories_require(missions):
    samples = [
        stored(missions.first, seed, title=title, artist="Айгүл") for seed, title in ((1, "Omega"), (2, "Alpha"))
    ]
    for sample in samples:
        with_aac(sample)
    programme(missions.first, samples)
    channel = channel_at(missions.first, "/music/dombra/feed.rss")
    for required in ("title", "description", "language", "link", "itunes:explicit", "itunes:author", "podcast:guid"):
        assert text(channel, required), required
    assert text(channel, "itunes:type") == "serial"
    assert channel.find("itunes:category", SPACES).get("text") == "Music"
    assert channel.find("atom:link", SPACES).get("href") == "http://aland.example/music/dombra/feed.rss"
    assert text(channel, "podcast:locked") == "yes"
    items = channel.findall("item")
    assert [(text(item, "title"), text(item, "itunes:episode")) for item in items] == [("Omega", "1"), ("Alpha", "2")]
    enclosure = items[0].find("enclosure")
    assert enclosure.get("type") == "audio/x-m4a"
    assert enclosure.get("length") == "3210"
    assert enclosure.get("url").startswith("http://aland.example/music/audio/")
    assert enclosure.get("url").endswith(".m4a")
    assert text(items[0], "podcast:person") == "Айгүл"
    assert len({text(item, "guid") for item in items}) == 2


@pytest.mark.django_db
def test_the_podcast_of_all_has_the_newest_first_and_what_can_be_played(missions):
    music_page(missions.first)
    old, new, unplayable, hidden = (stored(missions.first, seed, title=f"S{seed}") for seed in range(1, 5))
    for sample in (old, new, hidden):
        with_aac(sample)
    type(old).objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))
    type(hidden).objects.filter(pk=hidden.pk).update(public=False)
    theirs = stored(missions.second, 5, title="Theirs")
    with_aac(theirs)
    channel = channel_at(missions.first, "/music/feed.rss")
    assert unplayable.kind == "opus"
    assert [text(item, "title") for item in channel.findall("item")] == ["S2", "S1"]
    assert text(channel, "itunes:type") == "episodic"


@pytest.mark.django_db
def test_a_rendition_of_an_earlier_file_is_not_offered(missions):
    music_page(missions.first)
    sample = stored(missions.first, 1)
    made = with_aac(sample)
    SampleRendition.objects.filter(pk=made.pk).update(source_hash="another")
    assert channel_at(missions.first, "/music/feed.rss").findall("item") == []


@pytest.mark.django_db
def test_the_picture_is_a_square_that_directories_take(missions):
    programme(missions.first, [])
    channel = channel_at(missions.first, "/music/dombra/feed.rss")
    address = channel.find("itunes:image", SPACES).get("href")
    answer = visitor(missions.first).get(address.removeprefix("http://aland.example"))
    with Image.open(BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1400, 1400))


@pytest.mark.django_db
def test_an_editors_picture_is_cut_when_the_page_is_published(missions):
    page = programme(missions.first, [])
    page.podcast_picture = make_image(missions.first, size=(2000, 1600))
    page.save_revision().publish()
    address = channel_at(missions.first, "/music/dombra/feed.rss").find("itunes:image", SPACES).get("href")
    assert "/media/" in address
    rendition = page.podcast_picture.renditions.get(filter_spec__startswith="fill-1400x1400")
    assert (rendition.width, rendition.height) == (1400, 1400)


@pytest.mark.django_db
def test_a_picture_that_directories_would_refuse_is_refused(missions):
    page, small = programme(missions.first, []), make_image(missions.first)
    form_class = type(page).get_edit_handler().get_form_class()
    form = form_class({"title": "Dombra", "slug": "dombra", "podcast_picture": small.pk}, instance=page)
    assert "at least 1400 pixels" in str(form.errors["podcast_picture"])


@pytest.mark.django_db
def test_every_language_has_a_podcast_of_its_own(missions):
    source = programme(missions.first, [stored(missions.first, 1)])
    other = translation(source, music_page(missions.first, "kk", source.get_parent().translation_key))
    other.save_revision().publish()
    channel = channel_at(missions.first, "/kk/music/dombra/feed.rss")
    assert (text(channel, "title"), text(channel, "language")) == ("Домбыра", "kk")
    assert text(channel, "podcast:guid") != text(channel_at(missions.first, "/music/dombra/feed.rss"), "podcast:guid")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/music/unknown/feed.rss", "/music/unknown/podcast.png"])
def test_what_is_no_programme_has_no_podcast(missions, address):
    music_page(missions.first)
    assert visitor(missions.first).get(address).status_code == 404


@pytest.mark.django_db
def test_one_recording_and_twenty_cost_the_same_queries(missions):
    page = programme(missions.first, [])
    found = []
    for count in (1, 20):
        samples = [stored(missions.first, 100 * count + seed) for seed in range(count)]
        for sample in samples:
            with_aac(sample)
        page.items.set([ProgrammeItem(sample=sample, sort_order=place) for place, sample in enumerate(samples)])
        page.save_revision().publish()
        channel_at(missions.first, "/music/dombra/feed.rss")
        with CaptureQueriesContext(connection) as queries:
            channel_at(missions.first, "/music/dombra/feed.rss")
        found.append(len(queries))
    assert found[0] == found[1]


def test_the_identity_follows_the_namespaces_own_example():
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("http://mp3s.nashownotes.com/pc20rss.xml/") == podcast_guid(
        "https://mp3s.nashownotes.com/pc20rss.xml"
    )


anything = st.text(max_size=40)


@given(anything, anything, anything, st.none() | st.floats(0, 1e6))
def test_any_words_make_a_feed_that_can_be_read(title, name, words, seconds):
    episode = Episode(
        guid="urn:x", title=title, url="https://a.example/", summary=words, published=WHEN,
        enclosure=Enclosure("https://a.example/a.m4a", 1, "audio/x-m4a"),
        others=(Enclosure("https://a.example/a.opus", 1, "audio/ogg", 96_000),),
        seconds=seconds, number=1, persons=(Person(name, "Composer"),),
        licence=Licence("cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        transcripts=(Transcript("https://a.example/a.vtt", "text/vtt", "kk"),),
        chapters_url="https://a.example/chapters.json",
    )  # fmt: skip
    podcast = Podcast(
        title, words, "https://a.example/", "https://a.example/feed.rss", "kk", name, "https://a.example/p.png",
        "Music / Music History", False, True, False, "a@b.example", (episode,),
    )  # fmt: skip
    channel = ElementTree.fromstring(feed_bytes(podcast)).find("channel")
    item = channel.find("item")
    assert item.find("podcast:transcript", SPACES).get("language") == "kk"
    assert item.find("podcast:chapters", SPACES).get("type") == "application/json+chapters"
    assert item.find("podcast:alternateEnclosure/podcast:source", SPACES).get("uri").endswith(".opus")
    assert item.find("podcast:license", SPACES).get("url").startswith("https://creativecommons")
    assert channel.find("itunes:category/itunes:category", SPACES).get("text") == "Music History"
    assert channel.find("podcast:locked", SPACES).get("owner") == "a@b.example"
    assert uuid.UUID(text(channel, "podcast:guid")).version == 5
