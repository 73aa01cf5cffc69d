"""The PDF of a bulletin: the words of its page, for whoever may read that, made once."""

from __future__ import annotations

import io
import json
import re
import threading
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as live_settings
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from core import press_library as pressing_house
from core.contact_withdrawal import withdraw
from core.press import NotPressed
from core.renditions import make_first
from news import letters
from news.letters import FOLDER, forget_old
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, locale, visitor
from tests.music.asking import make_sample
from tests.news.ground import (
    make_author,
    make_bulletin,
    make_category,
    make_contact,
    make_index,
    make_series,
)
from tests.pictures import picture_of
from tests.programs import need

WORD = re.compile(r"\S+")


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "core.storage.PrivateStorage", "OPTIONS": {"location": str(tmp_path / "private")}},
    }


@pytest.fixture
def pango() -> str:
    return need("pango")


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands in for the process that sets PDFs, and for the libraries it needs; what it was given is listed."""
    given: list[Any] = []
    monkeypatch.setattr(pressing_house, "find_library", lambda name: name)
    monkeypatch.setattr(letters, "press", lambda sheet: given.append(sheet) or b"%PDF-1.7 stand-in")
    pressing_house.missing.cache_clear()
    yield given
    pressing_house.missing.cache_clear()


def get(mission: Any, path: str, **headers: str) -> tuple[Any, bytes]:
    """The answer and its bytes; a file is closed."""
    answer = visitor(mission).get(path, headers=headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer, content


def path_of(page: Any) -> str:
    return urlsplit(page.get_url()).path


def address(page: Any) -> str:
    return f"{path_of(page)}bulletin.pdf"


def column(html: str) -> str:
    """The text of the page as somebody reads it, with the address behind each link to elsewhere."""
    inside = html.split('columns-text text">')[1].split("<aside")[0]
    inside = re.sub(r'<a [^>]*href="(http[^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", inside, flags=re.DOTALL)
    return unescape(re.sub(r"</?(?:b|i|a|span|sub|sup)\b[^>]*>", "", inside).replace("<", " <"))


def stream(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def table(rows: list[list[str]], caption: str = "") -> tuple[str, Any]:
    columns = [{"type": "text", "heading": "Subject"}, {"type": "text", "heading": "Number"}]
    return "table", {"columns": columns, "rows": [{"values": row} for row in rows], "caption": caption}


BODY = stream(
    ("text", "<p>Two words &amp; an <b>emphasis</b>, an <i>aside</i>: Ә ғ қ ң ө ұ ү һ і, № 24 – “so”.</p>"),
    ("text", "<ul><li>First</li><li>Second</li></ul>"),
    ("heading", {"text": "What follows", "level": "h2"}),
    ("text", f"<p>It is said {'again and ' * 400}again.</p>"),
    ("text", '<p>See <a href="https://example.com/a">the law</a> itself.</p>'),
    ("quote", {"text": "A quotation.\n\nOf two paragraphs.", "source": "A source"}),
    ("heading", {"text": "A smaller part", "level": "h3"}),
    table([["Articles", "18"], ["Members", "40,000"]], "In numbers"),
)


@pytest.fixture
def bulletin(missions: Missions) -> Any:
    first = missions.first
    return make_bulletin(
        make_index(first),
        series=make_series(first),
        number=24,
        category=make_category(first),
        author=make_author(first),
        contact=make_contact(first),
        summary="What would change.",
        body=BODY,
    )


def words_of_page(mission: Any, page: Any) -> list[str]:
    html = visitor(mission).get(path_of(page)).content.decode()
    return WORD.findall(re.sub(r"<[^>]*>", " ", column(html)))


def words_of_pdf(content: bytes, *feet: str) -> list[str]:
    """Page by page, without what stands at the edge of each."""
    found = []
    for page in PdfReader(io.BytesIO(content)).pages:
        lines = [line for line in page.extract_text().splitlines() if not any(foot in line for foot in feet)]
        found += WORD.findall(" ".join(lines).replace("• ", " "))
    return found


def test_the_pdf_says_what_the_page_says_word_for_word(pango: str, missions: Missions, bulletin: Any) -> None:
    answer, content = get(missions.first, address(bulletin))
    assert answer.status_code == 200
    own, read = words_of_page(missions.first, bulletin), words_of_pdf(content, "Page ", "Special Issue No 24, A year")
    assert len(own) > 800
    begin = read.index("Two")
    assert read[begin : begin + len(own)] == own
    whole = " ".join(read)
    for said in ("Embassy of Aland", "December 22, 2008", "What would change.", "Zhanbolat Ussenov", "202-232-5488"):
        assert said in whole


def test_the_pdf_is_a_letter_with_title_author_language_numbers_of_pages_and_bookmarks(
    pango: str, missions: Missions, bulletin: Any
) -> None:
    _answer, content = get(missions.first, address(bulletin))
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 2
    assert reader.metadata.title == "A year of reform"
    assert reader.metadata.author == "Embassy of Aland"
    assert reader.metadata.subject == "What would change."
    assert "Special Issue" in reader.metadata["/Keywords"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    last = reader.pages[1].extract_text()
    assert "Page 2 of 2" in last
    assert "Special Issue No 24, A year of reform" in last
    assert f"http://aland.example{path_of(bulletin)}" in last.replace("\n", "")
    assert reader.outline[0].title == "A year of reform"
    assert [entry.title for entry in reader.outline[1] if not isinstance(entry, list)] == [
        "What follows",
        "Contact for this issue",
    ]


def test_a_kazakh_bulletin_is_a_kazakh_letter(pango: str, missions: Missions) -> None:
    page = make_bulletin(make_index(missions.first, "kk"), "Реформа жылы", body=stream(("text", "<p>Қазақстан</p>")))
    answer, content = get(missions.first, address(page))
    reader = PdfReader(io.BytesIO(content))
    assert address(page).startswith("/kk/")
    assert reader.trailer["/Root"]["/Lang"] == "kk"
    assert "2008 ж. 22 желтоқсан" in reader.pages[0].extract_text()
    assert "filename*=UTF-8''%D0%A0" in answer.headers["Content-Disposition"]


def test_a_picture_comes_with_its_text_alternative_and_a_broken_one_leaves_that(
    pango: str, missions: Missions, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    image = picture_of(missions.first)
    make_first(image)
    body = stream(("image", {"image": image.pk, "alt": "The steppe in spring", "caption": "Near Almaty", "credit": ""}))
    page = make_bulletin(make_index(missions.first), body=body)
    _answer, whole = get(missions.first, address(page))
    shown = PdfReader(io.BytesIO(whole)).pages[0]
    assert len(shown.images) == 1
    assert "Near Almaty" in shown.extract_text()
    for name in default_storage.listdir(FOLDER)[1]:
        default_storage.delete(f"{FOLDER}/{name}")
    for rendition in image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    _answer, broken = get(missions.first, address(page))
    assert "The steppe in spring" in PdfReader(io.BytesIO(broken)).pages[0].extract_text()


def test_a_bulletin_of_a_hundred_parts_and_a_long_table_is_set(pango: str, missions: Missions) -> None:
    parts = [("heading", {"text": f"Part {number}", "level": "h2"}) for number in range(100)]
    rows = table([[f"Row {number}", str(number)] for number in range(200)])
    page = make_bulletin(make_index(missions.first), body=stream(*parts, rows))
    answer, content = get(missions.first, address(page))
    assert answer.status_code == 200
    assert "Row 199" in PdfReader(io.BytesIO(content)).pages[-1].extract_text()


def test_it_is_made_once_and_again_after_a_change(pressed: list[Any], missions: Missions, bulletin: Any) -> None:
    first, content = get(missions.first, address(bulletin))
    second, _content = get(missions.first, address(bulletin))
    assert content == b"%PDF-1.7 stand-in"
    assert first.headers["ETag"] == second.headers["ETag"]
    assert len(pressed) == 1
    bulletin.contact.telephone = "202-000-0000"
    bulletin.contact.save()
    third, _content = get(missions.first, address(bulletin))
    assert third.headers["ETag"] != first.headers["ETag"]
    assert "202-000-0000" in pressed[1].html


def test_the_answer_says_what_it_is_and_spares_who_has_it(
    pressed: list[Any], missions: Missions, bulletin: Any
) -> None:
    head = visitor(missions.first).head(address(bulletin))
    assert (head.status_code, head.content, pressed) == (200, b"", [])
    answer, _content = get(missions.first, address(bulletin))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="24 A year of reform.pdf"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Link"] == f'<http://aland.example{path_of(bulletin)}>; rel="canonical"'
    assert answer.headers["ETag"] == head.headers["ETag"]
    again, content = get(missions.first, address(bulletin), if_none_match=answer.headers["ETag"])
    assert (again.status_code, content) == (304, b"")
    assert visitor(missions.first).post(address(bulletin)).status_code == 405


def test_nobody_gets_what_strangers_may_not_read(pressed: list[Any], missions: Missions, bulletin: Any) -> None:
    path = address(bulletin)
    make_index(missions.second)
    assert get(missions.second, path)[0].status_code == 404
    assert get(missions.first, path.replace(bulletin.slug, "unknown"))[0].status_code == 404
    restriction = PageViewRestriction.objects.create(page=bulletin, restriction_type="login")
    assert get(missions.first, path)[0].status_code == 404
    restriction.delete()
    assert get(missions.first, path)[0].status_code == 200
    bulletin.unpublish()
    assert get(missions.first, path)[0].status_code == 404


def test_the_page_links_to_it_only_where_it_can_be_made(
    pressed: list[Any], missions: Missions, bulletin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f'href="{address(bulletin)}"'
    assert link in visitor(missions.first).get(path_of(bulletin)).content.decode()
    pressing_house.missing.cache_clear()
    monkeypatch.setattr(pressing_house, "find_library", lambda name: None)
    assert link not in visitor(missions.first).get(path_of(bulletin)).content.decode()
    answer, _content = get(missions.first, address(bulletin))
    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(bulletin))


def test_a_bulletin_that_cannot_be_set_says_so_and_is_not_tried_again_at_once(
    pressed: list[Any], missions: Missions, bulletin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def refuse(sheet: Any) -> bytes:
        tries.append(sheet)
        raise NotPressed("too much")

    monkeypatch.setattr(letters, "press", refuse)
    for _time in range(2):
        answer, content = get(missions.first, address(bulletin))
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "3600"
        assert "There is no PDF of this bulletin" in content.decode()
    assert len(tries) == 1


def test_while_others_are_made_a_sentence_says_so(
    pressed: list[Any], missions: Missions, bulletin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "WAIT_SECONDS", 0.2)
    letters.cache.add(letters.LOCK, "another process", 60)
    answer, content = get(missions.first, address(bulletin))
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "The PDF is not ready yet" in content.decode()
    assert pressed == []


def test_many_who_ask_at_once_have_one_file_made(pressed: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from core.press import Sheet

    sheet, begun, may_end = Sheet("a", "", "https://aland.example/"), threading.Event(), threading.Event()

    def slowly(given: Any) -> bytes:
        pressed.append(given)
        begun.set()
        assert may_end.wait(10)
        return b"%PDF"

    monkeypatch.setattr(letters, "press", slowly)
    got: list[Any] = []

    def ask() -> None:
        try:
            got.append(letters.letter_file(sheet))
        except letters.NoLetter as refusal:
            got.append(refusal)

    threads = [threading.Thread(target=ask) for _one in range(12)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    may_end.set()
    for thread in threads:
        thread.join(20)
    names = [one for one in got if isinstance(one, str)]
    assert len(pressed) == 1
    assert len(got) == 12
    assert names
    assert set(names) == {f"{FOLDER}/{sheet.mark}.pdf"}
    assert len(names) <= max(12, live_settings.DJANGO_REQUESTS)


def test_old_files_are_removed(pressed: list[Any], missions: Missions, bulletin: Any) -> None:
    assert forget_old(timezone.now()) == 0
    get(missions.first, address(bulletin))
    assert forget_old(timezone.now()) == 0
    assert forget_old(timezone.now() + timedelta(days=live_settings.PDF_KEPT_DAYS + 1)) == 1
    assert default_storage.listdir(FOLDER)[1] == []


def test_the_ways_to_share_are_in_the_language_of_the_page(pressed: list[Any], missions: Missions) -> None:
    page = make_bulletin(make_index(missions.first, "kk"), "Реформа & жыл")
    html = visitor(missions.first).get(path_of(page)).content.decode()
    full = f"http://aland.example{path_of(page)}"
    mail = re.search(r'href="(mailto:[^"]+)"', html)[1]
    assert mail.startswith(
        "mailto:?subject=%D0%A0%D0%B5%D1%84%D0%BE%D1%80%D0%BC%D0%B0%20%26%20%D0%B6%D1%8B%D0%BB&amp;body="
    )
    assert "http%3A%2F%2Faland.example%2Fkk%2Fnews%2F" in mail
    assert f'data-address="{full}"' in html
    assert locale("kk")


def test_recordings_programmes_and_events_are_lines_with_their_addresses(
    pressed: list[Any], missions: Missions
) -> None:
    first = missions.first
    event = make_event(make_calendar(first.home["en"]), title="Dombra evening", slug="dombra", venue="Great hall")
    sample, hidden = make_sample(first, slug="dawn"), make_sample(first, slug="hidden", public=False)
    body = stream(("audio_sample", sample.pk), ("audio_sample", hidden.pk), ("event", event.pk))
    page = make_bulletin(make_index(first), body=body)
    assert get(first, address(page))[0].status_code == 200
    html = pressed[0].html
    assert sample.title in html
    assert "http://aland.example/music/samples/dawn/" in html
    assert "hidden" not in html
    assert "Dombra evening" in html
    assert "Great hall" in html
    assert "http://aland.example/events/dombra/" in html
    assert "<audio" not in html
    assert "<button" not in html


def test_the_file_may_lie_in_a_store(s3: Any, pressed: list[Any], missions: Missions, bulletin: Any) -> None:
    for _time in range(2):
        answer, content = get(missions.first, address(bulletin))
        assert (answer.status_code, content) == (200, b"%PDF-1.7 stand-in")
    assert len(pressed) == 1
    assert forget_old(timezone.now()) == 0
    assert forget_old(timezone.now() + timedelta(days=live_settings.PDF_KEPT_DAYS + 1)) == 1


def test_a_withdrawn_contact_is_in_no_letter_and_no_file_that_names_it_is_kept(
    missions: Missions, bulletin: Any, pressed: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    contact = bulletin.contact
    contact.telephone = "202-000-0000"
    contact.save()
    get(missions.first, address(bulletin))
    assert "202-000-0000" in pressed[-1].html
    assert "At publication" in pressed[-1].html
    assert "/contacts/" not in pressed[-1].html
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(contact, timezone.now())
    assert default_storage.listdir(FOLDER)[1] == []
    get(missions.first, address(bulletin))
    assert not any(word in pressed[-1].html for word in ("202-", "Zhanbolat", "Contact for this issue"))
