"""Addresses under the music page, in every language. The bytes have an address of their own,
outside of any language.
"""

from django.urls import path, re_path

from music import embed_views, podcast_views, text_views, views

app_name = "music"

urlpatterns = [
    path("music/feed.rss", podcast_views.feed, name="feed"),
    path("music/podcast.png", podcast_views.picture, name="picture"),
    path("music/<slug:slug>/feed.rss", podcast_views.feed, name="programme_feed"),
    path("music/<slug:slug>/podcast.png", podcast_views.picture, name="programme_picture"),
    path("music/samples/<slug:slug>/", views.sample, name="sample"),
    path("music/samples/<slug:slug>/chapters.json", text_views.chapters, name="chapters"),
    re_path(
        r"^music/samples/(?P<slug>[-\w]+)/texts/(?P<language>[A-Za-z-]{2,12})\.(?P<ending>vtt|txt)\Z",
        text_views.text,
        name="text",
    ),
    path("music/samples/<slug:slug>/embed/", embed_views.embed, name="embed"),
    path("music/<slug:slug>/programme.m3u8", views.programme_m3u8, name="m3u8"),
    path("music/<slug:slug>/programme.xspf", views.programme_xspf, name="xspf"),
]
