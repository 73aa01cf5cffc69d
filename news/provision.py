"""What the editors of a mission may do with the rows of this app."""

from core.provision import Mission, grant_changes, grant_rows
from news.models import Author, BulletinVersion, Category, Series


def grant(mission: Mission) -> None:
    grant_rows(mission.editors, Author, Category, Series)
    grant_changes(mission.editors, BulletinVersion)
