"""The ASGI application that the server runs, from the outside in: the end of the process, names and figures, audio, the
page cache, the turnstile, then Django.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
django.setup(set_prefix=False)

# Models can be imported only once Django is set up.
from django.conf import settings  # noqa: E402

from core import shortcut  # noqa: E402
from core.content_version import tracker  # noqa: E402
from core.lifespan import Lifespan  # noqa: E402
from core.metrics import figures  # noqa: E402
from core.observation import ObservationLayer  # noqa: E402
from core.page_cache import PageCache  # noqa: E402
from core.page_handler import PageHandler  # noqa: E402
from core.turnstile import Application, Turnstile  # noqa: E402
from music.decisions import Decisions  # noqa: E402
from music.streaming import AudioLayer  # noqa: E402
from music.tally import tally  # noqa: E402

django_pages = PageHandler(settings.DJANGO_REQUESTS)
pages: Application = Turnstile(django_pages, settings.DJANGO_REQUESTS, settings.DJANGO_PATIENCE_SECONDS)
if settings.PAGE_CACHE_SIZE:
    kept = pages = PageCache(pages)
    figures.gauge("page_cache_bytes", lambda: kept.pages.used + kept.strays.used)
audio = AudioLayer(pages, decisions=Decisions(), tally=tally)
figures.gauge("content_version", lambda: tracker.value)
figures.gauge("audio_listeners", lambda: audio.listeners.taken.total())
observed = ObservationLayer(audio)
application = Lifespan(observed, at_stop=tally.flush)
shortcut.open_to(kept.ready if settings.PAGE_CACHE_SIZE else None, observed.note, audio.ready)
