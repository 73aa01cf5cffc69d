"""Admin of rows that belong to a mission: every list, form and report shows the user's missions only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.db.models import ProtectedError, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

View = Callable[..., HttpResponse]


class OwnIndexView(generic.IndexView):
    """The list, narrowed to the user's missions."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return cast(
            QuerySet[Any], super().get_base_queryset() & self.model._default_manager.for_user(self.request.user)
        )


class KeptDeleteView(generic.DeleteView):
    """Deletes, or says in one sentence what still needs the row."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return cast(HttpResponse, super().form_valid(form))
        except ProtectedError as error:
            messages.error(self.request, self.refusal(error))
            return redirect(self.get_delete_url())

    def refusal(self, error: ProtectedError) -> str:
        names = sorted({str(thing) for thing in error.protected_objects})
        return _("“%(thing)s” is still used in %(count)d places and was not deleted: %(names)s.") % {
            "thing": self.object,
            "count": len(names),
            "names": ", ".join(names[:5]) + (", …" if len(names) > 5 else ""),
        }


class MissionOwnedViewSet(ModelViewSet):
    """A ModelViewSet whose every address that names a row answers 404 for a row of another mission."""

    index_view_class = OwnIndexView
    delete_view_class = KeptDeleteView
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = True

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            if "pk" in pattern.pattern.converters:
                pattern.callback = self.guarded(pattern.callback)
        return patterns

    def guarded(self, view: View) -> View:
        """The view, for rows of the user's missions only."""
        model = self.model

        @wraps(view)
        def guarded(request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not model._default_manager.for_user(request.user).filter(pk=unquote(str(pk))).exists():
                raise Http404
            return view(request, *args, pk=pk, **kwargs)

        return guarded


class NamedViewSet(MissionOwnedViewSet):
    """Admin of what pages are sorted by."""

    list_display = ("__str__", "slug")
    search_fields = ("slug", "words__name")
