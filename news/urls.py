"""Addresses under ``news/``; they stand before Wagtail's catch-all, which serves the list and the bulletins."""

from django.urls import path, re_path

from news import letter_views, version_views, views
from news.lists import FORMS, KINDS

app_name = "news"

EARLIER = r"news/(?P<slug>[-\w]+)/versions/(?P<number>[1-9][0-9]{0,5})/"

urlpatterns = [
    re_path(r"^news/(?P<year>[0-9]{4})/$", views.dated_list, name="year"),
    re_path(r"^news/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", views.dated_list, name="month"),
    re_path(r"^news/(?P<year>[0-9]{4})/(?P<month>[0-9])/$", views.short_month),
    path("news/archive/", views.archive, name="archive"),
    *(path(f"news/feed.{form}", views.feed, {"form": form}, name=form) for form in FORMS),
    re_path(rf"^{EARLIER}$", version_views.version, name="version"),
    re_path(rf"^{EARLIER}compare/$", version_views.comparison, name="comparison"),
    path("news/<str:slug>/bulletin.pdf", letter_views.letter, name="letter"),
]
for kind in KINDS:
    urlpatterns.append(path(f"news/{kind}/<slug:slug>/", views.narrowed, {"kind": kind}, name=kind))
    for form in FORMS:
        values = {"kind": kind, "form": form}
        urlpatterns.append(path(f"news/{kind}/<slug:slug>/feed.{form}", views.feed, values, name=f"{kind}_{form}"))
