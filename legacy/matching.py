"""Series, categories, authors and contacts of an old page: found among the mission's own, else made. What is made, and
where the old page differs from what is here, is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Contact, ContactWords
from legacy.jobs import Job
from legacy.old_pages import OldContact, OldPage, SourceRefused
from news.models import Author, AuthorWords, Category, CategoryWords, Series, SeriesWords

KINDS: dict[str, tuple[Any, Any, Promise, Promise]] = {
    "series": (
        Series,
        SeriesWords,
        gettext_lazy("The series “%(name)s” is new and is made."),
        gettext_lazy("There is no series “%(name)s” here, and you may not add one."),
    ),
    "category": (
        Category,
        CategoryWords,
        gettext_lazy("The category “%(name)s” is new and is made."),
        gettext_lazy("There is no category “%(name)s” here, and you may not add one."),
    ),
    "author": (
        Author,
        AuthorWords,
        gettext_lazy("The author “%(name)s” is new and is made."),
        gettext_lazy("There is no author “%(name)s” here, and you may not add one."),
    ),
}
SLUG_LENGTH, NAME_LENGTH = 80, 80
# Numbers are the same when the shorter ends the longer, which has a code in front; fewer digits are no number.
LEAST_DIGITS = 7
CONTACT_FIELDS = ("telephone", "extension", "fax", "email", "web_site")


@dataclass
class Matched:
    """What the bulletin is given. In a trial nothing is made, and what would be is None."""

    series: Series | None = None
    category: Category | None = None
    author: Author | None = None
    contacts: list[Contact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match(job: Job, page: OldPage) -> Matched:
    """Raises SourceRefused where something is missing that the user may not make."""
    found = Matched()
    found.series = named(job, "series", page.series, found.notes) if page.number else None
    found.category = named(job, "category", page.category or job.category, found.notes)
    found.author = named(job, "author", page.author, found.notes)
    for old in page.contacts:
        contact = contact_of(job, old, found.notes)
        if contact is not None:
            found.contacts.append(contact)
    return found


def find_named(job: Job, kind: str, name: str) -> Any:
    """The row of that name in any language, however it is written; else that with the slug the name would get."""
    model, words = KINDS[kind][:2]
    wanted = " ".join(name.split()).casefold()
    for row in words.objects.filter(parent__site=job.site).select_related("parent").order_by("pk"):
        if " ".join(row.name.split()).casefold() == wanted:
            return row.parent
    return model.objects.for_site(job.site).filter(slug=slug_of(name) or None).first()


def named(job: Job, kind: str, name: str, notes: list[str]) -> Any:
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        return None
    found = find_named(job, kind, name)
    if found is not None:
        return found
    model, words, made, refused = KINDS[kind]
    if not job.may_add(model):
        raise SourceRefused(str(refused) % {"name": name})
    if job.meets_first(f"{kind}:{name.casefold()}"):
        notes.append(str(made) % {"name": name})
    return None if job.is_trial else _make_named(job, model, words, name)


def slug_of(name: str) -> str:
    return slugify(anyascii(name))[:SLUG_LENGTH].strip("-")


def _make_named(job: Job, model: Any, words: Any, name: str) -> Any:
    base = slug_of(name) or str(model._meta.model_name)
    taken = set(model.objects.for_site(job.site).filter(slug__startswith=base[:70]).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[:70]}-{number}"
    row = model(site=job.site, slug=slug)
    row.words = [words(language=job.language, name=name)]
    return _saved(row)


def _saved(row: Any) -> Any:
    row.full_clean(exclude=["words"])
    row.save()
    return row


def contact_of(job: Job, old: OldContact, notes: list[str]) -> Contact | None:
    found = find_contact(job, old)
    if found is not None:
        differing = _differences(found, old)
        if differing:
            sentence = _("The contact “%(name)s” is here with other details, and stays so. The old page has: %(said)s.")
            notes.append(sentence % {"name": found, "said": ", ".join(differing)})
        return found
    if not job.may_add(Contact):
        raise SourceRefused(_("The contact “%(name)s” is not here, and you may not add one.") % {"name": old.name})
    if job.meets_first(f"contact:{old.name.casefold()}"):
        notes.append(_("The contact “%(name)s” is new and is made.") % {"name": old.name})
    return None if job.is_trial else _make_contact(job, old)


def find_contact(job: Job, old: OldContact) -> Contact | None:
    """By e-mail; else by telephone, extension and, where both name one, person; else by fax in the same way."""
    rows = list(Contact.objects.for_site(job.site).with_words().order_by("pk"))
    for row in rows:
        if old.email and row.email.casefold() == old.email.casefold():
            return row
    for row in rows:
        numbers = (row.telephone, old.telephone) if old.telephone else (row.fax, old.fax)
        same = same_number(*numbers) and row.extension == old.extension
        if same and _is_same_person(row, old.person):
            return row
    return None


def same_number(one: str, other: str) -> bool:
    longer, shorter = sorted((re.sub(r"\D", "", one), re.sub(r"\D", "", other)), key=len, reverse=True)
    return len(shorter) >= LEAST_DIGITS and longer.endswith(shorter)


def _is_same_person(row: Contact, person: str) -> bool:
    names = {str(word.text).casefold() for word in row.words_in_all("person")}
    return not person or not names or person.casefold() in names


def _differences(row: Contact, old: OldContact) -> list[str]:
    """What the old page says and the row does not, in words."""
    differing = []
    for name in CONTACT_FIELDS:
        said, here = getattr(old, name), getattr(row, name)
        same = same_number(said, here) if name in {"telephone", "fax"} else _bare(said) == _bare(here)
        if said and not same:
            label: Any = row._meta.get_field(name)
            differing.append(f"{label.verbose_name} {said}")
    return differing


def _bare(address: str) -> str:
    return address.casefold().split("://", 1)[-1].removeprefix("www.").rstrip("/")


def _make_contact(job: Job, old: OldContact) -> Contact:
    row: Any = Contact(site=job.site, name=old.name[:120], **{name: getattr(old, name) for name in CONTACT_FIELDS})
    words = ContactWords(language=job.language, heading=old.heading, person=old.person, role=old.role)
    row.words = [words]
    try:
        return _saved(row)
    except ValidationError as error:
        raise SourceRefused(_("The contact cannot be taken: %(why)s") % {"why": " ".join(error.messages)}) from error
