"""The editor's form of an event, as a browser sends it."""

from wagtail.test.utils.form_data import nested_form_data, streamfield


def typed(**changes):
    return nested_form_data(
        {
            "title": "Dombra evening",
            "slug": "dombra-evening",
            "start_date": "2023-03-16",
            "start_time": "18:30",
            "end_date": "",
            "end_time": "20:00",
            "time_zone": "America/New_York",
            "venue": "",
            "address": "",
            "summary": "",
            "contact": "",
            "description": streamfield([]),
            "single_dates": streamfield([]),
            "rule": "",
            "state": "scheduled",
            "state_date": "",
            "state_reason": "",
            "latitude": "",
            "longitude": "",
            "online_url": "",
            "tickets_url": "",
            "category": "",
            "series": "",
            "places": "",
            "persons_per_reply": "1",
            "closes_hours_before": "0",
            "questions": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
            "seo_title": "",
            "search_description": "",
            "action-publish": "1",
            **changes,
        }
    )
