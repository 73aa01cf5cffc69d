"""Guards of public forms that need no script, no cookie of ours and nobody else's service.

A field that people do not see, a signed time stamp, and the question where a post comes from. How often somebody may
do something is counted in ``core.limits``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.signing import BadLink, read, sign

STAMP = "stamp"
QUICKEST = timedelta(seconds=2)  # nobody reads a form and sends it sooner
LONGEST = timedelta(hours=24)
SUBJECT = "form"


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this post. A program that says nothing is not from elsewhere."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True


class GuardedForm(forms.Form):
    """A form that a program which fills in every field, or sends at once, does not get through.

    What was refused can be sent again: a person whom the guard takes for a program loses nothing.
    """

    purpose = "form"  # subclasses name their own, so that a stamp of one form opens no other

    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, now: datetime, site_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.site_id = site_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            self.add_error(None, _("A field that must stay empty was filled in. Please press the button once more."))
            return data
        age = self._age(data.get(STAMP, ""))
        if age is None or age > LONGEST:
            self.add_error(None, _("The page was open for a long time. Please press the button once more."))
        elif age < QUICKEST:
            self.add_error(None, _("That was very quick. Please press the button once more."))
        return data

    @property
    def fresh_stamp(self) -> str:
        """The stamp to send out with the form: the one it came with while that is good, else a new one."""
        given = str(self.data.get(STAMP, ""))
        age = self._age(given)
        if age is not None and age <= LONGEST:
            return given
        return sign(self.purpose, self.site_id, SUBJECT, self.now)

    def _age(self, stamp: str) -> timedelta | None:
        try:
            return self.now - read(self.purpose, self.site_id, stamp).made_at
        except BadLink:
            return None
