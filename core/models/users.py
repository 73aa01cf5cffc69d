"""The account model, swapped in before the first migration so that fields can be added later."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An editor or administrator. Its name is never shown to visitors: authors are."""

    hidden_because: ClassVar[str] = "Accounts; what visitors see of a person is an author."
