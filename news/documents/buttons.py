"""Ways to the pages of documents, from a list of bulletins and from a draft, and the script that pasting needs."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from news.documents.views import may_add
from news.models import BulletinDocument, BulletinPage, NewsIndexPage


def buttons_for(page: Page, user: Any) -> list[Button]:
    """From a list to a new bulletin out of a document; from a draft to what its document lost."""
    if page.pk is None:
        return []
    kind = page.specific_class
    if kind is NewsIndexPage and may_add(page.specific, user):
        label = gettext_lazy("New bulletin from a document")
        return [Button(label, reverse("news_admin:documents", args=[page.pk]), icon_name="doc-full", priority=12)]
    if kind is BulletinPage and BulletinDocument.objects.filter(page=page.pk).exists():
        label = gettext_lazy("Report on the document")
        return [
            Button(label, reverse("news_admin:document_of_page", args=[page.pk]), icon_name="doc-full", priority=12)
        ]
    return []


def pasting_script() -> SafeString:
    """The script with its address and its sentences, since a policy forbids scripts in the page."""
    return format_html(
        '<script src="{}" defer data-paste-address="{}" data-text-working="{}" data-text-done="{}"></script>',
        static("js/paste-text.js"),
        reverse("news_admin:paste"),
        _("The text is being cleaned."),
        _("Pasted."),
    )
