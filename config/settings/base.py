"""What every environment shares. Values that differ per install are read from the environment or ``.env``; no
secret lies here.
"""

import os
import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from config import services
from config.env import Environment
from config.log_settings import logging_for

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment()
env.read_env(os.environ.get("EMBASSY_ENV_FILE", str(BASE_DIR / ".env")))

# One folder holds everything that the site writes.
VAR_DIR = env.folder("EMBASSY_VAR", BASE_DIR / "var")

# The zones of the tzdata package, not the machine's: an event's time must not depend on the last system update.
zoneinfo.reset_tzpath(to=[])

INSTALLED_APPS = [
    "core",
    "music",
    "events",
    "news",
    "newsletter",
    "search",
    "home",
    "legacy",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "core.sharing.SharingMiddleware",
    "core.low_data.LowDataMiddleware",
    "legacy.redirection.OldAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.StaticFilesMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.AddressLocaleMiddleware",
    "core.middleware.PlainAddressMiddleware",
    "core.routing.RoutingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.guard.AdminGuardMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "core.middleware.LoginThrottleMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "core.template_loaders.PackageLoader"],
                )
            ],
            "builtins": ["core.templatetags.nonces"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.mission",
            ],
        },
    }
]
# Widgets are looked up like all other templates, so that ours can replace Wagtail's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Model decisions that cannot be changed after the first migration.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
WAGTAILIMAGES_IMAGE_MODEL = "core.MissionImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.MissionDocument"

DATABASES = {"default": services.database(env, VAR_DIR / "db.sqlite3")}
CACHES = {"default": services.cache(env)}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True  # a Redis that is away is told, and the site goes on

# What Wagtail queues runs at once, so that a published page is found at once; long work of ours waits for a worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# Accounts
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env.number("LOGIN_LOCK_MINUTES", 15) / 60
# Name and address together: nobody can lock an editor out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
LOGIN_RECORDS_KEPT = timedelta(days=env.number("LOGIN_RECORD_DAYS", 30))
AXES_LOCKOUT_CALLABLE = "core.errors.too_many_logins"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Languages
OWN_NAMES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}


def language(code: str) -> tuple[str, str]:
    """The pair that Django wants: a code and the language's own name."""
    if code not in LANG_INFO:
        raise ImproperlyConfigured(f"LANGUAGES names “{code}”, which is not a language code that Django knows.")
    return code, OWN_NAMES.get(code, LANG_INFO[code]["name_local"])


LANGUAGES = [language(code) for code in env.words("LANGUAGES", ["en", "kk", "ru"])]
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"LANGUAGE_CODE is “{LANGUAGE_CODE}”, which LANGUAGES does not name.")
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation is a draft until somebody publishes it
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]

USE_TZ = True
TIME_ZONE = "UTC"

