"""Which letters follow which in Russian, Kazakh and Ukrainian words; by that, text is told from noise. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

# A letter, then all that follow it in words of these languages.
_FOLLOWERS = """
а бвгдеёжзийклмнопрстуфхцчшщыьэюяғқңһіїє
б абдезиклнорстуцчшщыьъюяәұүіө
в авгдезийклмнопрстуфхчшщыьъяэюіїє
г авгдезиклмнорстуфчшөүі
д абвгдеёзжийклмнопрстухцчшыьъэюяәұүіө
е абвгдеёжзийклмнопрстуфхцчшщюяғқңһіє
ё бвгджзклмнпрстхцчш
ж абвгдежёиклмнорсуцчшыьюәұүіө
з абвгдежзиклмнорстуцчшыьъэюяғқәөұүі
и авбгдежзийклмнопрстуфхцчшщыюяәғқңіїє
й авбгдежзиклмнопрстуфхцчшщыюянғқі
к авгдежзийклмнопрстуфхцчшыөүіәұ
л авбгдеёжзиклмнопрстуфхцчшыьэюяғқәөұүі
м абвгдеёжзиклмнопрстуфхцчшщыьэюяәұүіө
н авгдеёжзиклмнорстуфхцчшщыьъэюяәғқөұүіє
о абвгдеёжзийклмнопрстуфхцчшщыэюяғқңһіїє
п авеёиклмнопрсстуцчшыьэюяәөұүі
р абвгдеёжзийклмнопрстуфхцчшщыьэюяғқәөұүі
с абвгдеёжзийклмнопрстуфхцчшщыьъэюяқәөұүі
т авбгдеёжзийклмнопрстуфхцчшщыьъэюяқәөұүі
у абвгдеёжзийклмнопрстуфхцчшщыюяғқңһіїє
ф авгеёиклмнорстуфчшыьюяә
х авгдеиклмнопрстуфцчшыьэюяі
ц авеиклмнорстуцыьяюіє
ч авеёиклмнорстучшьыіө
ш абвгдеёжиклмнопрстуцчшыьюққәөұүі
щ авеёинорсуьіия
ъ еёюя
ы абвгдежзийклмнопрстухцчшщюяғқңұһі
ь бвгдежёзийклмнопрстуфхцчшщюяєі
э авгдзйклмнпрстфхш
ю абвгджзйклмнпрстухцчшщғя
я абвгдежзиклмнпрстухцчшщюғқй
ә бгджзйклмнпрстухшң
ғ адилуыріұ
қ абвдежзиклмнопрстушқыұя
ң абгдеежзиклмнпрстсшыіғқ
ө бгджзйклмнпрстхцшңк
ұ бгдзжйклмнпрстхшңқғ
ү бгдзжйклмнпрстшщңі
һ аәемирну
і абвгдезжийклмнпрстухцшщяңюїєч
ї бвгдезжклмнпрстхчш
є вгдзйклмнпрстхцшю
ґ аероу
"""
FOLLOWERS = {line[0]: frozenset(line[2:]) for line in _FOLLOWERS.strip().splitlines()}
# With these no word begins.
NEVER_FIRST = frozenset("ъьңы")
# What stands between words beside ASCII.
SIGNS = frozenset("«»„“”‘’–—…№·•©®™°§\u00a0\u00ad")
WORD = re.compile(r"[^\W\d_]+")
# A sign in the middle of a word, and a beginning that no Kazakh word has.
INSIDE = re.compile(r"[^\W\d_][«»„“”…№©®™°§][^\W\d_]")
ODD_START = re.compile(r"ғ[^аиұыі]")
# Fewer letters say nothing.
FEWEST = 4
# In Kazakh words the first do not stand with the second, or seldom; Ukrainian letters win only where nothing else fits.
FRONT, BACK, UKRAINIAN = frozenset("әөү"), frozenset("аоұы"), frozenset("їєґ")


def likeness(text: str) -> float:
    """How much the text is like written Cyrillic, 0.0 to 1.0: the share of letters that may stand where they stand.

    0.0 where a word has letters of another alphabet too, where foreign signs stand, or where there is too little.
    """
    strange = any(not letter.isascii() and not letter.isalpha() and letter not in SIGNS for letter in text)
    if strange or INSIDE.search(text):
        return 0.0
    words = WORD.findall(text)
    ours = [word for word in words if not word.isascii()]
    if not all(map(is_known, ours)) or not _is_enough(words, ours):
        return 0.0
    return max(0.0, sum(map(_good, ours)) / sum(map(len, ours)))


def is_known(word: str) -> bool:
    """Whether all its letters are of one of the three languages."""
    return FOLLOWERS.keys() >= set(word.lower())


def is_even(word: str) -> bool:
    """Whether capital and small letters stand as in words: Дала, дала, ДАЛА."""
    return word.islower() or word.isupper() or word.istitle()


def _good(word: str) -> float:
    """How many letters of a Cyrillic word stand where they may."""
    lower = word.lower()
    pairs = list(pairwise(lower))
    good: float = sum(after in FOLLOWERS[before] for before, after in pairs) + (lower[0] not in NEVER_FIRST)
    good -= ODD_START.match(lower) is not None
    if not is_even(word):
        good -= len(pairs)
    if not FRONT.isdisjoint(lower) and not BACK.isdisjoint(lower):
        good -= 0.5
    return good if UKRAINIAN.isdisjoint(lower) else good - 0.6


def _is_enough(words: list[str], ours: list[str]) -> bool:
    """Whether so many letters are Cyrillic that this is no accident of a few accented ones among Latin words."""
    if sum(map(len, ours)) < FEWEST or all(len(set(word.lower())) == 1 for word in ours):
        return False
    return len(words) == len(ours) or max(map(len, ours)) > 2
