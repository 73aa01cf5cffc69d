"""Names of holidays that the ``holidays`` package lacks in a language of ours, or that the house calls otherwise."""

from __future__ import annotations

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

# By the package's English name: the English name that we show, which the catalogues translate.
HOUSE_NAMES = {
    "New Year's Day": _("New Year's Day"),
    "Orthodox Christmas": _("Orthodox Christmas"),
    "International Women's Day": _("International Women's Day"),
    "Nowruz Holiday": _("Nauryz"),
    "Kazakhstan's People Solidarity Holiday": _("Kazakhstan People's Unity Day"),
    "Defender of the Fatherland Day": _("Defender of the Fatherland Day"),
    "Victory Day": _("Victory Day"),
    "Capital Day": _("Capital Day"),
    "Constitution Day": _("Constitution Day"),
    "Republic Day": _("Republic Day"),
    "Independence Day": _("Independence Day"),
    "Eid al-Adha": _("Kurban Ait"),
    "Martin Luther King Jr. Day": _("Martin Luther King Jr. Day"),
    "Washington's Birthday": _("Washington's Birthday"),
    "Memorial Day": _("Memorial Day"),
    "Juneteenth National Independence Day": _("Juneteenth National Independence Day"),
    "Labor Day": _("Labor Day"),
    "Columbus Day": _("Columbus Day"),
    "Indigenous Peoples' Day": _("Indigenous Peoples' Day"),
    "Veterans Day": _("Veterans Day"),
    "Thanksgiving Day": _("Thanksgiving Day"),
    "Christmas Day": _("Christmas Day"),
    "Good Friday": _("Good Friday"),
    "Easter Monday": _("Easter Monday"),
    "Labour Day": _("Labour Day"),
    "Boxing Day": _("Boxing Day"),
    "Emancipation Day": _("Emancipation Day"),
    "Inauguration Day": _("Inauguration Day"),
}


def house_name(english: str) -> str:
    """Our name in the active language of what the package calls ``english``; "" where we have none."""
    ours = HOUSE_NAMES.get(english, "")
    shown = gettext(ours) if ours else ""
    is_english = (get_language() or "en").startswith("en")
    return shown if is_english or shown != ours else ""
