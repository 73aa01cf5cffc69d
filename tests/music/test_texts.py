"""Words and chapters of a sample: on its page, as files, in the library's form."""

import gzip
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from music.models import AudioSample, SampleText
from music.texts import chapters_url, language_name, text_urls
from tests.missions import visitor
from tests.music.test_pages import music_page
from tests.music.uploading import CREATE, sample_form, stored, upload_of

pytestmark = pytest.mark.django_db
LRC = "[00:01.00]Таң атты\n[01:23.50]Дала оянды"
EDIT = "/admin/music/samples/edit/{}/"


def worded(mission, seed=1, **values):
    """A sample with four texts, two of them timed, and chapters."""
    music_page(mission)
    sample = stored(mission, seed, slug="dawn", title="Таң", title_language="kk", **values)
    sample.texts.add(
        SampleText(role="translation", language="en", body="Dawn <broke>\nThe steppe awoke"),
        SampleText(role="letters", language="kk-Latn", body="[00:01.00]Tañ atty\n[01:23.40]Dala oiandy"),
        SampleText(role="original", language="kk", body=LRC),
        SampleText(role="translation", language="ru", body="Рассвет"),
    )
    sample.chapters = "0:00 Шақыру\n1:00 Ән"
    sample.save()
    return sample


def page_of(mission, address="/music/samples/dawn/"):
    response = visitor(mission).get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_rows(*rows, **values):
    """What a browser posts of texts: each of a role, a language and words."""
    posted = {"texts-TOTAL_FORMS": len(rows)}
    for number, (role, language, body) in enumerate(rows):
        posted |= {
            f"texts-{number}-role": role, f"texts-{number}-language": language, f"texts-{number}-body": body,
        }  # fmt: skip
    return sample_form(title="Таң", **posted, **values)


def text_errors(response):
    rows = response.context["form"].formsets["texts"].forms
    return " ".join(message for row in rows for messages in row.errors.values() for message in messages)


def test_texts_of_the_same_lines_stand_side_by_side_and_each_line_is_a_link_to_its_second(missions):
    worded(missions.first)
    page = page_of(missions.first)
    line = page[page.index('<a class="words-line" href="#t=83.5"') :]
    line = line[: line.index("</a>")]
    cells = [
        '<span class="words-original" lang="kk" dir="auto">Дала оянды</span>',
        '<span class="words-letters" lang="kk-Latn" dir="auto">Dala oiandy</span>',
        '<span class="words-translation" lang="en" dir="auto">The steppe awoke</span>',
    ]
    assert [line.index(cell) for cell in cells] == sorted(line.index(cell) for cell in cells)
    assert '<span class="words-time">1:23</span>' in line
    assert 'data-columns="3"' in page
    assert "Dawn &lt;broke&gt;" in page


def test_a_text_of_other_lines_stands_apart_without_times(missions):
    worded(missions.first)
    page = page_of(missions.first)
    assert page.count('<ol class="words-lines">') == 2
    assert '<div class="words-line">' in page
    assert '<span class="words-translation" lang="ru" dir="auto">Рассвет</span>' in page


def test_chapters_are_links_to_their_seconds_in_the_list_for_the_script_and_on_the_wave(missions):
    sample = worded(missions.first)
    page = page_of(missions.first)
    assert '<a href="#t=60"><span class="words-time">1:00</span> <span lang="kk">Ән</span></a>' in page
    assert 'data-chapters="[[0.0, &quot;Шақыру&quot;], [60.0, &quot;Ән&quot;]]"' in page
    assert "player-marks" not in page
    type(sample.analysis).objects.update(peaks=bytes(1800))
    AudioSample.objects.update(duration=120.0)
    assert 'class="player-marks" d="M900 0v44"' in page_of(missions.first)


def test_a_sample_without_words_shows_neither_heading(missions):
    music_page(missions.first)
    stored(missions.first, 1, slug="dawn")
    page = page_of(missions.first)
    assert "words-title" not in page
    assert "chapters-title" not in page


