"""What every public template may use. Lazy, so that a page pays only for what it shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.languages import alternatives, home_path
from core.low_data import with_low
from core.missions import mission_of
from core.navigation import breadcrumbs, menu
from core.shown_alerts import shown_alerts
from core.visiting import head_line


def mission(request: HttpRequest) -> dict[str, Any]:
    """``mission alerts open_line navigation breadcrumbs languages home_url search_url subscribe_url low_data_url``,
    read when used.
    """
    shared: dict[str, Any] = {
        "mission": SimpleLazyObject(lambda: mission_of(request)),
        "alerts": SimpleLazyObject(lambda: shown_alerts(request, timezone.now())),
        "open_line": SimpleLazyObject(lambda: head_line(request, timezone.now())),
        "navigation": SimpleLazyObject(lambda: menu(request)),
        "breadcrumbs": SimpleLazyObject(lambda: breadcrumbs(request)),
        "languages": SimpleLazyObject(lambda: alternatives(request)),
        "home_url": home_path(get_language() or ""),
        "low_data_url": SimpleLazyObject(lambda: with_low(request.get_full_path())),
        "subscribe_url": SimpleLazyObject(lambda: reverse("newsletter:subscribe")),
    }
    # Wagtail's header takes a `search_url` for the name of an address of its own.
    if not request.path.startswith(reverse("wagtailadmin_home")):
        shared["search_url"] = SimpleLazyObject(lambda: reverse("search:search"))
    return shared
