"""The site of a host, remembered where the host is exactly a site's; what is found is what Wagtail would find."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from core.memory import is_settled, remembered


def find_site(request: Any) -> Site | None:
    """As ``Site.find_for_request``, and put where that looks; None where the install has no site."""
    if not hasattr(request, "_wagtail_site") and (site := known_site(request)) is not None:
        request._wagtail_site = site
    found: Site | None = Site.find_for_request(request)
    return found


def known_site(request: HttpRequest) -> Site | None:
    """The site of the host and port that were asked; None for an address that is not exactly a site's."""
    if not is_settled():
        return None
    asked = split_domain_port(request._get_raw_host())[0], request.get_port()  # type: ignore[attr-defined]  # as Wagtail
    if asked not in remembered("sites", _addresses):
        return None
    own = copy(remembered(("site", *asked), lambda: get_site_for_hostname(*asked)))
    # Pages note things on themselves while they are shown.
    own.root_page = copy(own.root_page)
    return own


def _addresses() -> frozenset[tuple[str, str]]:
    return frozenset((host, str(port)) for host, port in Site.objects.values_list("hostname", "port"))