# Files. Originals are private: no address leads to them. Only image renditions lie where /media/ points.
PRIVATE_ROOT = VAR_DIR / "private"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
# An S3 store in the place of both folders, where S3_BUCKET names one.
S3: Any = services.s3(env)
STORAGES = {
    **services.storages(S3, PRIVATE_ROOT, MEDIA_ROOT, MEDIA_URL),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# How audio travels: through this process, by nginx from the internal location that maps PRIVATE_ROOT, or by sending
# the visitor on to the store.
AUDIO_DELIVERY = services.audio_delivery(env, S3)
AUDIO_ACCEL_PREFIX = "/private/"
# How many recordings may be on their way at once; one household or office behind a router shares an address.
AUDIO_LISTENERS = env.count("AUDIO_LISTENERS", 400)
AUDIO_LISTENERS_PER_ADDRESS = env.count("AUDIO_LISTENERS_PER_ADDRESS", 24)

# What decoding one recording may take, step by step: processor time and memory of the process that does it.
AUDIO_CPU_SECONDS = env.count("AUDIO_CPU_SECONDS", 1800)
AUDIO_MEMORY_MB = env.count("AUDIO_MEMORY_MB", 1024)

# So many days before a permission ends, and after, editors are told.
MUSIC_PERMISSION_WARNING_DAYS = env.count("MUSIC_PERMISSION_WARNING_DAYS", 30)

# How many dates one event may have, and for how many days calendars are told that an event is gone.
EVENT_MAX_DATES = env.count("EVENT_MAX_DATES", 500)
EVENT_GONE_DAYS = env.count("EVENT_GONE_DAYS", 60)
# The largest calendar file that is imported: its bytes, lines and events, the seconds that reading it may take, and
# how much of one description is kept.
EVENT_IMPORT_SIZE = env.megabytes("EVENT_IMPORT_MB", 10)
EVENT_IMPORT_LINES = env.count("EVENT_IMPORT_LINES", 500_000)
EVENT_IMPORT_EVENTS = env.count("EVENT_IMPORT_EVENTS", 2000)
EVENT_IMPORT_SECONDS = env.count("EVENT_IMPORT_SECONDS", 30)
EVENT_IMPORT_CHARACTERS = env.count("EVENT_IMPORT_CHARACTERS", 20_000)
EVENT_IMPORT_AT_ONCE = env.count("EVENT_IMPORT_AT_ONCE", 50)  # more events are written in the background
EVENT_IMPORT_HOURS = env.count("EVENT_IMPORT_HOURS", 24)  # so long a file that was sent is kept

# Bulletins made of documents (.docx, .odt): how many at once, the largest file, how many entries it may have, what it
# and its text may unpack to, how much one entry may swell, the elements and letters of its text and the pictures taken
# of it; for how many days it is known what was left out; and how much may be pasted at once.
BULLETIN_FILES = env.count("BULLETIN_FILES", 20)
BULLETIN_FILE_SIZE = env.megabytes("BULLETIN_FILE_MB", 20)
BULLETIN_FILE_ENTRIES = env.count("BULLETIN_FILE_ENTRIES", 2000)
BULLETIN_FILE_UNPACKED = env.megabytes("BULLETIN_FILE_UNPACKED_MB", 100)
BULLETIN_FILE_TEXT = env.megabytes("BULLETIN_FILE_TEXT_MB", 10)
BULLETIN_FILE_RATIO = env.count("BULLETIN_FILE_RATIO", 200)
BULLETIN_FILE_ELEMENTS = env.count("BULLETIN_FILE_ELEMENTS", 200_000)
BULLETIN_FILE_LETTERS = env.count("BULLETIN_FILE_LETTERS", 300_000)
BULLETIN_FILE_PICTURES = env.count("BULLETIN_FILE_PICTURES", 50)
BULLETIN_REPORT_DAYS = env.count("BULLETIN_REPORT_DAYS", 30)
MAX_PASTE_SIZE = env.megabytes("MAX_PASTE_MB", 2)

# What is taken of the old site at once: the bytes that are sent, and what they may be unpacked; the bytes of one page;
# the number of files; the seconds that an editor waits for. More pages than so many are written in the background; for
# so many hours what was sent is kept.
LEGACY_IMPORT_SIZE = env.megabytes("LEGACY_IMPORT_MB", 100)
LEGACY_UNPACKED_SIZE = env.megabytes("LEGACY_UNPACKED_MB", 500)
LEGACY_PAGE_SIZE = env.megabytes("LEGACY_PAGE_MB", 5)
LEGACY_IMPORT_FILES = env.count("LEGACY_IMPORT_FILES", 5000)
LEGACY_IMPORT_SECONDS = env.count("LEGACY_IMPORT_SECONDS", 40)
LEGACY_IMPORT_AT_ONCE = env.count("LEGACY_IMPORT_AT_ONCE", 20)
LEGACY_IMPORT_HOURS = env.count("LEGACY_IMPORT_HOURS", 24)

# How often recordings are heard: counted once a day for each listener. How many listenings one household may add in
# a day, for how long days are kept apart before they are summed by month, further words in the names of robots.
PLAYS_PER_ADDRESS = env.count("PLAYS_PER_ADDRESS", 300)
PLAYS_KEEP_DAYS = env.count("PLAYS_KEEP_DAYS", 400)
PLAYS_ROBOTS = env.words("PLAYS_ROBOTS", [])
PLAYS_WAIT_SECONDS = 3  # so long counts wait in memory for others, to be written together; 0: until they are asked for

# A bulletin as a PDF: processor time and memory of the process that sets it, the size of all its pictures and of the
# file, and for how many days a file is kept. Then, or after a change, it is made again for the next who asks.
PDF_SECONDS = env.count("PDF_SECONDS", 30)
PDF_MEMORY_MB = env.count("PDF_MEMORY_MB", 512)
PDF_SIZE = env.megabytes("PDF_MB", 20)
PDF_KEPT_DAYS = env.count("PDF_KEPT_DAYS", 30)

# Limits of what may be sent
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# How many recordings a list of uploads takes, and how many of them the page sends at the same time.
AUDIO_BATCH_FILES = env.count("AUDIO_BATCH_FILES", 200)
AUDIO_BATCH_AT_ONCE = env.count("AUDIO_BATCH_AT_ONCE", 2)
DATA_UPLOAD_MAX_NUMBER_FILES = AUDIO_BATCH_FILES + 100  # a few too many are told by the form, in a sentence
MAX_AUDIO_SIZE = env.megabytes("MAX_AUDIO_MB", 200)
# One text of a recording: lyrics, a transcript, a translation.
MAX_WORDS_SIZE, MAX_WORDS_LINES = env.count("MAX_WORDS_KB", 256) * 1024, env.count("MAX_WORDS_LINES", 5000)
# So many are printed in the low-data version of a recording's page, in all languages together.
LOW_DATA_LINES = env.count("LOW_DATA_LINES", 200)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.megabytes("MAX_IMAGE_MB", 20)
# All frames together; a picture may be small as a file and huge in memory.
MAX_IMAGE_PIXELS = WAGTAILIMAGES_MAX_IMAGE_PIXELS = env.count("MAX_IMAGE_MEGAPIXELS", 60) * 1_000_000
MAX_SVG_SIZE = env.count("MAX_SVG_KB", 64) * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.megabytes("MAX_DOCUMENT_MB", 20)
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]

