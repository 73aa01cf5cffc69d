"""The addresses with the page of components, as `make dev` has them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from config import urls
from home.styleguide.views import styleguide

handler404 = urls.handler404
urlpatterns = [*i18n_patterns(path("styleguide/", styleguide), prefix_default_language=False), *urls.urlpatterns]
