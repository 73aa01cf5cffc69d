"""Saving a bulletin in the admin: its number is claimed in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from news.models import BulletinPage, NumberTaken
from news.numbering import claim


class ClaimsNumber:
    """Two editors may pass the form's check at once; the one who saves second gets the form back, not an error."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                claim(form.instance)
                return super().form_valid(form)  # type: ignore[misc]  # a mixin of Wagtail's views
        except NumberTaken:
            page = form.instance
            holder = BulletinPage.objects.holder(page.series_id, page.number, page.translation_key)
            form.refuse_number(page.series, page.number, holder)
            form.restore_required_fields()
            return self.form_invalid(form)  # type: ignore[attr-defined]  # as above


class CreateBulletinView(ClaimsNumber, CreateView):
    pass


class EditBulletinView(ClaimsNumber, EditView):
    pass


class BulletinPageViewSet(PageViewSet):
    model = BulletinPage
    add_view_class = CreateBulletinView
    edit_view_class = EditBulletinView
