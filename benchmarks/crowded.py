"""Fills one month of a site with events: single ones, and ones that recur. Run in the environment of that site."""

from __future__ import annotations

import sys
from datetime import date, time

import django


def fill(single: int, recurring: int) -> None:
    """So many events in March 2031, and so many that take place in it every week."""
    from events.models import EventPage, EventsPage
    from home.demo.bulk import insert_events

    index = EventsPage.objects.order_by("pk")[0]
    hours = {"start_time": time(18), "end_time": time(20), "time_zone": "America/New_York"}
    pages = [
        EventPage(title=f"Event {number}", slug=f"crowd-{number}", start_date=date(2031, 3, 1 + number % 31), **hours)
        for number in range(single)
    ]
    weekly = {**hours, "rule": "FREQ=WEEKLY;COUNT=12"}
    pages += [
        EventPage(title=f"Weekly {number}", slug=f"rule-{number}", start_date=date(2031, 2, 1 + number % 28), **weekly)
        for number in range(recurring)
    ]
    insert_events(index, pages)


if __name__ == "__main__":
    django.setup()
    fill(*map(int, sys.argv[1:3]))
