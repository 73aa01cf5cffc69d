"""The import order: an app uses only apps to its left, in code, model names, templates and migrations."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("core", "music", "events", "news", "newsletter", "search", "home", "legacy", "config")
APPS = ORDER[:-1]
# Templates outside an app's folder that everybody may extend, as they are composition.
COMPOSITION = {"base.html", "plain.html"}
MODEL_NAME = re.compile(rf"^({'|'.join(APPS)})\.[A-Z]\w*$")
TEMPLATE_TAG = re.compile(r"{%-?\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


def sources() -> list[Path]:
    return sorted(path for app in ORDER for path in (ROOT / app).rglob("*.py"))


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def import_nodes(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def imported_modules(node: ast.Import | ast.ImportFrom, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        base = package[: len(package) - node.level + 1] if node.level else ()
        yield ".".join([*base, *((node.module or "").split(".") if node.module else ())])


def is_right_of(name: str, app: str) -> bool:
    return name in ORDER and ORDER.index(name) > ORDER.index(app)


def misplaced_imports(path: Path) -> list[str]:
    relative = path.relative_to(ROOT)
    app, package = relative.parts[0], relative.parent.parts
    return [
        f"{relative}:{node.lineno} imports {module}"
        for node in import_nodes(parse(path))
        for module in imported_modules(node, package)
        if is_right_of(module.split(".")[0], app) or (module.split(".")[0] == "tests")
    ]


def local_imports(path: Path) -> list[str]:
    """Imports that stand in a function, where they could hide a loop.

    Only ``ready`` of an app's configuration may have them: models cannot be imported before it runs.
    """
    found = []
    for function in ast.walk(parse(path)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (path.name, function.name) == ("apps.py", "ready"):
            continue
        for node in import_nodes(function):
            modules = imported_modules(node, path.relative_to(ROOT).parent.parts)
            found += [f"{path.relative_to(ROOT)}:{node.lineno} {module}" for module in modules]
    return found


def misplaced_model_names(path: Path) -> list[str]:
    app = path.relative_to(ROOT).parts[0]
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} names {node.value}"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MODEL_NAME.match(node.value)
        if is_right_of(node.value.split(".")[0], app)
    ]


def migration_dependencies(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "dependencies" for target in node.targets):
            for pair in ast.walk(node.value):
                if isinstance(pair, ast.Tuple) and pair.elts and isinstance(pair.elts[0], ast.Constant):
                    yield str(pair.elts[0].value)


def rank_of_template(name: str, seen: frozenset[str] = frozenset()) -> int:
    """Place of a template in the order: its app's, and for a component that of what it includes."""
    first = name.split("/")[0]
    if first in APPS and "/" in name:
        return APPS.index(first)
    path = ROOT / "templates" / name
    if name in COMPOSITION or name in seen or not path.exists():
        return -1
    included = TEMPLATE_TAG.findall(path.read_text(encoding="utf-8"))
    return max((rank_of_template(part, seen | {name}) for part in included), default=-1)


def app_templates() -> list[Path]:
    folder = ROOT / "templates"
    return sorted(path for app in APPS for path in (folder / app).rglob("*") if path.is_file())


@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_an_app_imports_and_names_only_apps_to_its_left(path):
    assert misplaced_imports(path) == []
    assert misplaced_model_names(path) == []


def test_no_import_hides_in_a_function():
    assert [found for path in sources() for found in local_imports(path)] == []


def test_nobody_imports_config_but_config():
    found = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources()
        if path.relative_to(ROOT).parts[0] != "config" and path.name != "__init__.py"
        for node in import_nodes(parse(path))
        for module in imported_modules(node, path.relative_to(ROOT).parent.parts)
        if module.split(".")[0] == "config"
    ]
    assert found == []


def test_migrations_depend_only_on_apps_to_the_left():
    found = [
        f"{path.relative_to(ROOT)} depends on {dependency}"
        for path in sources()
        if path.parent.name == "migrations"
        for dependency in migration_dependencies(path)
        if is_right_of(dependency, path.relative_to(ROOT).parts[0])
    ]
    assert found == []


def test_templates_include_and_extend_only_what_lies_to_their_left():
    found = []
    for path in app_templates():
        app = path.relative_to(ROOT / "templates").parts[0]
        for name in TEMPLATE_TAG.findall(path.read_text(encoding="utf-8")):
            if rank_of_template(name) > APPS.index(app):
                found.append(f"templates/{path.relative_to(ROOT / 'templates')} uses {name}")
    assert found == []


def test_components_are_parts_and_extend_no_frame():
    found = []
    for path in (ROOT / "templates" / "components").rglob("*.html"):
        parts = TEMPLATE_TAG.findall(path.read_text(encoding="utf-8"))
        found += [f"{path.name} uses {name}" for name in parts if name in COMPOSITION]
    assert found == []


def test_the_root_holds_nothing_unexpected():
    expected = {
        *APPS,
        *("config", "templates", "static", "tests", "locale", "deploy", "benchmarks", "docs", "var"),
        *("manage.py", "pyproject.toml", "uv.lock", "Makefile", "README.md", "LICENSE"),
    }
    assert [
        entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".") and entry.name not in expected
    ] == []


def test_there_is_no_module_without_a_subject():
    forbidden = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [name for name in names(sources()) if Path(name).name in forbidden] == []


def test_modules_say_what_they_own():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name != "__init__.py" and "migrations" not in path.parts and not ast.get_docstring(parse(path))
    ]
    assert silent == []
