"""Typed readers of environment variables. A wrong value stops the start and names its variable; nothing here has
a default of its own.
"""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*")
# What libpq may be told in the address of a database; everything else would be a slip of the pen.
DATABASE_OPTIONS = frozenset(
    {"application_name", "connect_timeout", "host", "options", "sslcert", "sslkey", "sslmode", "sslrootcert"}
)


class Environment(environ.Env):
    """django-environ, but strict: what cannot be read is an error instead of False or a guess.

    Values are asked for as text, because django-environ would otherwise convert them to the type of the default.
    """

    def number(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        value = self.get_value(var, cast=str, default=default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ImproperlyConfigured(f"{var} is “{value}”; it must be a whole number.") from None

    def megabytes(self, var: str, default: int) -> int:
        """A size given in megabytes, returned in bytes."""
        size = self.number(var, default)
        if size < 1:
            raise ImproperlyConfigured(f"{var} is {size}; it must be at least 1 (megabyte).")
        return size * 1024 * 1024

    def words(self, var: str, default: list[str] | None = None) -> list[str]:
        """A list separated by commas. Without a default an empty one is refused."""
        value = self.get_value(var, default=",".join(default) if default is not None else environ.Env.NOTSET)
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not words and default is None:
            raise ImproperlyConfigured(f"{var} is empty; it must name at least one value.")
        return words

    def choice(self, var: str, choices: list[str]) -> str:
        """One of the words given; the first is what holds without the variable."""
        value = str(self.get_value(var, default=choices[0])).strip()
        if value not in choices:
            raise ImproperlyConfigured(f"{var} is “{value}”; write one of: {', '.join(choices)}.")
        return value

    def count(self, var: str, default: int) -> int:
        """A whole number from 1."""
        number = self.number(var, default)
        if number < 1:
            raise ImproperlyConfigured(f"{var} is {number}; it must be at least 1.")
        return number

    def amount(self, var: str, default: int) -> int:
        """A whole number from 0."""
        number = self.number(var, default)
        if number < 0:
            raise ImproperlyConfigured(f"{var} is {number}; it must be 0 or more.")
        return number

    def text(self, var: str) -> str:
        """A text that must be there."""
        value = str(self.get_value(var)).strip()
        if not value:
            raise ImproperlyConfigured(f"{var} is empty; it must have a value.")
        return value

    def base_url(self, var: str, default: Any = environ.Env.NOTSET, *, folder: bool = False) -> str:
        """An address like scheme://host[:port], without a slash at its end; with ``folder`` a path may follow."""
        value = str(self.get_value(var, default=default)).strip().rstrip("/")
        parts = urlsplit(value)
        has_more = (parts.path and not folder) or parts.query or parts.fragment
        if parts.scheme not in {"http", "https"} or not parts.hostname or has_more:
            raise ImproperlyConfigured(f"{var} is “{value}”; write it like https://embassy.example.")
        return value

    def folder(self, var: str, default: Path) -> Path:
        """A folder; a relative path is taken from where the default lies."""
        return (default.parent / Path(self.get_value(var, default=str(default))).expanduser()).resolve()

    def yes(self, var: str, default: bool) -> bool:
        """Yes or no, in the words that people use for them."""
        value = str(self.get_value(var, default="yes" if default else "no")).strip().lower()
        if value in {"1", "yes", "true", "on"}:
            return True
        if value in {"0", "no", "false", "off"}:
            return False
        raise ImproperlyConfigured(f"{var} is “{value}”; write yes or no.")

    def optional(self, var: str) -> str:
        """A text, empty where the variable is empty or missing."""
        return str(self.get_value(var, default="")).strip()

    def some_of(self, var: str, choices: list[str]) -> list[str]:
        """Any of the words given, separated by commas; none without the variable."""
        words = self.words(var, [])
        unknown = [word for word in words if word not in choices]
        if unknown:
            raise ImproperlyConfigured(f"{var} names “{unknown[0]}”; it may name: {', '.join(choices)}.")
        return words

    def ip_addresses(self, var: str) -> list[str]:
        """IP addresses separated by commas, each in its usual form; none without the variable."""
        try:
            return [str(ip_address(word)) for word in self.words(var, [])]
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is wrong: {error}. Write it like 203.0.113.5,2001:db8::5.") from None

    def name_server(self, var: str) -> tuple[str, int] | None:
        """The IP address of a name server, with or without a port; None without the variable."""
        value = self.optional(var)
        if not value:
            return None
        parts = urlsplit(f"//{value}" if value.count(":") < 2 or value.startswith("[") else f"//[{value}]")
        try:
            return str(ip_address(parts.hostname or "")), parts.port or 53
        except ValueError:
            raise ImproperlyConfigured(f"{var} is “{value}”; write it like 127.0.0.1:53 or [::1]:53.") from None

    def selectors(self, var: str) -> list[str]:
        """Names of DKIM keys, separated by commas; none without the variable."""
        words = self.words(var, [])
        wrong = [word for word in words if not SELECTOR.fullmatch(word)]
        if wrong:
            raise ImproperlyConfigured(f"{var} names “{wrong[0]}”; a selector is a word like mail2026.")
        return words

    def postgresql(self, var: str) -> dict[str, Any]:
        """Django's words for the address of a PostgreSQL database. No sentence here repeats it: it holds a password."""
        wrong = ImproperlyConfigured(
            f"{var} cannot be read; write it like postgresql://user:password@host:5432/name, with signs such as "
            f"@ and / in a password as %40 and %2F. It may end in ?sslmode=require or another of: "
            f"{', '.join(sorted(DATABASE_OPTIONS))}."
        )
        try:
            parts = urlsplit(self.text(var))
            port = parts.port
            options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        except ValueError:
            raise wrong from None
        name = unquote(parts.path[1:])
        if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name or parts.fragment:
            raise wrong
        if not options.keys() <= DATABASE_OPTIONS:
            raise wrong
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(port or ""),
            "OPTIONS": options,
        }

    def redis(self, var: str) -> str:
        """The address of a Redis database. No sentence here repeats it: it may hold a password."""
        value = self.text(var)
        parts = urlsplit(value)
        is_socket = parts.scheme == "unix" and bool(parts.path)
        number = parts.path.removeprefix("/")
        is_network = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and (not number or number.isdigit())
        try:
            is_network = is_network and parts.port != 0
        except ValueError:
            is_network = False
        if not is_socket and not is_network:
            raise ImproperlyConfigured(f"{var} cannot be read; write it like redis://:password@host:6379/0.")
        return value
