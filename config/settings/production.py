"""Settings of a site that visitors see. The start is refused while a value that only the owner can know is missing."""

from urllib.parse import urlsplit

from config.settings.base import *  # noqa: F403  # settings modules are layers
from config.settings.base import DATABASES, STORAGES, env

DEBUG = False  # errors go to the log, never to a visitor
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = BASE_URL = env.base_url("BASE_URL")
CSRF_TRUSTED_ORIGINS = [BASE_URL]  # behind a proxy the scheme would not be known

# What needs TLS follows the scheme under which the site is reached.
HAS_TLS = urlsplit(BASE_URL).scheme == "https"
SECURE_SSL_REDIRECT = HAS_TLS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # whoever watches the process asks it directly
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HAS_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HAS_TLS
SECURE_HSTS_PRELOAD = HAS_TLS
SESSION_COOKIE_SECURE = HAS_TLS
CSRF_COOKIE_SECURE = HAS_TLS

# A file's name changes with its bytes, so browsers may keep it for ever.
STORAGES["staticfiles"] = {"BACKEND": "core.static_storage.SiteStaticFilesStorage"}

# The threads that make pages are few and stay; so do their connections. A pool keeps its own.
if "pool" not in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
