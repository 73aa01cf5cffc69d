"""Addresses of the guest lists, below /admin/guests/."""

from django.urls import path

from events import reply_admin

app_name = "guests"

urlpatterns = [
    path("", reply_admin.index, name="index"),
    path("<int:pk>/", reply_admin.guests, name="guests"),
    path("<int:pk>/reply/<int:reply_pk>/", reply_admin.change, name="change"),
    path("<int:pk>/door/", reply_admin.door, name="door"),
    path("<int:pk>/export.csv", reply_admin.export, name="export"),
    path("<int:pk>/tell/", reply_admin.tell, name="tell"),
]
