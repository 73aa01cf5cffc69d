"""The settings of the site that the browser's tests open: production, and one address that breaks on purpose."""

from config.settings.production import *  # noqa: F403  # settings modules are layers

ROOT_URLCONF = "tests.faults"
