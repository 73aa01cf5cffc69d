"""Time zones of the IANA database, as shipped by the tzdata package rather than by the machine."""

import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> frozenset[str]:
    """All zone names, without the aliases that are not places (posix, right, Factory)."""
    return frozenset(
        name
        for name in zoneinfo.available_timezones()
        if name not in {"Factory", "localtime"} and "SystemV" not in name
    )


def validate_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it like America/New_York or Asia/Almaty."), params={"name": name}
        )
