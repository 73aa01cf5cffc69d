"""Addresses of the library's own views, below /admin/music/."""

from django.urls import path

from music import admin_views, repair_views

app_name = "music_admin"

urlpatterns = [
    path("upload/", admin_views.upload, name="upload"),
    path("publicity/", admin_views.publicity, name="publicity"),
    path("read-tags/<int:pk>/", admin_views.read_tags, name="read_tags"),
    path("analyse/<int:pk>/", admin_views.analyse, name="analyse"),
    path("repairs/", repair_views.repairs, name="repairs"),
    path("usage/<int:pk>/", admin_views.usage, name="usage"),
]
