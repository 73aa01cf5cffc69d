"""Which answers may be shared: only those that were offered, and that carry nothing of one visitor."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site_settings
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import timezone

from core.freshness import changes_at, next_midnight
from core.sharing import SCOPE_KEY, SharingMiddleware, Verdict, share, shared

SESSION = site_settings.SESSION_COOKIE_NAME


def until(view, path="/", method="get", **cookies):
    """What the layer outside is told, and the answer."""
    request = getattr(RequestFactory(), method)(path)
    request.COOKIES.update(cookies)
    request.scope = {SCOPE_KEY: Verdict()}
    response = SharingMiddleware(view)(request)
    return request.scope[SCOPE_KEY].until, response


def offering(response=None, *query, **changes):
    def view(request):
        share(request, *query)
        for name, value in changes.items():
            setattr(request, name, value)
        return HttpResponse("page") if response is None else response

    return view


def test_what_is_offered_is_shared_as_long_as_the_setting_says(settings):
    settings.PAGE_CACHE_SECONDS = 60
    found, _response = until(offering())
    assert 55 < found - timezone.now().timestamp() <= 60


def test_a_moment_that_was_said_comes_first():
    moment = timezone.now() + timedelta(seconds=5)

    def view(request):
        share(request)
        changes_at(request, moment + timedelta(seconds=1))
        changes_at(request, moment)
        changes_at(request, None)
        return HttpResponse("page")

    assert until(view)[0] == moment.timestamp()


def test_what_is_missing_is_kept_a_moment_only():
    found, _response = until(offering(HttpResponse(status=404)))
    assert 5 < found - timezone.now().timestamp() <= 10


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(status=302),
        HttpResponse(status=500),
        HttpResponse(status=206),
        StreamingHttpResponse([b"page"]),
        HttpResponse("<input name='csrfmiddlewaretoken' value='x'>"),
        HttpResponse(headers={"Vary": "Accept-Encoding, Cookie"}),
        HttpResponse(headers={"Vary": "*"}),
        HttpResponse(headers={"Cache-Control": "max-age=0, private"}),
        HttpResponse(headers={"Cache-Control": "No-Store"}),
        HttpResponse(headers={"Content-Encoding": "gzip"}),
    ],
)
def test_these_answers_are_never_shared(response):
    assert until(offering(response))[0] is None


def test_an_answer_that_sets_a_cookie_is_private():
    response = HttpResponse("page")
    response.set_cookie("theme", "dark")
    found, response = until(offering(response))
    assert found is None
    assert response["Cache-Control"] == "private"


@pytest.mark.parametrize("cookie", [SESSION, "messages"])
def test_the_answer_to_somebody_who_is_known_is_private(cookie):
    found, response = until(offering(), **{cookie: "x"})
    assert found is None
    assert response["Cache-Control"] == "private"


def test_previews_nonces_and_tokens_are_never_shared():
    assert until(offering(is_preview=True))[0] is None
    assert until(offering(_csp_nonce="x"))[0] is None

    def with_token(request):
        share(request)
        return HttpResponse(get_token(request))

    assert until(with_token)[0] is None


def test_only_known_parameters_and_reading():
    view = offering(None, "page", "category")
    assert until(view, "/?page=2&category=a")[0]
    assert until(view, "/?page=2&other=a")[0] is None
    assert until(view, method="post")[0] is None
    assert until(lambda request: HttpResponse("page"))[0] is None


def test_a_view_may_say_it_in_front():
    @shared("page")
    def view(request):
        return HttpResponse("page")

    assert until(view, "/?page=2")[0]


def test_without_the_layer_nothing_happens():
    response = SharingMiddleware(offering())(RequestFactory().get("/"))
    assert "Cache-Control" not in response


@pytest.mark.parametrize(
    ("zone", "here", "expected"),
    [
        ("America/New_York", "2024-03-09T20:00", datetime(2024, 3, 10, 5, tzinfo=UTC)),
        ("America/New_York", "2024-03-10T20:00", datetime(2024, 3, 11, 4, tzinfo=UTC)),
        # The clock jumps from midnight to one: the day begins at that moment.
        ("Asia/Beirut", "2024-03-30T20:00", datetime(2024, 3, 30, 22, tzinfo=UTC)),
    ],
)
def test_midnight_is_the_first_moment_of_the_next_day(zone, here, expected):
    assert next_midnight(datetime.fromisoformat(here).replace(tzinfo=ZoneInfo(zone))).astimezone(UTC) == expected
