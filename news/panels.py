"""Parts of the editor's form of a bulletin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import HelpPanel, InlinePanel


class RelatedPanel(InlinePanel):
    """The bulletins chosen to be shown below; on a translation, which takes them from its source page, a sentence."""

    def get_bound_panel(
        self, instance: Any = None, request: HttpRequest | None = None, form: Any = None, prefix: str = "panel"
    ) -> Any:
        if form is not None and self.relation_name not in form.formsets:
            sentence = HelpPanel(_("The related bulletins are chosen on the original page, for all languages."))
            return sentence.bind_to_model(self.model).get_bound_panel(instance, request, form, prefix)
        bound = super().get_bound_panel(instance=instance, request=request, form=form, prefix=prefix)
        most = settings.RELATED_SHOWN
        bound.help_text = ngettext(
            "%(count)d bulletin is shown below this one. Where you choose none, it is one of the same category, series "
            "or tags.",
            "Up to %(count)d bulletins are shown below this one: those that you choose, in your order, then the newest "
            "of the same category, series or tags.",
            most,
        ) % {"count": most}
        return bound
