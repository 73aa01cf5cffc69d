"""Addresses under the music page, in every language. The bytes have an address of their own,
outside of any language.
"""

from django.urls import path

from music import views

app_name = "music"

urlpatterns = [
    path("music/samples/<slug:slug>/", views.sample, name="sample"),
    path("music/<slug:slug>/programme.m3u8", views.programme_m3u8, name="m3u8"),
    path("music/<slug:slug>/programme.xspf", views.programme_xspf, name="xspf"),
]
