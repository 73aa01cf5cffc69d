"""Writes that send no signal raise the content version themselves, in the same function, or say why they need not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "music", "events", "news", "newsletter", "search", "home", "legacy")
SILENT = {"bulk_create", "bulk_update", "_raw_delete", "execute", "executemany"}
RAISES = "raise_version"
# By file and function: why a silent write needs no new version.
NEEDLESS = {
    ("core/content_version.py", "raise_version"): "It is the version.",
    ("core/content_version.py", "_raise_now"): "It is the version.",
    ("core/limits.py", "take"): "Counts of what was tried are hidden from visitors.",
    ("core/outbox.py", "erase_old"): "Mail is hidden from visitors.",
    ("core/outbox.py", "forget"): "Mail is hidden from visitors.",
    ("core/outbox.py", "send_again"): "Mail is hidden from visitors.",
    ("core/outbox.py", "set_aside"): "Mail is hidden from visitors.",
    ("core/sending.py", "_settle"): "Mail is hidden from visitors.",
    ("core/sending.py", "_take"): "Mail is hidden from visitors.",
    ("core/sending.py", "give_up_late"): "Mail is hidden from visitors.",
    ("core/sending.py", "settle_lost"): "Mail is hidden from visitors.",
    ("events/reply_notices.py", "forget_guest"): "Who has cancelled is hidden from visitors.",
    ("events/reply_notices.py", "forget_guests"): "Of guests visitors see whether places are left, which stays.",
    ("core/scheduler.py", "prepare"): "When work is due is hidden from visitors.",
    ("core/scheduler.py", "_take"): "When work is due is hidden from visitors.",
    ("core/scheduler.py", "_run"): "When work is due is hidden from visitors.",
    ("core/health.py", "_database"): "It only reads.",
    ("core/reaper.py", "reap"): "What waits to be done is hidden from visitors.",
    ("events/import_views.py", "_ask"): "The work on a file is hidden from visitors.",
    ("home/demo/bulk.py", "_insert_pages"): "Whoever calls it ends with _make_known, which raises the version.",
    ("home/demo/bulk.py", "insert_bulletins"): "It ends with _make_known, which raises the version.",
    ("home/demo/bulk.py", "insert_events"): "It ends with _make_known, which raises the version.",
    ("home/demo/bulk.py", "insert_samples"): "It ends with _make_known, which raises the version.",
    ("home/demo/readers.py", "_make_letter"): "The preparation before it raises the version.",
    ("legacy/views.py", "_ask"): "The work on files is hidden from visitors.",
    ("music/play_counts.py", "_sum_up"): "Counts of what was heard are hidden from visitors.",
    ("music/play_counts.py", "count"): "Counts of what was heard are hidden from visitors.",
    ("music/preparation.py", "_give_back"): "What the work is at is hidden from visitors.",
    ("music/preparation.py", "_keep"): "What the work is at is hidden from visitors.",
    ("music/preparation.py", "_measure"): "The save beside it raises the version.",
    ("music/preparation.py", "_prepare"): "What the work is at is hidden from visitors.",
    ("music/preparation.py", "release"): "What the work is at is hidden from visitors.",
    ("music/preparation.py", "take"): "What the work is at is hidden from visitors.",
    ("music/tasks.py", "analyse_again"): "What the work is at is hidden from visitors.",
    ("music/tasks.py", "look_after"): "What the work is at is hidden from visitors.",
    ("newsletter/bounces.py", "_draw_consequence"): "Who is on the list is hidden from visitors.",
    ("newsletter/bounces.py", "stop"): "Who is on the list is hidden from visitors.",
    ("newsletter/growth.py", "note_sizes"): "The size of the list is hidden from visitors.",
    ("newsletter/import_admin.py", "_import"): "The work on a file is hidden from visitors.",
    ("newsletter/import_admin.py", "show"): "The work on a file is hidden from visitors.",
    ("newsletter/importing.py", "_write"): "Who is on the list is hidden from visitors.",
    (
        "newsletter/issuing.py",
        "go_on_where_server_answers",
    ): "A letter that stopped is in the archive as one that is being sent.",
    (
        "newsletter/issuing.py",
        "_stop",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    (
        "newsletter/issuing.py",
        "move",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    (
        "newsletter/issuing.py",
        "send_unknown_again",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    (
        "newsletter/issuing.py",
        "start_due",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    ("newsletter/leaving.py", "_drop_letters"): "Who is on the list is hidden from visitors.",
    ("newsletter/leaving.py", "forget_row"): "Who is on the list is hidden from visitors.",
    ("newsletter/leaving.py", "leave"): "Who is on the list is hidden from visitors.",
    ("newsletter/ledger.py", "close"): "Letters to single people are hidden from visitors.",
    ("newsletter/ledger.py", "put_on_wire"): "Letters to single people are hidden from visitors.",
    ("newsletter/preferences.py", "keep_wishes"): "Who is on the list is hidden from visitors.",
    ("newsletter/preparing.py", "_write"): "The texts come before the start, which raises the version.",
    ("newsletter/retention.py", "forget_readers"): "Letters to single people are hidden from visitors.",
    ("newsletter/sending.py", "drop_unwanted"): "Letters to single people are hidden from visitors.",
    (
        "newsletter/sending.py",
        "finish",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    ("newsletter/sending.py", "give_back"): "Letters to single people are hidden from visitors.",
    ("newsletter/sending.py", "on_disk"): "It writes no row.",
    ("newsletter/sending.py", "settle_lost"): "Letters to single people are hidden from visitors.",
    (
        "newsletter/sending.py",
        "stop_all",
    ): "Visitors see a letter from its start to its cancelling; both raise the version.",
    ("newsletter/sending.py", "take"): "Letters to single people are hidden from visitors.",
    ("newsletter/subscription.py", "_wait"): "Who is on the list is hidden from visitors.",
    ("newsletter/subscription.py", "change"): "Who is on the list is hidden from visitors.",
    ("newsletter/subscription.py", "confirm"): "Who is on the list is hidden from visitors.",
    ("search/matching.py", "_sqlite_scores"): "It only reads.",
}


def is_silent(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    # A queryset takes the new values by name; a dictionary, or a hash, takes one thing.
    is_update = call.func.attr in {"update", "aupdate"} and not call.args and bool(call.keywords)
    is_context = isinstance(call.func.value, ast.Name) and call.func.value.id == "context"
    return call.func.attr in SILENT or (is_update and not is_context)


def silent_functions(tree: ast.Module) -> Iterator[str]:
    """Functions with a silent write and no call that raises the version."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            raises = any(isinstance(call.func, ast.Name) and call.func.id == RAISES for call in calls)
            if any(map(is_silent, calls)) and not raises:
                yield function.name


def found() -> set[tuple[str, str]]:
    return {
        (str(path.relative_to(ROOT)), name)
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        for name in silent_functions(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_every_silent_write_raises_the_version_or_says_why_not():
    assert found() == set(NEEDLESS)


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        ("things.filter(pk=1).update(title='')", True),
        ("Thing.objects.bulk_create(rows)", True),
        ("things.update(title='')\n    raise_version()", False),
        ("seen.update({1: 2})\n    digest.update(b'')", False),
    ],
)
def test_a_silent_write_is_recognised(body, silent):
    assert bool(list(silent_functions(ast.parse(f"def change():\n    {body}\n")))) is silent