def test_a_text_is_a_file_with_its_type_and_open_to_other_hosts(missions):
    sample = worded(missions.first)
    client = visitor(missions.first)
    timed = client.get("/music/samples/dawn/texts/kk.vtt")
    assert timed.status_code == 200
    assert timed["Content-Type"] == "text/vtt; charset=utf-8"
    assert timed["Access-Control-Allow-Origin"] == "*"
    assert timed["Content-Language"] == "kk"
    assert "00:00:01.000 --> 00:01:23.500\nТаң атты\n" in timed.content.decode()
    plain = client.get("/music/samples/dawn/texts/kk-Latn.txt")
    assert plain["Content-Type"] == "text/plain; charset=utf-8"
    assert plain.content.decode() == "Tañ atty\nDala oiandy\n"
    assert client.head("/music/samples/dawn/texts/kk.vtt").status_code == 200
    assert client.post("/music/samples/dawn/texts/kk.vtt").status_code == 405
    assert [(file.url, file.type, file.language, file.role) for file in text_urls(sample)] == [
        ("/music/samples/dawn/texts/kk.vtt", "text/vtt", "kk", "original"),
        ("/music/samples/dawn/texts/kk-Latn.vtt", "text/vtt", "kk-Latn", "letters"),
        ("/music/samples/dawn/texts/en.txt", "text/plain", "en", "translation"),
        ("/music/samples/dawn/texts/ru.txt", "text/plain", "ru", "translation"),
    ]


