"""Bulletins and what they are sorted by: category, series, author."""

from news.models.bulletins import BulletinPage
from news.models.contacts import ContactAtPublication
from news.models.documents import BulletinDocument
from news.models.indexes import NewsIndexPage
from news.models.links import BulletinTag, RelatedBulletin
from news.models.numbers import NumberTaken, SeriesNumber
from news.models.taxonomy import Author, AuthorWords, Category, CategoryWords, Series, SeriesWords
from news.models.versions import BulletinVersion

__all__ = [
    "Author",
    "AuthorWords",
    "BulletinDocument",
    "BulletinPage",
    "BulletinTag",
    "BulletinVersion",
    "Category",
    "CategoryWords",
    "ContactAtPublication",
    "NewsIndexPage",
    "NumberTaken",
    "RelatedBulletin",
    "Series",
    "SeriesNumber",
    "SeriesWords",
]