# An earlier text of a bulletin is compared with the later one by so many comparisons of two words at most.
COMPARISON_STEPS = env.count("COMPARISON_STEPS", 500_000)

# Whole pages are kept in memory, at most so many megabytes of them (0: none) and, whatever happens, so many seconds.
PAGE_CACHE_SIZE = env.amount("PAGE_CACHE_MB", 64) * 1024 * 1024
PAGE_CACHE_SECONDS = env.count("PAGE_CACHE_SECONDS", 3600)
# How many requests Django works on at once; the others wait so many seconds for their turn.
DJANGO_REQUESTS = env.count("DJANGO_REQUESTS", 2 * (os.cpu_count() or 1))
DJANGO_PATIENCE_SECONDS = env.count("DJANGO_PATIENCE_SECONDS", 10)

# Mail goes to files until EMAIL_URL names a server, like smtp+tls://user:password@host:587
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20  # a silent mail server does not hold a visitor for ever
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
# Or to a service over HTTPS, which reports at /anymail/ what comes back.
MAIL_SERVICE, ANYMAIL = services.mail_service(env)
if MAIL_SERVICE:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="embassy@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The outbox: how often a message is tried that the mail server puts off, and for how many days after it was sent it is
# known whom it was for and what it said.
MAIL_TRIES = env.count("MAIL_TRIES", 6)
MAIL_KEPT_DAYS = env.count("MAIL_KEPT_DAYS", 30)

# The e-mail list: how long a confirmation link is good; how many letters that ask for confirmation go to one mailbox in
# a day, at the wish of one household in an hour and in a day, and at the wish of everybody in an hour, for each
# mission; how long an address is kept that was not confirmed, and one that has left.
LIST_CONFIRM_DAYS = env.count("LIST_CONFIRM_DAYS", 7)
LIST_MAILS_PER_ADDRESS = env.count("LIST_MAILS_PER_ADDRESS", 2)
LIST_MAILS_PER_CLIENT_HOUR = env.count("LIST_MAILS_PER_CLIENT_HOUR", 10)
LIST_MAILS_PER_CLIENT = env.count("LIST_MAILS_PER_CLIENT", 30)
LIST_MAILS_PER_HOUR = env.count("LIST_MAILS_PER_HOUR", 500)
LIST_UNCONFIRMED_DAYS = env.count("LIST_UNCONFIRMED_DAYS", 60)
LIST_LEFT_DAYS = env.count("LIST_LEFT_DAYS", 30)
# How many letters of an issue leave in a minute, by all workers together (0: as many as the server takes); how often a
# silent mail server is asked, and after how many failures in a row, that no address is to blame for, sending stops;
# after how many hours a letter that is late asks first; the size of a letter; where letters come back to.
LIST_MAILS_PER_MINUTE = env.amount("LIST_MAILS_PER_MINUTE", 600)
LIST_LEASE_SECONDS = env.count("LIST_LEASE_SECONDS", 180)
LIST_LINE_TRIES = env.count("LIST_LINE_TRIES", 6)
LIST_STOP_AFTER = env.count("LIST_STOP_AFTER", 20)
LIST_OVERDUE_HOURS = env.count("LIST_OVERDUE_HOURS", 2)
LIST_LETTER_KB = env.count("LIST_LETTER_KB", 100)
LIST_DIGEST_HOUR = env.amount("LIST_DIGEST_HOUR", 7)
LIST_DIGEST_WEEKDAY = env.amount("LIST_DIGEST_WEEKDAY", 0)
LIST_TESTS_PER_DAY = env.count("LIST_TESTS_PER_DAY", 50)
# Where returned letters are read: imaps://user:password@host/folder, or a maildir; how many that were put off in a
# month stop an address.
LIST_BOUNCE_IMAP_URL = env.str("LIST_BOUNCE_IMAP_URL", default="")
LIST_BOUNCE_MAILDIR = env.str("LIST_BOUNCE_MAILDIR", default="")
LIST_IMPORT_MB = env.count("LIST_IMPORT_MB", 5)
LIST_IMPORT_ROWS = env.count("LIST_IMPORT_ROWS", 100_000)
LIST_SOFT_BOUNCES = env.count("LIST_SOFT_BOUNCES", 5)
LIST_BOUNCES_KEPT_DAYS = env.count("LIST_BOUNCES_KEPT_DAYS", 365)

