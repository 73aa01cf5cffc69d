"""Corrections in the admin: a public note can be edited, an earlier text withdrawn; none is made or deleted here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages as admin_messages
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail_localize.models import Translation

from core.missions import mission_of_site, site_of, zone_of
from core.viewsets import MissionOwnedViewSet
from news.changes import change_of
from news.dates import corrected_day, long_date
from news.models import BulletinPage, BulletinVersion


def _earlier_text(row: BulletinVersion) -> str:
    return _("withdrawn") if row.is_withdrawn else ""


class CorrectionViewSet(MissionOwnedViewSet):
    """Those of the bulletins that the user may publish."""

    model = BulletinVersion
    icon = "history"
    menu_label = gettext_lazy("Corrections")
    # A cross in the place of "no" would look like an error.
    list_display = (
        "title",
        "number",
        "corrected_at",
        Column("earlier_text", label=gettext_lazy("Earlier text"), accessor=_earlier_text),
    )
    list_filter = ("is_withdrawn",)
    search_fields = ("title", "changed")
    inspect_view_enabled = False
    # An earlier text is no use of a picture or a contact that would have to hold it.
    add_to_reference_index = False


def tell_of_corrected_source(request: HttpRequest, page: Page) -> None:
    """Who opens a translation is told that its original was corrected since the translation was published."""
    translation = page.specific
    if request.method != "GET" or not isinstance(translation, BulletinPage) or translation.alias_of_id:
        return
    _offer_note(request, translation)
    source: Any = translation.source()
    corrected, published = source.corrected_at, translation.last_published_at
    if source.pk == translation.pk or not corrected or (published and published > corrected):
        return
    site = site_of(source)
    note = BulletinVersion.objects.of(source).newest_first().first()
    if site is None or note is None:
        return
    day = corrected_day(corrected, zone_of(mission_of_site(site)))
    admin_messages.warning(
        request,
        _(
            "The original was corrected on %(day)s: %(note)s This translation was not published since. Correct it too, "
            "with a note in its own language."
        )
        % {"day": long_date(day), "note": note.changed},
    )


def _offer_note(request: HttpRequest, page: BulletinPage) -> None:
    """In the translation editor, which does not ask what kind of change is made, the way to the page that does."""
    managed = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    if not (page.live and managed.exists()):
        return
    if change_of(page.pending_change, page.live_revision_id).is_correction:
        text, label = _("The next publication is a correction. Its note is kept."), _("Read the note")
    else:
        text, label = _("Readers are not told of your changes."), _("It is a correction: write the note")
    admin_messages.info(
        request, text, buttons=[admin_messages.button(reverse("correction_note", args=[page.pk]), label)]
    )
