"""Figures: what is counted, for whom the page is, and the layer that sees every request."""

import re
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from core.logs import request_id
from core.metrics import BUCKETS, Figures, class_of
from core.observation import ObservationLayer
from tests.music.asking import ask, nobody

TOKEN = "a-long-token-for-tests"
LANGUAGES = frozenset({"en", "kk", "ru"})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/kk/", "home"),
        ("/news/", "news"),
        ("/ru/news/2008/12/", "news"),
        ("/kk/news/feed.rss", "feed"),
        ("/events/calendar.ics", "feed"),
        ("/music/audio/x/original/y.mp3", "audio"),
        ("/about/", "page"),
        ("/made-up-by-a-visitor/", "page"),
        ("/admin/pages/4/", "admin"),
        ("/static/css/site.css", "static"),
        ("/media/x.webp", "media"),
        ("/health/live", "health"),
        ("/subscribe/confirm/secret/", "subscribe"),
    ],
)
def test_a_request_is_of_one_of_a_dozen_classes(path, kind):
    assert class_of(path, LANGUAGES) == kind


def test_the_histogram_adds_up():
    figures = Figures()
    for seconds in (0.001, 0.005, 0.3, 60):
        figures.request("home", 200, seconds)
    figures.count("page_cache", outcome="hit")
    figures.gauge("audio_listeners", lambda: 3)
    text = "\n".join(figures.lines())
    assert 'embassy_requests_total{class="home",status="200"} 4' in text
    assert 'embassy_request_seconds_bucket{class="home",le="0.005"} 2' in text
    assert 'embassy_request_seconds_bucket{class="home",le="0.5"} 3' in text
    assert 'embassy_request_seconds_bucket{class="home",le="+Inf"} 4' in text
    assert 'embassy_request_seconds_count{class="home"} 4' in text
    assert 'embassy_request_seconds_sum{class="home"} 60.306' in text
    assert 'embassy_page_cache_total{outcome="hit"} 1' in text
    assert "embassy_audio_listeners 3" in text
    assert text.count("_bucket") == len(BUCKETS) + 1


def test_without_the_setting_there_is_no_page(missions):
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_the_page_is_for_who_knows_the_token(settings, django_assert_num_queries):
    settings.METRICS_TOKEN = TOKEN
    for wrong in ({}, {"authorization": "Bearer x"}, {"authorization": TOKEN}, {"authorization": "Bearer Жоқ"}):
        assert Client().get("/metrics", headers=wrong).status_code == 401
    DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="background", run_after=get_date_max(), traceback=""
    )
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(seconds=90))
    with django_assert_num_queries(2):
        response = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    text = response.content.decode()
    assert 'embassy_tasks{state="ready"} 1' in text
    assert 'embassy_mail{state="unknown"} 0' in text
    assert float(re.search(r"^embassy_oldest_task_seconds (\S+)", text, re.MULTILINE)[1]) >= 90
    for line in text.splitlines():
        assert re.fullmatch(r'# TYPE embassy_\w+ \w+|embassy_\w+(\{(\w+="[^"\\]*",?)+\})? [0-9.e+-]+', line), line


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abcDEF-1234", True), ("short", False), ("x" * 65, False), ("has blank 1", False), ("a\nb" * 4, False)],
)
def test_a_request_has_a_name_in_the_log_and_in_the_answer(given, kept):
    seen = []

    async def app(scope, receive, send):
        seen.append(await sync_to_async(request_id.get)())
        await nobody(scope, receive, send)

    reply = ask(ObservationLayer(app), "/", headers={"X-Request-ID": given})
    assert reply.headers["x-request-id"] == seen[0]
    assert (seen[0] == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", seen[0])
    assert request_id.get() == ""


def test_a_line_about_each_request_names_no_visitor(settings, caplog):
    settings.ACCESS_LOG = True
    layer = ObservationLayer(nobody)
    with caplog.at_level("INFO", logger="embassy.access"):
        ask(layer, "/news/", query="q=secret", address="203.0.113.7", headers={"User-Agent": "mine"})
    assert [entry.getMessage() for entry in caplog.records] == ["GET /news/ 299"]


def test_a_failure_is_counted_and_goes_on():
    async def broken(scope, receive, send):
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        ask(ObservationLayer(broken), "/")
