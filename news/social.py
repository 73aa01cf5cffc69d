"""What the card says that is drawn for sharing a bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.models import MissionSettings
from core.social_card import Face
from news.dates import long_date

if TYPE_CHECKING:
    from news.models import BulletinPage


def bulletin_face(page: BulletinPage, mission: MissionSettings) -> Face:
    """The number in the register, series and number or the category over the title, date and place at the end."""
    main = mission.main_language
    kicker = ""
    if page.series:
        kicker = page.series.issue(page.number, main).text
    elif page.category:
        kicker = page.category.word("name", main=main).text
    place = page.place or mission.place_line.text
    return Face(
        title=page.title,
        kicker=kicker,
        numeral=str(page.number or ""),
        foot=", ".join(part for part in (long_date(page.date), place) if part),
    )
