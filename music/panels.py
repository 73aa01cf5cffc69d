"""Edit panels of the music."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, InlinePanel


class ItemsPanel(InlinePanel):
    """The rows of a programme; on a translation, which takes them from its source page, a sentence instead."""

    def get_bound_panel(
        self, instance: Any = None, request: HttpRequest | None = None, form: Any = None, prefix: str = "panel"
    ) -> Any:
        if form is None or self.relation_name in form.formsets:
            return super().get_bound_panel(instance=instance, request=request, form=form, prefix=prefix)
        sentence = HelpPanel(
            _("The samples and their order are edited on the original page, from which they are copied.")
        )
        return sentence.bind_to_model(self.model).get_bound_panel(instance, request, form, prefix)
