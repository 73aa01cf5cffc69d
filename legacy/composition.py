"""Lines of an old page made into blocks: real lists, headings, paragraphs, tables, pictures and recordings. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from legacy.lines import Kind, Line, is_strong
from legacy.old_pages import Block, Heading, Picture, Prose, Recording, Table

LONGEST_HEADING = 200
WEAK_ITEMS = 2


@dataclass
class Composed:
    """``headings`` are lines of plain text that were taken for headings: somebody should look at them."""

    blocks: list[Block] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def compose(lines: list[Line]) -> Composed:
    composed = Composed()
    lines = _settle_marks(lines)
    prose: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.kind is Kind.ITEM:
            end = _end_of_list(lines, at)
            prose.append(_list(lines[at:end]))
        elif line.kind is Kind.TEXT and not _is_heading(lines, at):
            end = _end_of_paragraph(lines, at)
            prose.append(f"<p>{'<br/>'.join(one.html for one in lines[at:end])}</p>")
        else:
            _close(composed, prose)
            composed.blocks.append(_block(line))
            if line.kind is Kind.TEXT:
                composed.headings.append(line.text)
            end = at + 1
        at = end
    _close(composed, prose)
    return composed


def _close(composed: Composed, prose: list[str]) -> None:
    if prose:
        composed.blocks.append(Prose("".join(prose)))
        prose.clear()


def _block(line: Line) -> Block:
    if line.kind is Kind.TABLE:
        head = line.rows[0] if line.has_head else ()
        return Table(head, line.rows[1:] if line.has_head else line.rows)
    if line.kind is Kind.PICTURE:
        return Picture(line.source, line.text)
    if line.kind is Kind.RECORDING:
        return Recording(line.source, line.text)
    return Heading(line.text, line.level)


def _settle_marks(lines: list[Line]) -> list[Line]:
    """A dash, a star or a number makes a list only where the next line goes on with it; else it is text."""
    settled: list[Line] = []
    at = 0
    while at < len(lines):
        if lines[at].kind is not Kind.ITEM or is_strong(lines[at]):
            settled.append(lines[at])
            at += 1
            continue
        end = _end_of_weak(lines, at)
        run = lines[at:end]
        settled += run if len(run) >= WEAK_ITEMS else [_as_text(line) for line in run]
        at = end
    return settled


def _end_of_weak(lines: list[Line], at: int) -> int:
    end = at + 1
    if lines[at].mark.isdigit() and int(lines[at].mark) != 1:
        return end
    while end < len(lines) and lines[end].kind is Kind.ITEM and not is_strong(lines[end]):
        goes_on = lines[end].mark == lines[at].mark
        if lines[at].mark.isdigit():
            goes_on = lines[end].mark == str(int(lines[at].mark) + end - at)
        if not goes_on:
            break
        end += 1
    return end


def _as_text(line: Line) -> Line:
    mark = f"{line.mark}." if line.mark.isdigit() else line.mark
    return Line(f"{mark} {line.text}", f"{escape(mark, quote=False)} {line.html}", begins=line.begins)


def _is_ordered(line: Line) -> bool:
    return line.mark.isdigit() or line.mark == "<ol>"


def _end_of_list(lines: list[Line], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].kind is Kind.ITEM and _is_ordered(lines[end]) == _is_ordered(lines[at]):
        end += 1
    return end


def _list(items: list[Line]) -> str:
    tag = "ol" if _is_ordered(items[0]) else "ul"
    return f"<{tag}>{''.join(f'<li>{item.html}</li>' for item in items)}</{tag}>"


def _end_of_paragraph(lines: list[Line], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].kind is Kind.TEXT and not lines[end].begins and not _is_heading(lines, end):
        end += 1
    return end


def _is_heading(lines: list[Line], at: int) -> bool:
    """A short line that is no sentence, over a sentence or a list; a line in brackets may stand between."""
    line = lines[at]
    if line.kind is Kind.HEADING:
        return len(line.text) <= LONGEST_HEADING
    if line.kind is not Kind.TEXT or not line.is_short or line.is_sentence or not line.text[:1].isupper():
        return False
    below = at + 1
    if below < len(lines) and _is_in_brackets(lines[below]):
        below += 1
    if below >= len(lines):
        return False
    return lines[below].kind is Kind.ITEM or (lines[below].kind is Kind.TEXT and lines[below].is_sentence)


def _is_in_brackets(line: Line) -> bool:
    return line.kind is Kind.TEXT and line.text.startswith("(") and line.text.endswith(")")
