"""Whether this machine has what sets documents as PDF, and what brings it. Knows neither Django nor the library."""

from __future__ import annotations

import logging
from ctypes.util import find_library
from functools import lru_cache
from importlib.util import find_spec

logger = logging.getLogger(__name__)

PACKAGE = "weasyprint"
# What the package loads by name when it is imported; with Debian they come with what INSTALL says.
LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig", "pangoft2-1.0")
INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@lru_cache(maxsize=1)
def missing() -> tuple[str, ...]:
    """What this machine lacks to make a PDF; looked for once, and told once."""
    if find_spec(PACKAGE) is None:
        lacking: tuple[str, ...] = (PACKAGE,)
    else:
        lacking = tuple(name for name in LIBRARIES if find_library(name) is None)
    if lacking:
        logger.info("No PDF is made, for lack of %s. They come with: %s", ", ".join(lacking), INSTALL)
    return lacking


def can_press() -> bool:
    return not missing()
