"""Lists files and functions that have grown beyond what is easy to read. A warning, never a failure."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, STYLE_LINES = 250, 30, 80, 150
NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def _docstring_lines(tree: ast.AST) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def code_lines(source: str) -> set[int]:
    """Numbers of the lines that hold code: no blank line, comment or docstring."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOT_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - _docstring_lines(ast.parse(source))


def python_warnings(path: Path, name: str) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    lines = code_lines(source)
    if len(lines) > FILE_LINES:
        yield f"{name}: {len(lines)} lines of code, more than {FILE_LINES}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = len(lines & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)))
            if size > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {size} lines, more than {FUNCTION_LINES}"


def text_warning(path: Path, name: str, budget: int, comment: str) -> Iterator[str]:
    text = re.sub(comment, "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    size = sum(1 for line in text.splitlines() if line.strip())
    if size > budget:
        yield f"{name}: {size} lines, more than {budget}"


def over_budget(root: Path, files: list[Path]) -> list[str]:
    """One line for each thing over its budget; ``files`` are paths below ``root``."""
    warnings: list[str] = []
    for path in files:
        name = str(path.relative_to(root))
        if path.suffix == ".py" and "/migrations/" not in name and not name.startswith("tests/"):
            warnings += python_warnings(path, name)
        elif path.suffix in {".html", ".xml"} and name.startswith("templates/"):
            warnings += text_warning(path, name, TEMPLATE_LINES, r"{#.*?#}|{% comment.*?endcomment %}")
        elif path.suffix == ".css":
            warnings += text_warning(path, name, STYLE_LINES, r"/\*.*?\*/")
    return warnings
