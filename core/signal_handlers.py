"""Reactions of core to what Wagtail does; connected in apps.py."""

from typing import Any

from core.facts import copy_facts
from core.models.pages import BasePage


def copy_facts_on_publication(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A published source page hands its facts to its translations."""
    if isinstance(instance, BasePage):
        copy_facts(instance)
