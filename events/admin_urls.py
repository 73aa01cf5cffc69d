"""Addresses of the calendar in the admin, beside those that Wagtail makes."""

from django.urls import path

from events import admin_views

app_name = "events_admin"

urlpatterns = [path("preview/", admin_views.preview, name="preview")]
