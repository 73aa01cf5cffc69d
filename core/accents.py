"""Why an accent is refused, in the words of somebody who writes bulletins and not style sheets."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.theme import Failure, check_accent

ACCENT = r"#[0-9a-fA-F]{6}"
NOT_AN_ACCENT = gettext_lazy("Write the colour as # and six digits or letters from A to F, for example #009ebf.")
TEXTS = {
    "ink": gettext_lazy("text"),
    "ink-2": gettext_lazy("secondary text"),
    "link": gettext_lazy("links"),
    "link-hover": gettext_lazy("links under the pointer"),
    "sky-deep": gettext_lazy("large numerals"),
    "sun-ink": gettext_lazy("the line above a title"),
    "bad": gettext_lazy("error messages"),
    "paper": gettext_lazy("the words on buttons"),
    "on-sun": gettext_lazy("the words on the golden button"),
    "on-night": gettext_lazy("text at the foot of the page"),
    "on-night-2": gettext_lazy("secondary text at the foot of the page"),
    "line-2": gettext_lazy("the frames of fields"),
    "sun": gettext_lazy("golden signs"),
}
GROUNDS = {
    "paper": gettext_lazy("the page"),
    "field": gettext_lazy("the pale band"),
    "field-2": gettext_lazy("the marked line"),
    "warm": gettext_lazy("the warm band"),
    "mark": gettext_lazy("what was searched for"),
    "bad-field": gettext_lazy("the error box"),
    "link": gettext_lazy("the button"),
    "link-hover": gettext_lazy("the button under the pointer"),
    "sun": gettext_lazy("the golden button"),
    "night": gettext_lazy("the foot of the page"),
}
# Pairs named in a sentence; who reads more does not learn more.
NAMED = 3


def reasons(accent: str) -> list[str]:
    """A sentence for each scheme in which something could not be read with ``accent``; none if it may be taken."""
    sentences = {
        "light": _("By day, on a light ground, these could not be read: %(pairs)s. Choose a darker colour."),
        "dark": _("In the dark scheme, at night, these could not be read: %(pairs)s. Choose a lighter colour."),
    }
    return [sentences[scheme] % {"pairs": _listed(pairs)} for scheme, pairs in check_accent(accent).items()]


def _listed(pairs: list[Failure]) -> str:
    worst = sorted(pairs, key=lambda pair: pair.ratio / pair.least)[:NAMED]
    named = [_pair(pair) for pair in worst]
    if more := len(pairs) - len(worst):
        named.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    return "; ".join(named)


def _pair(pair: Failure) -> str:
    return _("%(text)s on %(ground)s (contrast %(ratio)s, needed %(least)s)") % {
        "text": TEXTS[pair.name],
        "ground": GROUNDS[pair.ground],
        "ratio": f"{pair.ratio:.1f}",
        "least": f"{pair.least:g}",
    }
