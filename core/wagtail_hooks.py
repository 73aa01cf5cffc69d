"""Registration of core's admin, and what happens before a page is served."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from core.choosers import contact_chooser
from core.languages import alternatives
from core.models import Contact
from core.viewsets import MissionOwnedViewSet


class ContactViewSet(MissionOwnedViewSet):
    model = Contact
    icon = "user"
    menu_label = gettext_lazy("Contacts")
    add_to_admin_menu = True
    menu_order = 320
    list_display = ("name", "telephone", "extension", "email")
    search_fields = ("name", "telephone", "email")


@hooks.register("register_admin_viewset")
def register_contacts() -> list[Any]:
    return [ContactViewSet("contacts"), contact_chooser]


@hooks.register("before_serve_page")
def keep_to_the_language(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """A page is served under its own language's address only; a site without the main language leads to its first."""
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    if page.locale.language_code == get_language():
        return None
    if request.path == "/":
        first = next((one.url for one in alternatives(request) if one.url and not one.current), None)
        if first:
            return redirect(first)
    del request.shown_page  # type: ignore[attr-defined]
    raise Http404(_("This page does not exist in this language."))
