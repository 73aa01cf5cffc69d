"""The editor's form of a bulletin: own mission's rows, one number for one bulletin, in plain sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.missions import local_now, mission_of_site
from news.change_form import ChangeForm
from news.models.numbers import SeriesNumber
from news.models.taxonomy import Author, Series
from news.widgets import NumberWidget

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage

FIRST_YEAR, ONE_YEAR = 1900, timedelta(days=366)


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
            self._offer()
        if not self.holds_facts:
            self.formsets.pop("chosen_related", None)
        if self.instance.pk is None:
            self._fill_in()

    def _own_series(self) -> list[Series]:
        return list(Series.objects.filter(site=self.site_id).with_words())

    def _offer(self) -> None:
        """Says which number is next in each series; a script makes a button of it (static/js/number-field.js)."""
        own, field = self._own_series(), self.fields["number"]
        if not own:
            field.help_text = _("A number needs a series. There is none yet.")
            return
        numbers = SeriesNumber.objects.next_numbers([series.pk for series in own])
        issues = {series.pk: (numbers[series.pk], str(series.issue(numbers[series.pk]))) for series in own}
        offered = ", ".join(issue for _number, issue in issues.values())
        field.help_text = _("The number of this issue in its series. Next: %(numbers)s.") % {"numbers": offered}
        field.widget = NumberWidget(issues)

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
            self._check_related()
            if not data.get("category") and "category" not in self.errors and not self.is_deferred_validation:
                self.add_error("category", _("Choose the category of the bulletin."))
        return data

    def clean_date(self) -> date:
        """A mistyped year would stand first, or last, in every list and feed."""
        typed: date = self.cleaned_data["date"]
        farthest = timezone.localdate() + ONE_YEAR
        if self.holds_facts and not (typed.year >= FIRST_YEAR and typed <= farthest):
            message = _("Look at the year: a bulletin is dated from %(year)d on, and a year ahead at most.")
            raise ValidationError(message % {"year": FIRST_YEAR})
        return typed

    def _check_related(self) -> None:
        """Refuses the bulletin itself and one chosen twice, in whatever language."""
        seen = set()
        for row in self.formsets["chosen_related"].forms if "chosen_related" in self.formsets else ():
            values = row.cleaned_data if row.is_valid() else {}
            chosen = None if values.get("DELETE") else values.get("bulletin")
            if chosen is None:
                continue
            if chosen.translation_key == self.instance.translation_key:
                row.add_error("bulletin", _("This is the bulletin itself. Choose another one."))
            elif chosen.translation_key in seen:
                row.add_error("bulletin", _("This bulletin is chosen already. Remove one of the two rows."))
            seen.add(chosen.translation_key)

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
                self.refuse_number(series, number, holder)

    def refuse_number(self, series: Series, number: int, holder: Any) -> None:
        """Says who has the number, with a link for whoever may edit that, and which one is next; ``holder`` may be gone
        again meanwhile.
        """
        following = SeriesNumber.objects.next_numbers([series.pk])[series.pk]
        message = format_html(
            _("{issue} is already taken by “{holder}”. The next number is {next}."),
            issue=series.issue(number),
            holder=self._link_to(holder) if holder else "…",
            next=following,
        )
        self.add_error("number", message)

    def _link_to(self, holder: Any) -> str:
        title: str = holder.get_admin_display_title()
        if not (self.for_user and holder.permissions_for_user(self.for_user).can_edit()):
            return title
        # In another tab, so that nothing is lost of what stands in this form.
        url = reverse("wagtailadmin_pages:edit", args=[holder.pk])
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, title)
