"""What visitors see and hear: music page, programme, one sample, a recording in a text."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page

from core.languages import home_path
from music.models import AudioSample, AudioSampleWords, MusicPage, ProgrammeItem, ProgrammePage
from tests.missions import visitor
from tests.music.uploading import stored

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 22, 9, 0, tzinfo=UTC)


def music_page(mission, code="en", key=None):
    home = mission.home[code]
    page = MusicPage(title="Music", slug="music", locale=home.locale)
    if key:
        page.translation_key = key
    return home.add_child(instance=page)


def programme(mission, samples, code="en"):
    parent = music_page(mission, code)
    page = parent.add_child(instance=ProgrammePage(title="Dombra", slug="dombra", locale=parent.locale))
    page.items.set([ProgrammeItem(sample=sample, sort_order=place) for place, sample in enumerate(samples)])
    page.save_revision().publish()
    return page


def translation(source, parent):
    page = ProgrammePage(title="Домбыра", slug="dombra", locale=parent.locale, translation_key=source.translation_key)
    return parent.add_child(instance=page)


def heard(mission):
    return set(AudioSample.objects.audible(mission.site, NOW).values_list("slug", flat=True))


def test_strangers_hear_what_is_public_permitted_unrestricted_and_the_hosts_own(missions):
    day = timedelta(days=1)
    closed = missions.first.collection.add_child(instance=Collection(name="Closed"))
    below = closed.add_child(instance=Collection(name="Below closed"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    stored(missions.first, 1, slug="heard")
    stored(missions.first, 2, slug="begun", permission_from=NOW)
    stored(missions.first, 3, slug="lasting", permission_until=NOW + day)
    stored(missions.first, 4, slug="private", public=False)
    stored(missions.first, 5, slug="future", permission_from=NOW + day)
    stored(missions.first, 6, slug="over", permission_until=NOW)
    stored(missions.first, 7, slug="closed", collection=closed)
    stored(missions.first, 8, slug="below-closed", collection=below)
    stored(missions.second, 9, slug="theirs")
    stored(missions.first, 10, slug="nobodys", collection=Collection.get_first_root_node())
    assert heard(missions.first) == {"heard", "begun", "lasting"}
    assert heard(missions.second) == {"theirs"}


def test_a_programme_lists_its_audible_samples_in_order(missions):
    first, hidden, last = (
        stored(missions.first, seed, title=title, public=public)
        for seed, title, public in ((1, "Alpha", True), (2, "Hidden one", False), (3, "Omega", True))
    )
    programme(missions.first, [last, hidden, first])
    page = visitor(missions.first).get("/music/dombra/").content.decode()
    assert page.index("Omega") < page.index("Alpha")
    assert "Hidden one" not in page
    assert page.count("<audio controls") == 2
    assert "2 samples, 0 min 1 s" in page


def test_a_sample_may_stand_in_a_programme_twice(missions):
    sample = stored(missions.first, 1, title="Refrain")
    programme(missions.first, [sample, stored(missions.first, 2, title="Verse"), sample])
    page = visitor(missions.first).get("/music/dombra/").content.decode()
    assert [page.count(f">{title}</a>") for title in ("Refrain", "Verse")] == [2, 1]
    assert page.index("Verse") > page.index("Refrain")


def test_a_preview_shows_rows_that_are_not_saved_yet(missions):
    page = programme(missions.first, [])
    page.items.set([ProgrammeItem(sample=stored(missions.first, 1, title="New row"), sort_order=0)])
    shown = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert "New row" in shown.rendered_content


def test_the_players_work_without_javascript(missions):
    sample = stored(missions.first, 1, title="Alpha")
    programme(missions.first, [sample])
    page = visitor(missions.first).get("/music/").content.decode()
    assert '<audio controls preload="none" aria-label="Recording: Alpha">' in page
    assert f'<source src="/music/audio/{sample.public_id}/original/alpha.opus" type="audio/ogg">' in page


def test_the_same_slug_leads_to_the_sample_in_every_language(missions):
    sample = stored(missions.first, 1, title="Дала таңы", title_language="kk")
    sample.words.add(
        AudioSampleWords(
            language="en", label="Music sample 1", translated_title="Dawn on the steppe", credits="Dombra"
        ),
        AudioSampleWords(language="ru", label="Пример 1", translated_title="Рассвет в степи"),
    )
    sample.save()
    key = None
    for code in ("en", "kk", "ru"):
        key = music_page(missions.first, code, key).translation_key
    pages = {
        code: visitor(missions.first).get(f"{home_path(code)}music/samples/{sample.slug}/").content.decode()
        for code in ("en", "kk", "ru")
    }
    assert '<h1 lang="kk">Дала таңы</h1>' in pages["en"]
    assert "Dawn on the steppe" in pages["en"]
    assert "Рассвет в степи" in pages["ru"]
    assert '<span lang="en">Dombra</span>' in pages["ru"]
    assert "<h1>Дала таңы</h1>" in pages["kk"]
    assert "Dawn on the steppe" not in pages["kk"]


def test_a_sample_that_is_not_audible_or_unknown_is_the_same_404(missions):
    music_page(missions.first)
    stored(missions.first, 1, title="A secret", slug="known", public=False)
    client = visitor(missions.first)
    known, unknown = (client.get(f"/music/samples/{slug}/") for slug in ("known", "unknown"))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert known.content.decode().replace("known", "unknown") == unknown.content.decode()


def test_a_sample_page_needs_a_music_page_in_that_language(missions):
    sample = stored(missions.first, 1)
    music_page(missions.first, "en")
    assert visitor(missions.first).get(f"/kk/music/samples/{sample.slug}/").status_code == 404


def test_a_page_number_that_does_not_exist_is_a_404(missions):
    music_page(missions.first)
    stored(missions.first, 1)
    assert [visitor(missions.first).get(f"/music/?page={number}").status_code for number in ("1", "2", "x")] == [
        200,
        404,
        404,
    ]


def test_a_file_missing_from_disk_does_not_break_the_page(missions):
    sample = stored(missions.first, 1, title="Alpha")
    programme(missions.first, [sample])
    sample.file.storage.delete(sample.file.name)
    for address in ("/music/", "/music/dombra/", f"/music/samples/{sample.slug}/"):
        assert visitor(missions.first).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/music/", "/music/dombra/"])
def test_one_sample_and_twenty_cost_the_same_queries(missions, address):
    page = programme(missions.first, [stored(missions.first, 100)])
    client = visitor(missions.first)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    samples = [stored(missions.first, seed) for seed in range(101, 120)]
    page.items.add(*[ProgrammeItem(sample=sample, sort_order=place) for place, sample in enumerate(samples, start=1)])
    page.save()
    with CaptureQueriesContext(connection) as twenty:
        response = client.get(address)
    assert response.content.decode().count("<audio controls") == 20
    assert len(twenty) == len(one)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_a_programme_costs_at_most_twelve_queries_more_than_a_bare_page(missions):
    """The samples have covers, which cost one query for all of them."""
    samples = [stored(missions.first, seed, kind="mp3", tagged=True) for seed in (1, 2, 3)]
    programme(missions.first, samples)
    home = missions.first.home["en"]
    above = home.add_child(instance=Page(title="Above", slug="above", locale=home.locale))
    above.add_child(instance=Page(title="Bare", slug="bare", locale=home.locale))
    client = visitor(missions.first)
    assert queries_of(client, "/music/dombra/") <= queries_of(client, "/above/bare/") + 12


def test_publishing_the_source_hands_its_rows_to_the_translations(missions):
    first, second = stored(missions.first, 1), stored(missions.first, 2)
    source = programme(missions.first, [first])
    parent = music_page(missions.first, "kk", source.get_parent().translation_key)
    other = translation(source, parent)
    other.save_revision()
    source.items.set([ProgrammeItem(sample=second, sort_order=0), ProgrammeItem(sample=first, sort_order=1)])
    source.save_revision().publish()
    other = ProgrammePage.objects.get(pk=other.pk)
    assert [item.sample for item in other.items.all()] == [second, first]
    draft = other.get_latest_revision_as_object()
    assert [item.sample for item in draft.items.all()] == [second, first]


def test_an_editor_cannot_change_the_rows_of_a_translation(editor_client, missions):
    sample = stored(missions.first, 1)
    source = programme(missions.first, [sample])
    parent = music_page(missions.first, "kk", source.get_parent().translation_key)
    other = translation(source, parent)
    page = editor_client.get(f"/admin/pages/{other.pk}/edit/")
    assert page.status_code == 200
    assert "edited on the original page" in page.content.decode()
    assert "items-TOTAL_FORMS" not in page.content.decode()


def test_a_sample_of_another_mission_is_refused_in_a_programme(editor_client, missions):
    theirs = stored(missions.second, 1)
    page = programme(missions.first, [])
    data = {
        "title": "Dombra", "slug": "dombra", "intro": "null", "podcast_category": "Music",
        "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-MIN_NUM_FORMS": 0, "items-MAX_NUM_FORMS": 1000,
        "items-0-sample": theirs.pk, "items-0-ORDER": 1, "items-0-id": "", "items-0-DELETE": "",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": 0,
    }  # fmt: skip
    response = editor_client.post(f"/admin/pages/{page.pk}/edit/", data)
    assert "belongs to another mission" in response.content.decode()
    assert not ProgrammePage.objects.get(pk=page.pk).get_latest_revision_as_object().items.exists()


def test_what_a_programme_says_of_a_piece_is_written_once_for_all_languages(editor_client, missions):
    sample = stored(missions.first, 1, title="Refrain")
    source = programme(missions.first, [sample])
    other = translation(source, music_page(missions.first, "kk", source.get_parent().translation_key))
    other.save_revision().publish()
    row = ProgrammePage.objects.get(pk=source.pk).items.get()
    data = {
        "title": "Dombra", "slug": "dombra", "intro": "null", "podcast_category": "Music", "action-publish": "1",
        "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 1, "items-MIN_NUM_FORMS": 0, "items-MAX_NUM_FORMS": 1000,
        "items-0-sample": sample.pk, "items-0-ORDER": 1, "items-0-id": row.pk, "items-0-DELETE": "",
        "items-0-notes_en": "Sung last.", "items-0-notes_kk": "Соңында айтылады.", "items-0-notes_ru": "",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": 0,
    }  # fmt: skip
    shown = editor_client.get(f"/admin/pages/{source.pk}/edit/").content.decode()
    assert '<label for="id_items-0-notes_1">Kazakh</label>' in shown
    assert editor_client.post(f"/admin/pages/{source.pk}/edit/", data).status_code == 302
    assert "Sung last." in visitor(missions.first).get("/music/dombra/").content.decode()
    assert "Соңында айтылады." in visitor(missions.first).get("/kk/music/dombra/").content.decode()
    saved = ProgrammePage.objects.get(pk=other.pk).items.get()
    assert saved.notes == {"en": "Sung last.", "kk": "Соңында айтылады."}
    too_long = editor_client.post(f"/admin/pages/{source.pk}/edit/", data | {"items-0-notes_en": "x" * 501})
    assert "at most 500 characters" in too_long.content.decode()


def test_a_note_in_another_language_is_marked(missions):
    page = programme(missions.first, [stored(missions.first, 1)])
    page.items.set([ProgrammeItem(sample=page.items.get().sample, sort_order=0, notes={"ru": "В конце."})])
    page.save_revision().publish()
    assert '<span lang="ru">В конце.</span>' in visitor(missions.first).get("/music/dombra/").content.decode()


def test_a_used_sample_is_not_deleted_and_the_places_are_named(editor_client, missions):
    sample = stored(missions.first, 1)
    programme(missions.first, [sample])
    address = f"/admin/music/samples/delete/{sample.pk}/"
    assert "Dombra" in editor_client.get(address).content.decode()
    assert "was not deleted: Dombra" in editor_client.post(address, follow=True).content.decode()
    assert AudioSample.objects.filter(pk=sample.pk).exists()
    usage = editor_client.get(f"/admin/music/usage/{sample.pk}/").content.decode()
    assert "Dombra" in usage
    assert ">1</a>" in editor_client.get("/admin/music/samples/").content.decode()


def test_publishing_a_page_with_a_hidden_sample_says_so_and_offers_to_change_it(editor_client, missions):
    sample = stored(missions.first, 1, title="Still hidden", public=False)
    page = programme(missions.first, [sample])
    row = ProgrammePage.objects.get(pk=page.pk).items.get()
    data = {
        "title": "Dombra", "slug": "dombra", "intro": "null", "podcast_category": "Music", "action-publish": "1",
        "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 1, "items-MIN_NUM_FORMS": 0, "items-MAX_NUM_FORMS": 1000,
        "items-0-sample": sample.pk, "items-0-ORDER": 1, "items-0-id": row.pk, "items-0-DELETE": "",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": 0,
    }  # fmt: skip
    told = editor_client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True).content.decode()
    assert "visitors cannot hear these recordings" in told
    assert "Still hidden" in told
    assert '<button class="button button-small button-secondary" type="submit">Make them public</button>' in told


def test_there_is_one_music_page_and_its_address_is_fixed(missions):
    music_page(missions.first)
    assert not MusicPage.can_create_at(missions.first.home["en"])
    assert MusicPage.can_create_at(missions.first.home["kk"])
