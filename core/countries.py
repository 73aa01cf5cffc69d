"""Countries by their ISO code: names in the active language (CLDR), and which have public holidays that are known."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from holidays import country_holidays, list_supported_countries

FALLBACK = "en"


def country_name(code: str) -> str:
    """The country's name in the active language; the code itself where there is none."""
    return _names(get_language() or FALLBACK).get(code, code)


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    try:
        known = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        # A language of the install that the tables of CLDR do not have.
        known = Locale.parse(FALLBACK)
    return dict(known.territories)


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(sorted(list_supported_countries(include_aliases=False)))


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country with known holidays, by name."""
    return sorted(((code, country_name(code)) for code in _codes()), key=lambda pair: pair[1])


@lru_cache(maxsize=64)
def regions_of(code: str) -> tuple[str, ...]:
    """Codes of the regions of a country that have holidays of their own; empty for an unknown country."""
    if code not in _codes():
        return ()
    found: tuple[str, ...] = country_holidays(code, language=FALLBACK).subdivisions
    return found


def check_region(country: str, region: str) -> None:
    """Raises ValidationError, naming what would do, for a region that the country does not have."""
    if not region or region in regions_of(country):
        return
    if not country:
        raise ValidationError(_("Choose a country first, or leave the region empty."))
    known = ", ".join(regions_of(country))
    if not known:
        raise ValidationError(
            _("%(country)s has no regions with holidays of their own. Leave the region empty.")
            % {"country": country_name(country)}
        )
    raise ValidationError(
        _("“%(region)s” is not a region of %(country)s. Leave it empty, or take one of these: %(known)s.")
        % {"region": region, "country": country_name(country), "known": known}
    )
