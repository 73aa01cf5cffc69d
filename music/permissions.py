"""Which editor may do what with samples: rights on a collection go down the tree,
and an uploader keeps a hand on the own ones.
"""

from typing import Any

from django.apps import apps
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

# Any of these lets an editor see a sample in the library.
SEEING = ("add", "change", "delete", "choose")


def register_policy() -> None:
    """Called once, when the app is ready."""
    model = apps.get_model("music", "AudioSample")
    register_permission_policy(model, CollectionOwnershipPermissionPolicy(model, owner_field_name="uploaded_by_user"))


def policy() -> Any:
    # By name, because the model's own queryset asks it.
    return policy_registry.get_by_type(apps.get_model("music", "AudioSample"))


def collections_to_add(user: Any) -> Any:
    """The collections in which the user may put a recording; the query that every form's choices are narrowed to."""
    found: Any = policy().collections_user_has_permission_for(user, "add")
    return found if user.is_active else Collection.objects.none()
