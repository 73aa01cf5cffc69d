"""The ASGI application that the server runs, from the outside in: names and figures, audio, then Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
pages = get_asgi_application()

from core.metrics import figures  # noqa: E402  # models can be imported only once Django is set up
from core.observation import ObservationLayer  # noqa: E402
from music.streaming import AudioLayer  # noqa: E402

audio = AudioLayer(pages)
figures.gauge("audio_listeners", lambda: audio.listeners.taken.total())
application = ObservationLayer(audio)
