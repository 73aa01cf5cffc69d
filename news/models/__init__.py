"""Bulletins and what they are sorted by: category, series, author."""

from news.models.taxonomy import Author, AuthorWords, Category, CategoryWords, Series, SeriesWords  # isort: skip
from news.models.numbers import NumberTaken, SeriesNumber
from news.models.bulletins import BulletinPage, BulletinTag  # isort: skip  # needs the two above
from news.models.indexes import NewsIndexPage

__all__ = [
    "Author",
    "AuthorWords",
    "BulletinPage",
    "BulletinTag",
    "Category",
    "CategoryWords",
    "NewsIndexPage",
    "NumberTaken",
    "Series",
    "SeriesNumber",
    "SeriesWords",
]
