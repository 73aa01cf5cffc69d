"""Addresses of the e-mail list, below each language."""

from django.urls import path

from newsletter import archive, own_views, views

app_name = "newsletter"

urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", views.confirm, name="confirm"),
    path("subscribe/manage/<str:token>/", own_views.manage, name="manage"),
    path("subscribe/manage/<str:token>/data.json", own_views.data, name="data"),
    path("subscribe/manage/<str:token>/erase/", own_views.erase, name="erase"),
    path("subscribe/archive/", archive.letters, name="archive"),
    path("subscribe/archive/<slug:public_id>/", archive.letter, name="issue"),
]
