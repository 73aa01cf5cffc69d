"""No template asks the database: what it shows was brought by the view, however lazily the template reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core import content_version
from tests.home.test_diet import LISTS, Ground
from tests.missions import Missions

# Where a node of a template is rendered; context processors run outside of it.
RENDERING = ("django/template/base.py", "render_annotated")
# Recordings and events in a text are brought by their block when the first of them is shown, all of one kind at once;
# the template that includes the block is the only one under which a query may run. How many is pinned in test_diet.
INCLUDES_BLOCKS = "components/body.html"


class Watch:
    """Notes each query that is made while a node is rendered, with the innermost node's place in our templates."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        frame: Any = sys._getframe()
        while frame is not None:
            code = frame.f_code
            if code.co_name == RENDERING[1] and code.co_filename.endswith(RENDERING[0]):
                node = frame.f_locals["self"]
                self.found.append(f"{node.origin.template_name}:{node.token.lineno} {sql[:60]}")
                break
            frame = frame.f_back
        return execute(sql, params, many, context)


@pytest.fixture
def ground(committed: Missions, monkeypatch: pytest.MonkeyPatch) -> Ground:
    monkeypatch.setattr(content_version, "TRUSTED", 3600)
    return Ground(committed)


def test_no_query_runs_while_a_template_is_rendered(ground: Ground) -> None:
    ground.fill(1, 4)
    found: dict[str, list[str]] = {}
    for address in (*LISTS, "/subscribe/", "/nowhere/"):
        ground.client.get(address)
        watch = Watch()
        with connection.execute_wrapper(watch):
            ground.client.get(address)
        asked = [place for place in watch.found if not place.startswith(INCLUDES_BLOCKS)]
        if asked:
            found[address] = asked
    assert found == {}


def test_the_watch_sees_a_query_of_a_template(ground: Ground) -> None:
    from django.template import Context, Origin, engines

    template = engines["django"].from_string("{% for page in pages %}{{ page.title }}{% endfor %}")
    template.template.origin = Origin("text", "text")
    for node in template.template.nodelist:
        node.origin = Origin("text", "text")
    watch = Watch()
    with connection.execute_wrapper(watch):
        template.template.render(Context({"pages": type(ground.home).objects.all()}))
    assert len(watch.found) == 1
