"""Addresses of core that exist in every language."""

from django.urls import re_path

from core import alert_feeds

urlpatterns = [
    re_path(r"^alerts/feed\.(?P<form>rss|atom)$", alert_feeds.alerts_feed, name="alerts_feed"),
]
