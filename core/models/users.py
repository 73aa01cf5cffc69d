"""The account model, swapped in before the first migration so that fields can be added later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An editor or administrator. Its name is never shown to visitors: authors are."""
