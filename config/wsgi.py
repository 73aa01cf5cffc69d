"""The WSGI application, for servers that speak nothing else. It carries no audio: use ASGI where music is played."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
