"""Panels about pages of every type: drafts, what has an appointed time, what somebody asks to have approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, TaskState, get_default_page_content_type

from core.dashboard import Content, Desk, PagesPanel, Panel, Part, Row, edit_address
from core.dates import moment_words
from core.missions import local_now

SHOWN = 8


def more_words(total: int, shown: int) -> str:
    """How many more there are than are shown; "" for none."""
    rest = total - shown
    return ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest} if rest > 0 else ""


def editor_name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _kind(page: Page) -> str:
    model = page.cached_content_type.model_class()
    return str((model or Page)._meta.verbose_name)


def _by(user: Any, moment: str) -> str:
    name = editor_name(user)
    return _("%(name)s, %(moment)s") % {"name": name, "moment": moment} if name else moment


def with_appointments(pages: Any) -> Any:
    """Adds ``goes_live``, when an approved draft of the page will be published; None without such a draft."""
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), output_field=CharField()), approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at")
    return pages.annotate(goes_live=Subquery(approved.values("approved_go_live_at")[:1]))


class DraftsPanel(PagesPanel):
    """Changes that visitors do not see yet and that nobody has given a time."""

    name, order = "drafts", 110

    def content(self) -> Content:
        found = with_appointments(self.desk.pages(Page.objects.filter(has_unpublished_changes=True)))
        found = found.filter(goes_live__isnull=True, alias_of=None)
        shown = found.select_related("latest_revision__user", "locale").defer("latest_revision__content")
        rows = [self.row(page) for page in shown.order_by("-latest_revision_created_at", "-pk")[:SHOWN]]
        total = found.count()
        return Content(
            heading=_("Drafts"),
            empty=_("Nothing waits. Every change that was saved is published."),
            count=total,
            parts=[Part(rows, more=more_words(total, len(rows)))],
        )

    def row(self, page: Page) -> Row:
        mission, revision = self.desk.mission_of(page), page.latest_revision
        changed = page.latest_revision_created_at
        when = moment_words(local_now(mission, changed), self.desk.now) if changed else ""
        locked = (_("locked"),) if page.locked else ()
        return Row(
            title=page.get_admin_display_title(),
            url=edit_address(page),
            mark=_("changed") if page.live else _("new"),
            facts=(
                _kind(page),
                *self.desk.tongue(page),
                *((_by(revision.user if revision else None, when),) if when else ()),
                *locked,
                *self.desk.whose(mission),
            ),
        )


class SchedulePanel(PagesPanel):
    """What goes live or ends by itself, and what should have and did not."""

    name, order = "schedule", 120

    def content(self) -> Content:
        now = self.desk.now
        # A time that has come for a page that nobody ever published.
        missed = Q(live=False, first_published_at=None, expired=False, go_live_at__lte=now)
        appointed = Q(goes_live__isnull=False) | Q(live=True, expire_at__isnull=False) | missed
        found = with_appointments(self.desk.pages(Page.objects.filter(alias_of=None))).filter(appointed)
        # An end counts for what is public, a start for what is not.
        moment = Coalesce("goes_live", F("expire_at"), F("go_live_at"))
        rows = [self.row(page) for page in found.select_related("locale").order_by(moment, "pk")[:SHOWN]]
        total = found.count()
        return Content(
            heading=_("Appointed times"),
            empty=_("No page has a time to appear or to end. Times are set beside a page’s “Publish” button."),
            count=total,
            parts=[Part(rows, more=more_words(total, len(rows)))],
        )

    def row(self, page: Any) -> Row:
        if page.goes_live:
            return self._row(page, page.goes_live, _("appears"), _("should have appeared"))
        if page.live:
            return self._row(page, page.expire_at, _("ends"), _("should have ended"))
        return self._row(page, page.go_live_at, "", _("has a time that is over, but nobody pressed “Publish”"))

    def _row(self, page: Page, moment: datetime, coming: str, over: str) -> Row:
        mission, late = self.desk.mission_of(page), moment <= self.desk.now
        said = over if late else coming
        return Row(
            title=page.get_admin_display_title(),
            url=edit_address(page),
            mark=_("late") if late else "",
            urgent=late,
            facts=(
                f"{said}: {self.desk.on_the_clock(moment, mission)}",
                _kind(page),
                *self.desk.tongue(page),
                *self.desk.whose(mission),
            ),
        )


class ApprovalPanel(Panel):
    """Pages that somebody sent to be approved, for who may do that; not drawn where nothing waits."""

    name, order = "approval", 100

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        own = desk.inside(Page.objects.annotate(key=Cast("pk", output_field=CharField())))
        states = TaskState.objects.reviewable_by(desk.user).filter(
            revision__base_content_type=get_default_page_content_type(), revision__object_id__in=own.values("key")
        )
        self.total = states.count()
        self.states = list(states.select_related("revision__user").order_by("started_at")[:SHOWN]) if self.total else []

    def is_shown(self) -> bool:
        return self.total > 0

    def content(self) -> Content:
        keys = [state.revision.object_id for state in self.states]
        pages = {str(page.pk): page for page in Page.objects.filter(pk__in=keys).select_related("locale")}
        rows = [self.row(state, pages[state.revision.object_id]) for state in self.states]
        return Content(
            heading=_("Waiting for your approval"),
            empty="",
            count=self.total,
            parts=[Part(rows, more=more_words(self.total, len(rows)))],
        )

    def row(self, state: TaskState, page: Page) -> Row:
        mission = self.desk.mission_of(page)
        asked = moment_words(local_now(mission, state.started_at), self.desk.now)
        return Row(
            title=page.get_admin_display_title(),
            url=edit_address(page),
            facts=(
                _kind(page),
                *self.desk.tongue(page),
                _by(state.revision.user, asked),
                *self.desk.whose(mission),
            ),
        )
