"""What ``manage.py check`` says of the machine."""

from __future__ import annotations

from typing import Any

from django.core.checks import Info

from core.press_library import INSTALL, missing


def pdf_can_be_made(**kwargs: Any) -> list[Info]:
    """Without the libraries the site works, and bulletins are printed from their page."""
    lacking = missing()
    if not lacking:
        return []
    return [
        Info(
            f"No PDF of a bulletin can be made, for lack of: {', '.join(lacking)}.",
            hint=f"Its page offers printing alone. For PDF: {INSTALL}",
            id="core.I001",
        )
    ]
