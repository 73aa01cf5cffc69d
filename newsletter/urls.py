"""Addresses of the e-mail list, below each language."""

from django.urls import path

from newsletter import archive, views

app_name = "newsletter"

urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", views.confirm, name="confirm"),
    path("subscribe/manage/<str:token>/", views.manage, name="manage"),
    path("subscribe/archive/", archive.letters, name="archive"),
    path("subscribe/archive/<slug:public_id>/", archive.letter, name="issue"),
]
