"""Site, home pages and index pages of the demonstration, in all its languages."""

from __future__ import annotations

from typing import Any, TypeVar

from wagtail.models import Locale, Page, Site

from core.content_version import raise_version
from core.models import BasePage, Contact, ContactWords, MissionSettings, MissionWords, OpeningHours, Service
from core.provision import Mission, provision
from events.models import EventsPage
from home.demo.look import make_emblem_picture, make_ornament
from home.models import HomePage, StandardPage
from home.setup import grant_all
from music.models import MusicPage
from news.models import NewsIndexPage

PageType = TypeVar("PageType", bound=BasePage)


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def page_below(parent: Page, model: type[PageType], key: Any = None, **fields: Any) -> tuple[PageType, bool]:
    """The page with that slug below ``parent``, made and published when missing; and whether it was made.

    ``key`` is the translation key of the page that it translates.
    """
    found = model.objects.child_of(parent).filter(slug=fields["slug"]).first()
    if found is not None:
        return found, False
    page = model(**{"locale": parent.locale, **fields})
    if key is not None:
        page.translation_key = key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page, True


def make_homes(titles: dict[str, Any]) -> dict[str, HomePage]:
    """One home page per language, translations of each other."""
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    key = None
    for code, words in titles.items():
        page, _made = page_below(
            root, HomePage, key, locale=locale(code), title=words["title"], slug=words["slug"], show_in_menus=False
        )
        homes[code] = page
        key = page.translation_key
    return homes


def make_indexes(homes: dict[str, HomePage], words: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The three index pages of every language, by kind and language."""
    kinds = {"news": NewsIndexPage, "events": EventsPage, "music": MusicPage}
    made: dict[str, dict[str, Any]] = {}
    for kind, model in kinds.items():
        key = None
        made[kind] = {}
        for code, home in homes.items():
            page, _new = page_below(home, model, key, title=words[kind][code]["title"], slug=kind, show_in_menus=True)
            made[kind][code] = page
            key = page.translation_key
    return made


def make_site(home: Page, site_name: str, hostname: str, port: int, *, default: bool) -> Site:
    """The site of a host name; the install's first site becomes the default one."""
    if default:
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    else:
        site = Site.objects.filter(hostname=hostname).first() or Site(hostname=hostname)
    if default and site.root_page_id and site.root_page_id == home.pk:
        return site
    site.hostname, site.port, site.root_page, site.site_name = hostname, port, home, site_name
    site.save()
    return site


def make_mission(site: Site, data: dict[str, Any]) -> Mission:
    """Settings, words, hours and group of the mission; what an editor has changed since stays."""
    facts = data["site"]
    fresh = not MissionSettings.objects.filter(site=site).exclude(collection=None).exists()
    mission = provision(site, facts["site_name"], facts["group"])
    grant_all(mission)
    if fresh:
        _fill(mission.settings, data)
    return mission


def _fill(settings: MissionSettings, data: dict[str, Any]) -> None:
    facts = data["site"]
    for name in ("main_language", "time_zone", "accent", "address", "email"):
        setattr(settings, name, facts[name])
    for name in ("home_country", "host_country"):
        setattr(settings, name, facts.get(name, ""))
    if "ornament" in facts:
        settings.ornament = make_ornament(facts["ornament"])
    if "emblem" in facts:
        settings.emblem = make_emblem_picture(facts["emblem"], facts["site_name"], settings.collection)
    settings.telephones = [("telephone", number) for number in data.get("telephones", [])]
    settings.words.set([MissionWords(language=code, **words) for code, words in data["words"].items()])
    settings.hours.set(
        [
            OpeningHours(
                service=row.get("service", Service.CHANCERY), weekday=day, opens=row["opens"], closes=row["closes"]
            )
            for row in data.get("hours", [])
            for day in row["days"]
        ]
    )
    settings.save()


def make_contact(site: Site, data: dict[str, Any]) -> Contact:
    """The contact block that bulletins and pages refer to."""
    entry = dict(data["contact"])
    words = entry.pop("words")
    contact = Contact.objects.for_site(site).filter(name=entry["name"]).first()
    if contact is None:
        contact = Contact(site=site, **entry)
        contact.words.set([ContactWords(language=code, **row) for code, row in words.items()])
        contact.save()
    return contact


def make_standard_pages(home: HomePage, writer: Any, entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        page_below(
            home,
            StandardPage,
            slug=entry["slug"],
            title=entry["title"],
            summary=entry["summary"],
            body=writer.raw(entry["body"]),
            show_in_menus=True,
        )


def _welcome_pages() -> Any:
    """The page that Wagtail's first migration made."""
    return Page.objects.filter(depth=2, content_type__model="page", content_type__app_label="wagtailcore")


def rename_welcome_page() -> None:
    """Frees the address that the first home page takes."""
    _welcome_pages().filter(slug="home").update(slug="welcome", url_path="/welcome/")
    raise_version()


def drop_welcome_page() -> None:
    """Removes Wagtail's own page, once no site needs it."""
    for page in _welcome_pages():
        if not page.sites_rooted_here.exists():
            page.delete()


def index_pages(site: Site) -> tuple[NewsIndexPage, EventsPage]:
    """The lists of bulletins and events in the site's own language."""
    below = site.root_page
    return NewsIndexPage.objects.child_of(below).get(), EventsPage.objects.child_of(below).get()
