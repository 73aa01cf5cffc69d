"""Settings for working on the code: errors are shown in the browser, files are served from their sources."""

from config.settings.base import *  # noqa: F403  # settings modules are layers
from config.settings.base import env

DEBUG = True  # errors in the browser
SECRET_KEY = env.str("SECRET_KEY", default="for-development-only-and-known-to-everybody")  # the start needs no .env
ALLOWED_HOSTS = ["*"]  # any name of this machine
STYLEGUIDE = True  # all components on one page
PAGE_CACHE_SIZE = 0  # a template that was changed is seen at once
