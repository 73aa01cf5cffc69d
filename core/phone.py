"""Telephone numbers as typed, and their addresses by RFC 3966 with the extension."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"^\+?\(?[0-9][0-9 ().\-/]{3,38}\Z")
EXTENSION = re.compile(r"^[0-9]{1,10}\Z")


def validate_number(value: str) -> None:
    if not NUMBER.match(value):
        raise ValidationError(
            _("Write the number with digits, spaces, dots, dashes or brackets, for example +1 202-232-5488.")
        )


def validate_extension(value: str) -> None:
    if not EXTENSION.match(value):
        raise ValidationError(_("Write the extension with digits only, for example 104."))


def tel_uri(number: str, extension: str = "") -> str:
    """``tel:`` URI of RFC 3966; visual separators become dashes and the extension a parameter.

    A number without a country code is written with its digits as they are: the visitor's telephone decides.
    """
    digits = re.sub(r"[^0-9+]+", "-", number.strip()).strip("-").replace("+-", "+")
    return f"tel:{digits};ext={extension}" if extension else f"tel:{digits}"
