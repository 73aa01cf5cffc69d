"""Choosers that offer the rows of the user's missions only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock


class OwnObjectsMixin:
    """Lists only what ``model.objects.for_user`` gives."""

    request: HttpRequest
    model_class: Any

    def get_object_list(self) -> Any:
        return self.model_class.objects.for_user(self.request.user)


class ChooseView(OwnObjectsMixin, chooser.ChooseView):
    pass


class ChooseResultsView(OwnObjectsMixin, chooser.ChooseResultsView):
    pass


class ChosenView(OwnObjectsMixin, chooser.ChosenView):
    def get_object(self, pk: str) -> Any:
        found = self.get_object_list().filter(pk=self.model_class._meta.pk.to_python(pk)).first()
        if found is None:
            raise Http404
        return found


class ChosenMultipleView(OwnObjectsMixin, chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> Any:
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdigit()])


class MissionOwnedChooserViewSet(ChooserViewSet):
    """Chooser for a MissionOwned model (or any whose manager has ``for_user``), without a tab to create."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class ContactChooserViewSet(MissionOwnedChooserViewSet):
    model = "core.Contact"
    icon = "user"
    choose_one_text = _("Choose a contact")
    choose_another_text = _("Choose another contact")
    edit_item_text = _("Edit this contact")


contact_chooser = ContactChooserViewSet("contact_chooser")


class ContactChooserBlock(ChooserBlock):
    """A contact in a body; written out, because nothing could derive from a generated class by name."""

    target_model = "core.Contact"
    widget = contact_chooser.widget_class()
