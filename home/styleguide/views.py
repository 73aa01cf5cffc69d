"""Shows all components on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.safe_methods import require_safe
from home.styleguide.ground import Ground
from home.styleguide.specimens import specimens


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/styleguide.html", {"groups": specimens(Ground(request, timezone.now()))})
