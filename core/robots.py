"""What search engines may visit."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.safe_methods import require_safe
from core.sharing import shared


@require_safe
@shared()
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
