"""The settings of the site that the browser's tests open: production, and one address that breaks on purpose."""

from config.settings.production import *  # noqa: F403  # settings modules are layers

ROOT_URLCONF = "tests.faults"
# All readers of the tests are one household.
LIST_MAILS_PER_CLIENT_HOUR = LIST_MAILS_PER_CLIENT = 1000
