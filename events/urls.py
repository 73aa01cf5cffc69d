"""Addresses under ``events/``; they stand before Wagtail's catch-all, which serves the calendar and the events."""

from django.urls import path, re_path

from events import reply_views, views

app_name = "events"

urlpatterns = [
    path("events/upcoming/", views.upcoming, name="upcoming"),
    path("events/past/", views.past, name="past"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/reply/<str:token>/", reply_views.manage, name="manage"),
    path("events/<str:slug>/reply/", reply_views.reply, name="reply"),
    path("events/<str:slug>/event.ics", views.event, name="event"),
    path("events/jump/", views.jump, name="jump"),
    re_path(r"^events/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", views.month, name="month"),
    re_path(r"^events/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$", views.day, name="day"),
    re_path(r"^events/(?P<year>[0-9]{4})/(?P<month>[0-9])/$", views.unpadded_month),
]

for kind in ("category", "series"):
    urlpatterns += [
        path(f"events/{kind}/<slug:slug>/", views.narrowed, {"kind": kind}, name=kind),
        path(
            f"events/{kind}/<slug:slug>/calendar.ics",
            views.narrowed_calendar,
            {"kind": kind},
            name=f"{kind}_calendar",
        ),
    ]
