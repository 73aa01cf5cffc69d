"""E-mail addresses: how they are stored, and which of them end in the same mailbox. Pure."""

from __future__ import annotations

import re

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST = 254  # RFC 5321, 4.5.3.1.3: a path is 256 with its two brackets
LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
LONGEST_TYPED = 2 * LONGEST  # in quotes half of what is typed may be backslashes
# RFC 5321, 4.1.2: what stands before the @, plain or in quotes.
PLAIN = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\[ -~])+)"')
NUMBERS = re.compile(r"\[.*\]|[0-9.]+")


def normalise(typed: str) -> str:
    """The address as it is stored: what stands before the @ as typed, without quotes that it does not need; the domain
    in lower case and ASCII (IDNA 2008 by way of UTS 46), without a dot at its end.

    Raises ValidationError with a sentence for the person who typed it.
    """
    text = typed.strip()
    local, at, domain = text.rpartition("@")
    domain = domain.removesuffix(".")
    if not at:
        raise ValidationError(_("Write the whole address with the @ sign, as in name@example.org."))
    if not local:
        raise ValidationError(_("Write the part before the @ sign, as in name@example.org."))
    if not domain:
        raise ValidationError(_("Write the part after the @ sign, as in name@example.org."))
    if not text.isprintable():
        raise ValidationError(_wrong())
    if len(text) > LONGEST_TYPED or len(domain) > LONGEST - 2:
        raise ValidationError(_too_long())
    address = f"{_plain_local(local)}@{_ascii_domain(domain)}"
    if len(address) > LONGEST or address.rindex("@") > LONGEST_LOCAL:
        raise ValidationError(_too_long())
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
    plain = local if local.startswith('"') else local.partition("+")[0]
    return f"{plain or local}@{domain}"


def _plain_local(local: str) -> str:
    """Quotes and backslashes only where the RFC asks for them: however it was typed, one mailbox is one text."""
    if PLAIN.fullmatch(local):
        return local
    quoted = QUOTED.fullmatch(local)
    if quoted is None:
        raise ValidationError(_wrong())
    content = re.sub(r"\\(.)", r"\1", quoted[1])
    return content if PLAIN.fullmatch(content) else '"' + re.sub(r'(["\\])', r"\\\1", content) + '"'


def _ascii_domain(domain: str) -> str:
    if NUMBERS.fullmatch(domain):
        raise ValidationError(_("Write a name after the @ sign, not the numbers of a machine, as in name@example.org."))
    try:
        name = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").removesuffix(".")
    except UnicodeError as error:
        raise ValidationError(_wrong()) from error
    if "." not in name:
        raise ValidationError(_("Write the whole name after the @ sign with its dot, as in name@example.org."))
    try:
        validate_email(f"name@{name}")
    except ValidationError as error:
        raise ValidationError(_wrong()) from error
    return name


def _wrong() -> str:
    return _("This is not an e-mail address. Write it as in name@example.org.")


def _too_long() -> str:
    return _("This address is too long to exist. Please check it.")
