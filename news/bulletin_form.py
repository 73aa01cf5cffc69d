"""The editor's form of a bulletin: own mission's rows, one number for one bulletin, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.missions import local_now, mission_of_site
from news.change_form import ChangeForm
from news.models.numbers import SeriesNumber
from news.models.taxonomy import Author, Series

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage


class BulletinPageForm(ChangeForm):
    """Offers the next number, today's date and the editor's own author; refuses a number twice."""

    instance: BulletinPage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("series", "category", "author"):
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.with_words()
        self.holds_facts = self.instance.is_source()
        if self.holds_facts and "number" in self.fields:
            self.fields["number"].help_text = self._offer()
        if self.instance.pk is None:
            self._fill_in()

    def _own_series(self) -> list[Series]:
        return list(Series.objects.filter(site=self.site_id).with_words())

    def _offer(self) -> str:
        own = self._own_series()
        numbers = SeriesNumber.objects.next_numbers([series.pk for series in own])
        if not own:
            return _("A number needs a series. There is none yet.")
        offered = ", ".join(str(series.issue(numbers[series.pk])) for series in own)
        return _("The number of this issue in its series. Next: %(numbers)s.") % {"numbers": offered}

    def _fill_in(self) -> None:
        site = Site.objects.filter(pk=self.site_id).first()
        if site:
            self.initial["date"] = local_now(mission_of_site(site), timezone.now()).date()
        own = Author.objects.filter(site=self.site_id, user=self.for_user).first() if self.for_user else None
        if own:
            self.initial["author"] = own.pk

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.holds_facts:
            self._check_number(data.get("series"), data.get("number"))
            if not data.get("category") and "category" not in self.errors and not self.is_deferred_validation:
                self.add_error("category", _("Choose the category of the bulletin."))
        return data

    def _check_number(self, series: Series | None, number: int | None) -> None:
        if {"series", "number"} & self.errors.keys():
            return
        if series and number is None:
            following = SeriesNumber.objects.next_numbers([series.pk])[series.pk]
            message = _("Give the number of this issue. The next one is %(issue)s.")
            self.add_error("number", message % {"issue": series.issue(following)})
        elif number is not None and not series:
            self.add_error("series", _("Choose the series that number %(number)s belongs to.") % {"number": number})
        elif series and number:
            holder = type(self.instance).objects.holder(series.pk, number, self.instance.translation_key)
            if holder:
                self.refuse_number(series, number, holder.get_admin_display_title())

    def refuse_number(self, series: Series, number: int, title: str) -> None:
        self.add_error(
            "number",
            _("%(issue)s is already taken by “%(title)s”.") % {"issue": series.issue(number), "title": title},
        )
