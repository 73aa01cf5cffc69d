"""Registration of the music in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from music import admin_urls
from music.admin import AudioSampleAdmin
from music.choosers import sample_chooser
from music.models import AudioSample
from music.play_reports import may_see
from music.publication import hidden_samples, permission_warnings

modeladmin_register(AudioSampleAdmin)


@hooks.register("register_admin_urls")
def register_music_urls() -> list[URLResolver]:
    return [path("music/", include(admin_urls))]


class PlaysItem(MenuItem):
    """In the menu of those who see recordings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_plays() -> MenuItem:
    return PlaysItem(gettext_lazy("Plays"), reverse("music_admin:plays"), name="plays", icon_name="media", order=950)


@hooks.register("register_admin_viewset")
def register_sample_chooser() -> Any:
    return sample_chooser


@hooks.register("register_group_permission_panel")
def register_sample_permissions() -> Any:
    return collection_member_permission_formset_factory(
        AudioSample,
        [
            ("add_audiosample", gettext_lazy("Add"), gettext_lazy("Add recordings and edit one's own")),
            ("change_audiosample", gettext_lazy("Edit"), gettext_lazy("Edit and delete any recording")),
            ("choose_audiosample", gettext_lazy("Choose"), gettext_lazy("Choose recordings for pages")),
        ],
        "music/admin/permissions_formset.html",
    )


@hooks.register("describe_collection_contents")
def describe_samples(collection: Any) -> dict[str, Any] | None:
    """A collection that holds recordings is not deleted."""
    count = AudioSample.objects.filter(collection=collection).count()
    if not count:
        return None
    return {"count": count, "count_text": _("%(count)d recordings") % {"count": count}, "url": None}


@hooks.register("after_publish_page")
def offer_publicity(request: HttpRequest, page: Any) -> None:
    """Says that visitors do not hear some recordings of the page, and offers to change that."""
    tell_of_permissions(request, page)
    hidden = hidden_samples(page)
    if hidden:
        messages.warning(request, render_to_string("music/admin/hidden_samples.html", {"samples": hidden}, request))


@hooks.register("before_edit_page")
def warn_of_permissions(request: HttpRequest, page: Any) -> None:
    """Says on opening a page which of its recordings visitors cannot hear any more, soon or yet."""
    if request.method == "GET":
        tell_of_permissions(request, page)


def tell_of_permissions(request: HttpRequest, page: Any) -> None:
    for sentence in permission_warnings(page, timezone.now()):
        messages.warning(request, sentence)
