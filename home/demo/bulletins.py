"""Categories, series, authors and bulletins of the demonstration."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

from core.models import Contact
from home.demo.gallery import Gallery
from home.demo.reading import BodyWriter, in_languages
from home.demo.tree import page_below
from home.models import HomePage
from news.changes import CORRECTION, Change
from news.models import (
    Author,
    AuthorWords,
    BulletinPage,
    Category,
    CategoryWords,
    Series,
    SeriesWords,
)

SIGNS = {"en": "No", "kk": "№", "ru": "№"}


def make_named(site: Site, entries: list[dict[str, Any]], model: Any, words_model: Any) -> dict[str, Any]:
    """Rows with names by language, by slug."""
    made = {}
    for entry in entries:
        row = model.objects.for_site(site).filter(slug=entry["slug"]).first()
        if row is None:
            row = model(site=site, slug=entry["slug"])
            row.words = [_words(words_model, code, name) for code, name in in_languages(entry).items()]
            row.save()
        made[entry["slug"]] = row
    return made


def _words(model: Any, code: str, name: str) -> Any:
    return model(language=code, name=name, **({"number_sign": SIGNS[code]} if model is SeriesWords else {}))


def make_bulletins(
    site: Site, indexes: dict[str, Any], contact: Contact, writer: BodyWriter, data: dict[str, Any], gallery: Gallery
) -> None:
    """The bulletins of a plan, each in its languages. The first of them leads the home pages."""
    categories = make_named(site, data["category"], Category, CategoryWords)
    series = make_named(site, data["series"], Series, SeriesWords)
    authors = make_named(site, data["author"], Author, AuthorWords)
    for entry in data["bulletin"]:
        key = None
        for code, words in in_languages(entry).items():
            page, made = page_below(
                indexes[code],
                BulletinPage,
                key,
                slug=entry["slug"],
                title=words["title"],
                summary=words.get("earlier", words)["summary"],
                body=writer.raw(words["body"]),
                series=series[entry["series"]],
                number=entry["number"],
                date=entry["date"],
                category=categories[entry["category"]],
                author=authors[entry["author"]],
                contact=contact,
                **gallery.fields(entry, code),
            )
            key = page.translation_key
            if made:
                page.tags.add(*entry["tags"])
                page.save_revision().publish()
            if made and "earlier" in words:
                _correct(page, words)
            if made and entry is data["bulletin"][0]:
                _lead_with(page)


def _correct(page: BulletinPage, words: dict[str, Any]) -> None:
    """Publishes the summary as it should be, with the note that says what was wrong before."""
    page.refresh_from_db()
    note = words["earlier"]
    page.pending_change = Change(CORRECTION, note["changed"], note["why"], page.live_revision_id).as_data()
    page.summary = words["summary"]
    page.save_revision().publish()


def _lead_with(page: BulletinPage) -> None:
    """Puts a new bulletin at the top of the home page above it."""
    home = HomePage.objects.ancestor_of(page).get()
    home.lead = page
    home.save_revision().publish()
