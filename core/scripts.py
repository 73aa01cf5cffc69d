"""Joins scripts: a module that is made of ``import`` lines becomes one file, and one request.

Browsers read the sources as they are; joining only saves requests. All sources then share one scope, so a name may be
declared once only. What is not a plain import of a source that is already there is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LIST = re.compile(r'^import "\./(?P<name>[\w-]+\.js)";$')
USE = re.compile(r'^import \{ \w+(?:, \w+)* \} from "\./(?P<name>[\w-]+\.js)";$')
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)")
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


class NotJoinable(ValueError):
    """A source that cannot become part of another."""


def sources(script: str) -> list[str]:
    """Names of the sources that ``script`` lists, in order."""
    found = (LIST.match(line) for line in script.splitlines())
    return [match["name"] for match in found if match]


def declared(script: str) -> list[str]:
    """Names that a source declares at its top."""
    return DECLARED.findall(script)


def join(script: str, read: Callable[[str], str]) -> str:
    """The listed sources one after another, without imports, comments of whole lines and indents."""
    done: list[str] = []
    names: list[str] = []
    lines: list[str] = []
    for name in sources(script):
        source = read(name)
        lines += [_plain(line, name, done) for line in source.splitlines()]
        names += declared(source)
        done.append(name)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise NotJoinable(f"Declared by two sources: {', '.join(sorted(twice))}.")
    return "\n".join(line for line in lines if line) + "\n"


def _plain(line: str, name: str, done: list[str]) -> str:
    stripped = line.strip()
    if stripped.startswith("//"):
        return ""
    if line.startswith("import "):
        used = USE.match(line)
        if used is None or used["name"] not in done:
            raise NotJoinable(f"{name}: {line} does not name a source that stands before it.")
        return ""
    return EXPORT.sub("", stripped) if line.startswith("export ") else stripped
