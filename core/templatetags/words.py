"""Prints words of a thing in the page's language, marking the language where they fell back."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.reasons import Reason
from core.words import Worded, Wording

register = template.Library()


def marked(wording: Wording) -> SafeString | str:
    """Escaped text, in a ``span`` with ``lang`` when it is not in the page's language."""
    if wording.lang:
        return format_html('<span lang="{}">{}</span>', wording.lang, wording.text)
    return format_html("{}", wording.text)


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], thing: Worded | None, name: str) -> SafeString | str:
    """``{% word series "name" %}``; falls back to the mission's main language. None prints nothing."""
    if not thing:
        return ""
    mission = context.get("mission")
    return marked(thing.word(name, main=mission.main_language if mission else None))


@register.filter
def wording(value: Wording | None) -> SafeString | str:
    """``{{ wording|wording }}`` prints a Wording, marked."""
    return marked(value) if value else ""


@register.filter
def reasons(value: Iterable[Reason]) -> SafeString:
    """``{{ line.reasons|reasons }}``: why the hours are not as usual, each with the country that celebrates."""
    return format_html_join(", ", "{}", ((_named(one),) for one in value))


def _named(reason: Reason) -> SafeString | str:
    return format_html("{} ({})", marked(reason.text), reason.country) if reason.country else marked(reason.text)
