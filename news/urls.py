"""Addresses under ``news/``; they stand before Wagtail's catch-all, which serves the list and the bulletins."""

from django.urls import path, re_path

from news import letter_views, version_views, views

app_name = "news"

EARLIER = r"news/(?P<slug>[-\w]+)/versions/(?P<number>[1-9][0-9]{0,5})/"
KINDS = ("category", "series", "author")

urlpatterns = [
    re_path(r"^news/(?P<year>[0-9]{4})/$", views.archive, name="year"),
    re_path(r"^news/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", views.archive, name="month"),
    re_path(rf"^{EARLIER}$", version_views.version, name="version"),
    re_path(rf"^{EARLIER}compare/$", version_views.comparison, name="comparison"),
    path("news/feed.rss", views.feed, {"form": "rss"}, name="rss"),
    path("news/feed.atom", views.feed, {"form": "atom"}, name="atom"),
    path("news/<str:slug>/bulletin.pdf", letter_views.letter, name="letter"),
]
for kind in KINDS:
    urlpatterns += [
        path(f"news/{kind}/<slug:slug>/", views.narrowed, {"kind": kind}, name=kind),
        path(f"news/{kind}/<slug:slug>/feed.rss", views.feed, {"kind": kind, "form": "rss"}, name=f"{kind}_rss"),
        path(f"news/{kind}/<slug:slug>/feed.atom", views.feed, {"kind": kind, "form": "atom"}, name=f"{kind}_atom"),
    ]
