"""E-mail addresses: how they are stored, and which of them end in the same mailbox. Pure."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST = 254  # RFC 5321, 4.5.3.1.3: a path is 256 with its two brackets
LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1


def normalise(typed: str) -> str:
    """The address as it is stored: what stands before the @ as typed, the domain in lower case and ASCII (IDNA).

    Raises ValidationError with a sentence for the person who typed it.
    """
    text = typed.strip()
    local, at, domain = text.rpartition("@")
    if not at:
        raise ValidationError(_("Write the whole address with the @ sign, as in name@example.org."))
    if not local:
        raise ValidationError(_("Write the part before the @ sign, as in name@example.org."))
    if not domain:
        raise ValidationError(_("Write the part after the @ sign, as in name@example.org."))
    if not text.isprintable():
        raise ValidationError(_wrong())
    address = f"{local}@{_ascii_domain(domain)}"
    if len(address) > LONGEST or len(local) > LONGEST_LOCAL:
        raise ValidationError(_("This address is too long to exist. Please check it."))
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_wrong()) from error
    return address


def in_ascii(address: str) -> str:
    """As a letter carries it; what is no address stays as it is."""
    try:
        return normalise(address)
    except ValidationError:
        return address


def mailbox_of(address: str) -> str:
    """What addresses of one mailbox have in common: case and what follows a + make no difference with most servers."""
    local, _at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValidationError(_wrong()) from error


def _wrong() -> str:
    return _("This is not an e-mail address. Write it as in name@example.org.")
