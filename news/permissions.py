"""Who may do what with corrections: they come from publications, so that nobody adds or deletes one by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy


class MendingPolicy(ModelPermissionPolicy):
    """As the rights on the model, for looking and changing only; a superuser too has no others."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


def register_policy() -> None:
    """Called once, when the app is ready."""
    model = apps.get_model("news", "BulletinVersion")
    register_permission_policy(model, MendingPolicy(model))
