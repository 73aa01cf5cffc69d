"""The site's address table and one address more, which fails: what visitors see then can be looked at."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import *  # noqa: F403  # the handlers of errors too
from config.urls import urlpatterns as addresses


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This address fails so that its page can be seen.")


urlpatterns = [path("fault/", fail), *addresses]
