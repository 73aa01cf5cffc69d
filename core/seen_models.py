"""Which tables visitors may see something of: a change of any of them raises the content version.

A table is seen unless it says otherwise. Ours say so themselves (``hidden_because``), those of packages stand here.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_slug_changed, post_page_move

from core.content_version import raise_version

ACCOUNTS = "Accounts and their rights; visitors have none and see no user's name."
DRAFTS = "The work on a page; what comes of it is saved to the page itself."
RECORDS = "A record of what was done; nothing is shown of it."
PACKAGE_ONLY = "Replaced by a model of ours; no row is ever made."

HIDDEN: dict[str, str] = {
    **dict.fromkeys(("auth.Group", "auth.Permission", "wagtailusers.UserProfile", "sessions.Session"), ACCOUNTS),
    **dict.fromkeys(("wagtailcore.GroupSitePermission", "wagtailcore.GroupCollectionPermission"), ACCOUNTS),
    **dict.fromkeys(("wagtailcore.GroupPagePermission", "wagtailcore.APIToken", "wagtailadmin.Admin"), ACCOUNTS),
    **dict.fromkeys(("wagtailcore.Revision", "wagtailcore.Comment", "wagtailcore.CommentReply"), DRAFTS),
    **dict.fromkeys(("wagtailcore.PageSubscription", "wagtailcore.UploadedFile"), DRAFTS),
    **dict.fromkeys(("wagtailadmin.EditingSession", "wagtailadmin.FormState"), DRAFTS),
    **dict.fromkeys(("wagtailcore.Workflow", "wagtailcore.WorkflowContentType", "wagtailcore.WorkflowPage"), DRAFTS),
    **dict.fromkeys(("wagtailcore.WorkflowState", "wagtailcore.WorkflowTask", "wagtailcore.Task"), DRAFTS),
    **dict.fromkeys(("wagtailcore.TaskState", "wagtailcore.GroupApprovalTask"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.TranslatableObject", "wagtail_localize.TranslationSource"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.Translation", "wagtail_localize.TranslationLog"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.String", "wagtail_localize.TranslationContext"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.StringTranslation", "wagtail_localize.Template"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.SegmentOverride", "wagtail_localize.StringSegment"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.TemplateSegment", "wagtail_localize.RelatedObjectSegment"), DRAFTS),
    **dict.fromkeys(("wagtail_localize.OverridableSegment", "wagtail_localize.LocaleSynchronization"), DRAFTS),
    **dict.fromkeys(("wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"), RECORDS),
    **dict.fromkeys(("axes.AccessAttempt", "axes.AccessAttemptExpiration"), RECORDS),
    **dict.fromkeys(("axes.AccessLog", "axes.AccessFailureLog"), RECORDS),
    **dict.fromkeys(("wagtailimages.Image", "wagtailimages.Rendition", "wagtaildocs.Document"), PACKAGE_ONLY),
    "wagtailcore.ReferenceIndex": "Derived from rows that raise the version themselves; only editors see it.",
    "wagtailsearch.IndexEntry": "Follows a save of the row that it is of; answers to a question are not kept.",
    "wagtailsearch.SQLiteFTSIndexEntry": "As the index entries, of which it is a part.",
    "django_tasks_database.DBTaskResult": "What waits to be done; what comes of it is saved elsewhere.",
    "contenttypes.ContentType": "Names of tables.",
}
# What a save of a draft writes to the row of its page, which strangers do not see.
DRAFT_FIELDS = frozenset(
    {
        "wagtail_admin_comments",
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def why_hidden(model: type[Model]) -> str:
    """Why a change of the model's rows does not count; "" where it counts."""
    # A table between two models is decided with the one that declares it.
    owner: Any = model._meta.auto_created or model
    return HIDDEN.get(owner._meta.label) or vars(owner).get("hidden_because", "")


def connect() -> None:
    """Listens to every model that visitors may see; called once, when all models are loaded."""
    for model in apps.get_models(include_auto_created=True):
        if why_hidden(model):
            continue
        post_save.connect(_saved, sender=model, dispatch_uid="core.content_version")
        post_delete.connect(_changed, sender=model, dispatch_uid="core.content_version")
        m2m_changed.connect(_changed, sender=model, dispatch_uid="core.content_version")
    # A move writes to the tree beside all signals of the rows.
    post_page_move.connect(_changed, dispatch_uid="core.content_version")
    page_slug_changed.connect(_changed, dispatch_uid="core.content_version")


def _saved(sender: Any, instance: Any, created: bool, update_fields: Any, **kwargs: Any) -> None:
    is_draft = update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)
    is_unseen_yet = created and getattr(instance, "live", True) is False
    if not (is_draft or is_unseen_yet):
        raise_version()


def _changed(sender: Any, **kwargs: Any) -> None:
    raise_version()
