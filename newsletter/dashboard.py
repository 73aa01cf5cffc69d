"""What the dashboard tells of the e-mail list: its size and growth, the last letter, and what waits for a person."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Chart, Content, Figure, Panel, Part, Row
from core.dates import formatted, moment_words
from newsletter.growth import growth
from newsletter.models import Issue, Subscriber
from newsletter.progress import progress_of

LATELY = timedelta(days=30)
STATE = Subscriber.State
# Letters that a person has to decide on.
TROUBLED = (Issue.State.OVERDUE, Issue.State.STOPPED)
MOST = 5


class ListPanel(Panel):
    """The size of the list; of several missions' lists the sum."""

    name, order = "list", 230

    def is_shown(self) -> bool:
        return bool(self.desk.user.has_perm("newsletter.view_subscriber"))

    def content(self) -> Content:
        lately = Q(state=STATE.LEFT, left_at__gte=self.desk.now - LATELY)
        joined = Q(state=STATE.CONFIRMED, confirmed_at__gte=self.desk.now - LATELY)
        counted = Subscriber.objects.filter(site__in=self.desk.sites).aggregate(
            confirmed=Count("pk", filter=Q(state=STATE.CONFIRMED)),
            joined=Count("pk", filter=joined),
            waiting=Count("pk", filter=Q(state=STATE.UNCONFIRMED)),
            left=Count("pk", filter=lately),
        )
        figures = [
            Figure(counted["confirmed"], _("confirmed")),
            Figure(counted["joined"], _("joined in the last 30 days")),
            Figure(counted["waiting"], _("have not confirmed yet")),
            Figure(counted["left"], _("left in the last 30 days")),
        ]
        months = growth(self.desk.sites, self.desk.now)
        bars = [(formatted(month.first_day, "M Y"), month.size) for month in months]
        return Content(
            heading=_("E-mail list"),
            empty=_("Nobody has joined the list yet."),
            figures=figures if any(counted.values()) else [],
            chart=Chart(_("Subscribers by month"), bars) if len(bars) > 1 else None,
            link=(_("All addresses"), reverse("subscribers_modeladmin_index")),
        )


class LettersPanel(Panel):
    """Letters that wait for a decision first, then what goes out or was the last one."""

    name, order = "letters", 231

    def is_shown(self) -> bool:
        return bool(self.desk.user.has_perm("newsletter.send_issue"))

    def content(self) -> Content:
        own = Issue.objects.filter(site__in=self.desk.sites)
        waiting = own.filter(state__in=(*TROUBLED, Issue.State.SCHEDULED)).order_by("due_at", "pk")[: 2 * MOST]
        first = [issue for issue in waiting if issue.state in TROUBLED]
        then = [issue for issue in waiting if issue.state not in TROUBLED]
        shown = own.exclude(state__in=(*TROUBLED, Issue.State.CANCELLED)).order_by("-started_at", "-pk")
        latest = shown.exclude(started_at=None).first()
        rows = [self._row(issue, urgent=True) for issue in first]
        rows += [self._row(issue) for issue in then[:MOST]]
        rows += [self._row(latest)] if latest else []
        return Content(
            heading=_("Letters to the list"),
            empty=_("No letter has been sent yet."),
            parts=[Part(rows)],
            link=(_("All letters"), reverse("letters:index")),
        )

    def _row(self, issue: Issue, *, urgent: bool = False) -> Row:
        progress = progress_of(issue, self.desk.now)
        facts = []
        if progress.total:
            facts.append(_("%(sent)d sent") % {"sent": progress.sent})
            facts += [_("%(count)d not delivered") % {"count": progress.failed}] if progress.failed else []
            facts += [_("%(count)d perhaps delivered") % {"count": progress.unknown}] if progress.unknown else []
        moment = issue.finished_at or issue.due_at
        facts += [moment_words(moment, self.desk.now)] if moment else []
        return Row(
            title=issue.title,
            url=reverse("letters:issue", args=[issue.pk]),
            facts=tuple(facts),
            mark=str(issue.get_state_display()),
            urgent=urgent,
        )
