"""Addresses of the calendar in the admin, beside those that Wagtail makes."""

from django.urls import path

from events import admin_views, import_views

app_name = "events_admin"

urlpatterns = [
    path("preview/", admin_views.preview, name="preview"),
    path("import/", import_views.start, name="imports"),
    path("import/<int:pk>/", import_views.show, name="import"),
]
