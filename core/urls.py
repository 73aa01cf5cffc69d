"""Addresses of core that exist in every language."""

from django.urls import path, re_path

from core import alert_feeds, contact_views

urlpatterns = [
    re_path(r"^alerts/feed\.(?P<form>rss|atom|json)$", alert_feeds.alerts_feed, name="alerts_feed"),
    path("contacts/<slug:slug>.vcf", contact_views.contact_file, name="contact_file"),
    path("contacts/<slug:slug>/", contact_views.contact_card, name="contact"),
]
