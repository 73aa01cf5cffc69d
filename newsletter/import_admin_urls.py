"""Addresses of the import of subscribers, below /admin/list-import/."""

from django.urls import path

from newsletter import import_admin

app_name = "subscriber_imports"

urlpatterns = [
    path("", import_admin.start, name="start"),
    path("<int:pk>/", import_admin.show, name="show"),
]
