"""Why the hours of a day are not those of the week, in words: a holiday and whose it is, or what an editor wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from core.countries import country_name
from core.holidays import Holiday, holiday_wording
from core.language_texts import text_in
from core.openness import Plan
from core.words import Wording


@dataclass(frozen=True)
class Reason:
    """One reason. ``country`` celebrates, in words; "" for the mission's own."""

    text: Wording
    country: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.country})" if self.country else str(self.text)


def reasons_of(plan: Plan, main: str) -> tuple[Reason, ...]:
    """The reasons in the active language, else in ``main``; what an editor wrote goes before holidays."""
    written = text_in(dict(plan.special.reason), main) if plan.special else None
    return (Reason(written),) if written else celebrations(plan.holidays)


def celebrations(holidays: Iterable[Holiday]) -> tuple[Reason, ...]:
    """Holidays of one name on one day are said once, with all countries that keep them."""
    countries: dict[Wording, list[str]] = {}
    for holiday in holidays:
        known = countries.setdefault(holiday_wording(holiday), [])
        name = country_name(holiday.country)
        if name not in known:
            known.append(name)
    return tuple(Reason(text, ", ".join(names)) for text, names in countries.items())


def in_words(reasons: Iterable[Reason]) -> str:
    """All reasons in one line of plain text."""
    return ", ".join(map(str, reasons))


def second_wording(make: Callable[[], tuple[Reason, ...]]) -> Wording | None:
    """The reasons in the first other language of the install that has words of its own for all; None without one."""
    active = translation.get_language()
    for code in (code for code, _name in settings.LANGUAGES if code != active):
        with translation.override(code):
            found = make()
        if found and not any(reason.text.lang for reason in found):
            return Wording(in_words(found), code)
    return None
