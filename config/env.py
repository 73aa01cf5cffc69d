"""Typed readers of environment variables. A wrong value stops the start and names its variable; nothing here has
a default of its own.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


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
        number = self.int(var, default)
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

    def base_url(self, var: str, default: Any = environ.Env.NOTSET) -> str:
        """An address of the form scheme://host[:port], without a slash at its end."""
        value = str(self.get_value(var, default=default)).strip().rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
            raise ImproperlyConfigured(f"{var} is “{value}”; write it like https://embassy.example.")
        return value

    def folder(self, var: str, default: Path) -> Path:
        """A folder; a relative path is taken from where the default lies."""
        return (default.parent / Path(self.get_value(var, default=str(default))).expanduser()).resolve()
