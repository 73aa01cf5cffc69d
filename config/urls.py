"""The address table. An address with a dot, and every address below an index page, stands before Wagtail's
catch-all.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import authenticate_with_password

from core import closed_days, health, icon_views, metrics, robots, serving, sitemaps, theme_views
from core.narrowing import autocomplete
from core.sharing import shared
from home.styleguide.views import styleguide
from music import embed_views, play_views
from newsletter.service_reports import reports_of

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.page_not_found"
handler500 = "core.errors.server_error"

# The same in every language
urlpatterns: list[URLPattern | URLResolver] = [
    # Before Wagtail's own, which offer the tags of every mission
    path("admin/tag-autocomplete/", require_admin_access(autocomplete)),
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(autocomplete)),
    path("admin/", include(wagtailadmin_urls)),
    # Under Wagtail's own names, which its documents and its password form ask for
    path("documents/<int:document_id>/<str:name>", serving.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:path>", serving.media, name="media"),
    path("music/plays", play_views.plays, name="plays"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("sitemap.xml", shared("p")(sitemaps.sitemap_xml), name="sitemap"),
    path("oembed", embed_views.oembed_answer, name="oembed"),
    path("favicon.ico", icon_views.favicon, name="favicon"),
    re_path(r"^theme/(?P<digest>[0-9a-f]{16})\.css$", theme_views.theme, name="theme"),
    re_path(
        r"^theme/admin-(?P<accent>[0-9a-f]{6})-(?P<digest>[0-9a-f]{16})\.css$",
        theme_views.admin_theme,
        name="admin_theme",
    ),
    re_path(
        r"^theme/(?P<digest>[0-9a-f]{16})-(?P<part>hoist|band|cover-[012])\.svg$", theme_views.ornament, name="ornament"
    ),
]

if settings.MAIL_SERVICE and settings.ANYMAIL["WEBHOOK_SECRET"]:
    urlpatterns.append(path(f"anymail/{settings.MAIL_SERVICE}/tracking/", reports_of(settings.MAIL_SERVICE)))

if settings.STYLEGUIDE:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide), prefix_default_language=False)

# One address per language; the main language has no prefix
urlpatterns += i18n_patterns(
    path("site.webmanifest", icon_views.manifest, name="manifest"),
    path("closed-days.ics", closed_days.closed_days, name="closed_days"),
    path("", include("core.urls")),
    path("", include("music.urls")),
    path("", include("events.urls")),
    path("", include("news.urls")),
    path("", include("newsletter.urls")),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
