"""Addresses of the import in the admin."""

from django.urls import path

from legacy import views

app_name = "legacy_admin"

urlpatterns = [
    path("", views.start, name="imports"),
    path("<int:pk>/", views.show, name="import"),
]
