"""Widgets of the editor's form of a bulletin."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class NumberWidget(forms.NumberInput):
    """The number of an issue, with the next one of each series: pairs of number and words by the series' primary key.

    Choosing a series fills the number in; that, and the button, is the script's work. Without it the help text says
    the same.
    """

    class Media:
        js = ("js/number-field.js",)

    def __init__(self, following: dict[int, tuple[int, str]], attrs: dict[str, Any] | None = None) -> None:
        offered = {str(key): {"number": number, "issue": issue} for key, (number, issue) in following.items()}
        said = {"data-next-numbers": json.dumps(offered, ensure_ascii=False), "data-next-words": _("Take %(issue)s")}
        super().__init__({"min": "1", **said, **(attrs or {})})