# Whether letters of the list can arrive: whom DNS is asked of, the addresses that the Internet sees them coming from,
# the names of the keys that sign them, where they return to; how long an examination may take and is good, how long a
# manager may send in spite of it, how many days ahead the end of a certificate is told, and the largest letter that is
# looked at.
DNS_RESOLVER = env.name_server("DNS_RESOLVER")
LIST_SENDING_ADDRESSES = env.ip_addresses("LIST_SENDING_ADDRESSES")
LIST_DKIM_SELECTORS = env.selectors("LIST_DKIM_SELECTORS")
LIST_BOUNCE_ADDRESS = env.optional("LIST_BOUNCE_ADDRESS")
LIST_CHECK_SECONDS = env.count("LIST_CHECK_SECONDS", 10)
LIST_CHECK_HOURS = env.count("LIST_CHECK_HOURS", 24)
LIST_OVERRIDE_HOURS = env.count("LIST_OVERRIDE_HOURS", 24)
LIST_CERTIFICATE_DAYS = env.count("LIST_CERTIFICATE_DAYS", 14)
LIST_SAMPLE_SIZE = env.count("LIST_SAMPLE_KB", 512) * 1024

# Replies to events: how many one household may send in an hour and in a day, how many letters a day go to one mailbox
# at the wish of whoever fills in the form, when before the start guests are reminded, and for how many days after the
# end it is known who came.
RSVP_REPLIES_PER_CLIENT_HOUR = env.count("RSVP_REPLIES_PER_CLIENT_HOUR", 20)
RSVP_REPLIES_PER_CLIENT = env.count("RSVP_REPLIES_PER_CLIENT", 60)
RSVP_MAILS_PER_ADDRESS = env.count("RSVP_MAILS_PER_ADDRESS", 6)
RSVP_REMINDER_HOURS = env.count("RSVP_REMINDER_HOURS", 24)
RSVP_KEPT_DAYS = env.amount("RSVP_KEPT_DAYS", 30)

# Beside a list of bulletins, so many categories, series, authors and years; the archive has all of them.
NEWS_FILTER_SHOWN = env.count("NEWS_FILTER_SHOWN", 12)
# How many other bulletins are shown below one (0: none).
RELATED_SHOWN = env.amount("RELATED_SHOWN", 3)
# The report of numbers names so many gaps and drafts of a series, and counts the others.
SERIES_REPORT_SHOWN = 50

# The page of all components at /styleguide/, for developers.
STYLEGUIDE = False

# Search: the longest question, in characters.
SEARCH_LENGTH = 200

# Wagtail
WAGTAIL_SITE_NAME = "Embassy"
WAGTAILADMIN_USER_LOGIN_FORM = "core.login.LoginForm"
WAGTAILADMIN_BASE_URL = BASE_URL = env.base_url("BASE_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.image_forms.MissionImageForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search_backend"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The editor's browser asks nobody but this site.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# The editors' entrance: its forms, and the languages in which an editor may work.
WAGTAILADMIN_USER_LOGIN_FORM = "core.entrance_forms.EntranceForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "core.entrance_forms.NewPasswordForm"  # noqa: S105  # a name
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]},
    }
}

# What browsers may do. There is no inline script or style on the site and nothing from elsewhere but the mission's
# own store, where it has one.
STORE_ORIGINS = services.origins(S3)
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *STORE_ORIGINS],
        "font-src": [SELF],
        "media-src": [SELF, *STORE_ORIGINS],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
# Wagtail styles its editor inline and shows chosen pictures as blobs; its inline scripts carry a nonce.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *STORE_ORIGINS],
    "frame-src": [SELF],
}
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Live preview shows pages in a frame of the same site.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # it looks for its own middleware by name; ours is derived from it
    "security.W019",  # frames of the same site: see above
]
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Who watches. The processes that are to be there beside the one that serves pages, how long one may be silent, and
# how often a task is begun again whose worker was lost.
EXPECTED_PROCESSES = env.some_of("EXPECTED_PROCESSES", ["worker", "scheduler"])
HEARTBEAT_LEASE = env.count("HEARTBEAT_LEASE", 30)
TASK_TRIES = env.count("TASK_TRIES", 3)
METRICS_TOKEN = env.optional("METRICS_TOKEN")
ACCESS_LOG = env.yes("ACCESS_LOG", False)

LOGGING = logging_for(env.choice("LOG_FORMAT", ["line", "json"]))