def test_chapters_are_json_for_other_players(missions):
    sample = worded(missions.first)
    answer = visitor(missions.first).get(chapters_url(sample))
    assert answer["Content-Type"] == "application/json+chapters"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["chapters"] == [
        {"startTime": 0.0, "title": "Шақыру"}, {"startTime": 60.0, "title": "Ән"},
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["texts/en.vtt", "texts/de.txt", "texts/kk.lrc", "texts/.vtt", "chapter.json"])
def test_what_there_is_not_is_a_404(missions, ending):
    worded(missions.first)
    assert visitor(missions.first).get(f"/music/samples/dawn/{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["", "texts/kk.vtt", "texts/en.txt", "chapters.json"])
@pytest.mark.parametrize("why", ["private", "over", "theirs"])
def test_nothing_of_what_strangers_may_not_hear_is_told(missions, ending, why):
    over = {"permission_until": timezone.now() - timedelta(days=1)} if why == "over" else {}
    worded(missions.first, public=why != "private", **over)
    if why == "theirs":
        music_page(missions.second)
    host = missions.second if why == "theirs" else missions.first
    response = visitor(host).get(f"/music/samples/dawn/{ending}")
    assert response.status_code in (404, 410)
    assert "Таң атты" not in response.content.decode()


def test_a_podcast_names_texts_and_chapters(missions):
    worded(missions.first, kind="mp3")
    feed = visitor(missions.first).get("/music/feed.rss").content.decode()
    assert '/music/samples/dawn/texts/kk.vtt" type="text/vtt" language="kk"' in feed
    assert '/music/samples/dawn/texts/en.txt" type="text/plain" language="en"' in feed
    assert '/music/samples/dawn/chapters.json" type="application/json+chapters"' in feed


def test_the_low_data_version_prints_the_first_lines_and_leads_to_the_whole_text(missions, settings):
    sample = worded(missions.first)
    long = "\n".join(f"Line {number} of a long story that somebody tells by the fire" for number in range(900))
    sample.texts.add(SampleText(role="translation", language="uz", body=long))
    sample.save()
    assert page_of(missions.first).count("by the fire") == 900
    low = page_of(missions.first, "/music/samples/dawn/?data=low")
    # Two lines in three languages and one in Russian come first.
    assert low.count("by the fire") == 200 - 7
    assert '707 more lines, in the whole text: <a href="/music/samples/dawn/texts/uz.txt" hreflang="uz">' in " ".join(
        low.split()
    )
    assert len(low) < 70_000
    assert len(gzip.compress(low.encode())) < 30_000
    settings.LOW_DATA_LINES = 2
    assert "Таң атты" not in page_of(missions.first, "/music/samples/dawn/?data=low")


def test_files_exist_in_every_language_of_the_site(missions):
    sample = worded(missions.first)
    with translation.override("kk"):
        assert text_urls(sample)[0].url == "/kk/music/samples/dawn/texts/kk.vtt"
        assert chapters_url(sample) == "/kk/music/samples/dawn/chapters.json"
    assert visitor(missions.first).get("/kk/music/samples/dawn/chapters.json").status_code == 200


def test_unnamed_chapters_of_a_file_are_counted(missions):
    music_page(missions.first)
    stored(missions.first, 1, slug="dawn")
    AudioSample.objects.update(chapters_read=[[0, ""], [500, "Answer"]])
    page = page_of(missions.first)
    assert "<span>Chapter 1</span>" in page
    assert "<span>Answer</span>" in page


def test_many_texts_cost_as_many_queries_as_one(missions):
    sample = worded(missions.first)
    client = visitor(missions.first)

    def queries():
        client.get("/music/samples/dawn/")
        with CaptureQueriesContext(connection) as made:
            client.get("/music/samples/dawn/")
        return len(made)

    many = queries()
    sample.texts.set(list(sample.texts.all())[:1])
    sample.save()
    assert queries() == many
    with CaptureQueriesContext(connection) as made:
        for one in AudioSample.objects.with_text_files():
            text_urls(one)
    assert len(made) == 2


def test_texts_are_typed_in_the_form(editor_client, missions):
    sample = stored(missions.first)
    rows = text_rows(("original", "KK", LRC), ("letters", "kk-latn", "Tañ atty"), chapters="0:00 One\r\n0:10 Two")
    assert editor_client.post(EDIT.format(sample.pk), rows).status_code == 302
    assert list(SampleText.objects.values_list("role", "language", "notation")) == [
        ("original", "kk", "lrc"), ("letters", "kk-Latn", "plain"),
    ]  # fmt: skip
    assert AudioSample.objects.get().chapters == "0:00 One\n0:10 Two"


def test_a_file_fills_the_words_of_an_edited_sample_and_of_a_new_one(editor_client, missions):
    file = SimpleUploadedFile("words.txt", "Рассвет в степи".encode("cp1251"))
    sample = stored(missions.first)
    rows = text_rows(("translation", "ru", "what was typed before"), **{"texts-0-upload": file})
    assert editor_client.post(EDIT.format(sample.pk), rows).status_code == 302
    assert SampleText.objects.get().body == "Рассвет в степи"
    new = text_rows(
        ("original", "kk", ""), upload=upload_of(*new_recording()),
        **{"texts-0-upload": SimpleUploadedFile("words.lrc", b"\xef\xbb\xbf" + LRC.encode())},
    )  # fmt: skip
    assert editor_client.post(CREATE, new).status_code == 302
    assert SampleText.objects.get(language="kk").notation == "lrc"


def new_recording():
    from tests.music import audio_files as files

    return files.plain("opus", 0.5, 99), "new.opus"


def test_the_form_has_a_row_for_a_text_without_any_script_and_takes_files(editor_client, missions):
    sample = stored(missions.first)
    AudioSample.objects.update(chapters_read=[[0, "Read"], [83_500, "From the file"]])
    page = editor_client.get(EDIT.format(sample.pk)).content.decode()
    assert 'name="texts-0-upload"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "0:00 Read\n1:23.500 From the file" in page
    # Left empty it is no text.
    rows = text_rows(("original", "", ""))
    assert editor_client.post(EDIT.format(sample.pk), rows).status_code == 302
    assert not SampleText.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("original", "kk", "[00:01.00]One\nTwo"), "Line 2 has no time."),
        (
            ("original", "kk", ""),
            "There are no words in this text. Type them, choose another file, or delete this text.",
        ),
        (("original", "kazakh", "One"), "no code of a language"),
        (("original", "???", "One"), "no code of a language"),
        (("letters", "kk", "One"), "Say in which letters"),
        (("translation", "en", "Two"), "already a text in this language"),
        (("original", "ru", "Two"), "already an original"),
        (("translation", "ru", "x" * (256 * 1024 + 1)), "longer than 256.0"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused_in_words_and_nothing_is_stored(editor_client, missions, row, sentence):
    sample = stored(missions.first)
    first = ("original", "en", "One") if "already" in sentence else ("translation", "uz", "One")
    response = editor_client.post(EDIT.format(sample.pk), text_rows(first, row))
    assert response.status_code == 200
    assert sentence in text_errors(response).replace("\xa0", " ")
    assert not SampleText.objects.exists()


def test_a_file_that_is_no_text_is_refused(editor_client, missions, settings):
    sample = stored(missions.first)
    for data, sentence in ((b"\xff\xfb\x90\x00", "is not a text"), (b"", "no words"), (b"x" * 2000, "longer than")):
        settings.MAX_WORDS_SIZE = 1000
        rows = text_rows(("original", "kk", "typed"), **{"texts-0-upload": SimpleUploadedFile("a.lrc", data)})
        response = editor_client.post(EDIT.format(sample.pk), rows)
        assert sentence in text_errors(response)
    assert not SampleText.objects.exists()


def test_the_words_of_a_file_come_back_with_a_refused_form(editor_client, missions):
    sample = stored(missions.first)
    file = SimpleUploadedFile("words.lrc", LRC.encode())
    rows = text_rows(("original", "kk", ""), chapters="no time", **{"texts-0-upload": file})
    response = editor_client.post(EDIT.format(sample.pk), rows)
    assert "Line 1 has no time." in str(response.context["form"].errors["chapters"])
    assert "[01:23.50]Дала оянды" in response.content.decode()


def told(response):
    return [str(message).strip() for message in response.context["messages"]]


@pytest.mark.parametrize("chapters", ["", "no time"])
def test_a_guessed_encoding_is_told_with_the_first_words_saved_or_not(editor_client, missions, chapters):
    sample = stored(missions.first)
    file = SimpleUploadedFile("words.txt", "\r\nРассвет в степи\r\nДорога".encode("koi8-r"))
    rows = text_rows(("translation", "ru", ""), chapters=chapters, **{"texts-0-upload": file})
    response = editor_client.post(EDIT.format(sample.pk), rows, follow=True)
    sentence = "“words.txt” is not in UTF-8 and was read as KOI8-R. It begins: “Рассвет в степи”."
    assert any(one.startswith(sentence) for one in told(response))
    assert SampleText.objects.filter(body="\nРассвет в степи\nДорога").exists() is (not chapters)
    assert "Дорога" in response.content.decode() or not chapters


def test_nothing_is_told_of_a_file_in_utf_8(editor_client, missions):
    sample = stored(missions.first)
    rows = text_rows(("original", "kk", ""), **{"texts-0-upload": SimpleUploadedFile("a.lrc", LRC.encode())})
    response = editor_client.post(EDIT.format(sample.pk), rows, follow=True)
    assert not any("read" in one for one in told(response))


def test_pasted_words_that_look_misread_are_kept_and_hinted_at(editor_client, missions):
    sample = stored(missions.first)
    pasted = "[00:01.00]La la\n[00:02.00]" + "Рассвет в степи".encode("cp1251").decode("latin-1")
    rows = text_rows(("original", "ru", pasted), ("translation", "fr", "Été à la plage"))
    response = editor_client.post(EDIT.format(sample.pk), rows, follow=True)
    hints = [one for one in told(response) if "wrong encoding" in one]
    assert len(hints) == 1
    assert "Russian: “Ðàññâåò â ñòåïè” looks as if" in hints[0]
    assert "may mean “Рассвет в степи”" in hints[0]
    assert SampleText.objects.filter(body=pasted).exists()


def test_what_begins_after_the_end_is_kept_told_after_saving_and_noted_in_the_form(editor_client, missions):
    sample = stored(missions.first)
    AudioSample.objects.update(duration=72.25)
    lines = "[00:01.00]Таң атты\n[01:12.25]Дала оянды\n[01:30.00]Жол"
    rows = text_rows(("original", "kk", lines), ("translation", "en", "Dawn"), chapters="0:00 Call\n1:13 Song")
    response = editor_client.post(EDIT.format(sample.pk), rows, follow=True)
    sentences = [
        "The chapter “Song” begins at 1:13, but the recording is over at 1:12.250. Correct its time.",
        "Kazakh: 2 lines begin after 1:12.250, when the recording is over. "
        "The first is “Дала оянды” at 1:12.250. Correct their times.",
    ]
    assert [one for one in told(response) if "is over" in one] == sentences
    form = editor_client.get(EDIT.format(sample.pk)).content.decode()
    assert all(sentence in form for sentence in sentences)
    assert AudioSample.objects.get().chapters == "0:00 Call\n1:13 Song"
    assert SampleText.objects.get(language="kk").body == lines
    # Cut anew, or not measured yet: nothing is wrong with the texts.
    for length in (90.5, None):
        AudioSample.objects.update(duration=length)
        assert "is over" not in editor_client.get(EDIT.format(sample.pk)).content.decode()


def test_what_a_browser_may_send_breaks_nothing(editor_client, missions):
    sample = stored(missions.first)
    rows = text_rows(("original", "kk", "One\x00two"), ("nonsense", "ru", "One"), chapters="0:00 \x00")
    assert editor_client.post(EDIT.format(sample.pk), rows).status_code == 200


def test_an_editor_of_one_mission_does_not_reach_anothers_texts(editor_client, missions):
    theirs = stored(missions.second)
    assert editor_client.post(EDIT.format(theirs.pk), text_rows(("original", "kk", "One"))).status_code == 404
    assert not SampleText.objects.exists()


@pytest.mark.parametrize(
    ("code", "name"),
    [("kk", "Kazakh"), ("kk-Latn", "Kazakh, in Latin letters"), ("pt-BR", "Portuguese, BR"), ("xx", "xx")],
)
def test_languages_are_named(code, name):
    assert language_name(code) == name
