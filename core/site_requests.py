"""A request as a visitor of a site would send it, for what is made without one: letters."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site


def request_to(site: Site, path: str = "/") -> HttpRequest:
    """A GET of ``path`` on the site's own host, by nobody."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    is_secure = site.root_url.startswith("https:")
    request.META = {
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "HTTP_HOST": site.root_url.split("://", 1)[1],
        "wsgi.url_scheme": "https" if is_secure else "http",
    }
    request._wagtail_site = site  # type: ignore[attr-defined]  # where Wagtail looks for it
    return request
