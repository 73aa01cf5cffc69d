"""What the dashboard tells of bulletins: the last ones, the next free number of every series, the way to a new one."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Content, Desk, PagesPanel, Part, Row, edit_address
from core.dates import day_date
from news.models import BulletinPage, NewsIndexPage, Series, SeriesNumber

LATEST = 3


class BulletinsPanel(PagesPanel):
    """The last published bulletins, and which number comes next."""

    name, order = "bulletins", 210

    def content(self) -> Content:
        return Content(
            heading=_("Bulletins"),
            empty=_("No bulletin is published yet."),
            parts=[Part(self.latest()), Part(self.next_numbers(), heading=_("Next free number"))],
        )

    def latest(self) -> list[Row]:
        pages = self.desk.pages(BulletinPage.objects.live()).newest_first().for_cards()
        found = self.desk.told_once(pages[: LATEST * len(settings.LANGUAGES)], LATEST)
        return [self.row(page) for page in found]

    def row(self, page: BulletinPage) -> Row:
        mission = self.desk.mission_of(page)
        issue = (page.series.issue(page.number, mission.main_language).text,) if page.series and page.number else ()
        return Row(
            title=page.title,
            url=edit_address(page),
            lang=page.locale.language_code,
            facts=(*issue, day_date(page.date), *self.desk.whose(mission)),
        )

    def next_numbers(self) -> list[Row]:
        series = list(Series.objects.filter(site__in=self.desk.sites).with_words())
        free = SeriesNumber.objects.next_numbers([one.pk for one in series])
        rows = []
        for one in series:
            mission = self.desk.missions[one.site_id]
            words = one.issue(free[one.pk], mission.main_language)
            rows.append(Row(title=words.text, lang=words.lang, facts=self.desk.whose(mission)))
        return rows


def new_bulletin_address(desk: Desk) -> str:
    """Where a new bulletin of the desk's mission is written, in its main language; "" where that is not allowed."""
    if desk.mission is None:
        return ""
    lists = NewsIndexPage.objects.for_site(desk.mission.site).for_language(desk.mission.main_language)
    index = lists.first()
    if index is None or not index.permissions_for_user(desk.user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["news", "bulletinpage", index.pk])
