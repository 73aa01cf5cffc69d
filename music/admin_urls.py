"""Addresses of the library's own views, below /admin/music/."""

from django.urls import path

from music import admin_views, batch_views, play_reports, repair_views

app_name = "music_admin"

urlpatterns = [
    path("upload/", batch_views.upload, name="upload"),
    path("publicity/", admin_views.publicity, name="publicity"),
    path("read-tags/<int:pk>/", admin_views.read_tags, name="read_tags"),
    path("analyse/<int:pk>/", admin_views.analyse, name="analyse"),
    path("repairs/", repair_views.repairs, name="repairs"),
    path("plays/", play_reports.plays, name="plays"),
    path("plays/recording/<int:pk>/", play_reports.plays_of_sample, name="plays_of_sample"),
    path("plays/programme/<uuid:key>/", play_reports.plays_of_programme, name="plays_of_programme"),
    path("usage/<int:pk>/", admin_views.usage, name="usage"),
]
