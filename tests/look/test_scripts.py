"""Sources of script: joined into one file, in an order that works, and light."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from core.scripts import NotJoinable, declared, join, sources
from core.static_storage import SiteStaticFilesStorage

JS = Path(__file__).resolve().parents[2] / "static" / "js"
SITE = (JS / "site.js").read_text(encoding="utf-8")


def read(name):
    return (JS / name).read_text(encoding="utf-8")


def test_sources_are_joined_in_their_order():
    parts = {
        "a.js": "// why\nexport const one = 1;\n",
        "b.js": 'import { one } from "./a.js";\n\nexport async function two() {\n  return one;\n}\n',
    }
    joined = join('// both\nimport "./a.js";\nimport "./b.js";\n', parts.__getitem__)
    assert joined == "const one = 1;\nasync function two() {\nreturn one;\n}\n"


@pytest.mark.parametrize(
    "second",
    [
        'import { two } from "./c.js";',
        'import { one as two } from "./a.js";',
        'import two from "./a.js";',
        "const one = 2;",
    ],
)
def test_what_cannot_be_joined_is_refused(second):
    parts = {"a.js": "export const one = 1;", "b.js": second}
    with pytest.raises(NotJoinable):
        join('import "./a.js";\nimport "./b.js";', parts.__getitem__)


def test_every_source_of_the_player_is_listed_once():
    names = sources(SITE)
    assert len(names) == len(set(names))
    assert set(names) >= {path.name for path in JS.glob("player*.js")} | {"sample-player.js", "navigation.js"}


def test_the_joined_script_is_whole_and_light():
    joined = join(SITE, read)
    assert not re.search(r"^\s*(import|export)\b", joined, re.MULTILINE)
    assert all(name in joined for source in sources(SITE) for name in declared(read(source)))
    assert len(gzip.compress(joined.encode(), 6)) <= 12_000


def test_collecting_joins_the_script(tmp_path):
    storage = SiteStaticFilesStorage(location=str(tmp_path))
    found = FileSystemStorage(location=str(JS.parent))
    paths = {f"js/{path.name}": (found, f"js/{path.name}") for path in JS.glob("*.js")}
    for name in paths:
        with found.open(name) as file:
            storage.save(name, file)
    list(storage.post_process(paths))
    with storage.open("js/site.js") as file:
        assert file.read().decode() == join(SITE, read)
