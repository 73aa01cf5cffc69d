"""Bulletins and what they are sorted by: category, series, author."""

from news.models.bulletins import BulletinPage, BulletinTag
from news.models.indexes import NewsIndexPage
from news.models.numbers import NumberTaken, SeriesNumber
from news.models.taxonomy import Author, AuthorWords, Category, CategoryWords, Series, SeriesWords
from news.models.versions import BulletinVersion

__all__ = [
    "Author",
    "AuthorWords",
    "BulletinPage",
    "BulletinTag",
    "BulletinVersion",
    "Category",
    "CategoryWords",
    "NewsIndexPage",
    "NumberTaken",
    "Series",
    "SeriesNumber",
    "SeriesWords",
]
