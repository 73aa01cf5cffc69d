"""Addresses that only answer questions say so to everything else, whether or not a token of a form was sent."""

import pytest
from django.test import Client

ADDRESSES = (
    "/music/feed.rss", "/music/podcast.png", "/music/evening/feed.rss", "/music/evening/podcast.png",
    "/music/samples/dawn/", "/music/samples/dawn/chapters.json", "/music/samples/dawn/texts/kk.vtt",
    "/music/samples/dawn/embed/", "/music/evening/programme.m3u8", "/music/evening/programme.xspf", "/oembed",
    "/kk/music/feed.rss", "/events/calendar.ics", "/events/talk/event.ics", "/events/past/", "/events/upcoming/", "/events/2023/03/16/",
    "/events/jump/", "/closed-days.ics", "/kk/closed-days.ics", "/events/category/concerts/", "/events/series/days/calendar.ics", "/events/2023/03/", "/news/feed.rss", "/news/feed.atom", "/news/feed.json", "/news/archive/", "/news/2008/5/", "/news/series/special/feed.rss",
    "/news/2008/", "/search/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/site.webmanifest",
    "/health/live", "/metrics", "/media/picture.png", "/documents/1/paper.pdf", "/theme/0123456789abcdef.css",
)  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_writes_to_what_can_only_be_read_is_told_what_is_allowed(missions, address, method):
    stranger = Client(headers={"host": missions.first.host}, enforce_csrf_checks=True)
    answer = getattr(stranger, method)(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_form_still_wants_its_token(missions):
    stranger = Client(headers={"host": missions.first.host}, enforce_csrf_checks=True)
    assert stranger.post("/admin/login/").status_code == 403
