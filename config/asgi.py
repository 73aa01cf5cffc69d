"""The ASGI application that the server runs, from the outside in: audio, then Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
pages = get_asgi_application()

from music.streaming import AudioLayer  # noqa: E402  # models can be imported only once Django is set up

application = AudioLayer(pages)
