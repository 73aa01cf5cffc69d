"""Addresses under the music page, in every language. The bytes have an address of their own,
outside of any language.
"""

from django.urls import path

from music import views

app_name = "music"

urlpatterns = [
    path("music/samples/<slug:slug>/", views.sample, name="sample"),
]
