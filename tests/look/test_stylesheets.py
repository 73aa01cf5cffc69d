"""Sources of style: joined into one sheet, small, in layers, and asking nobody else."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from core.static_storage import SiteStaticFilesStorage
from core.stylesheets import NotJoinable, imports, join

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
SITE = (CSS / "site.css").read_text(encoding="utf-8")
NOT_OF_THE_SITE = {"site.css", "music-admin.css", "styleguide.css", *(path.name for path in CSS.glob("admin*.css"))}


def read(name):
    return (CSS / name).read_text(encoding="utf-8")


def test_a_source_stands_in_its_layer_where_it_was_imported():
    sources = {"a.css": "/* why */\np {\n  color: red;\n}\n", "b.css": "b { top: 0 }"}
    joined = join(
        '@layer one;\n@import url("a.css") layer(one);\n@import url("b.css");\ni { left: 0 }', sources.__getitem__
    )
    assert joined == "@layer one;\n@layer one {\np {\ncolor: red;\n}\n}\nb { top: 0 }\ni { left: 0 }\n"


def test_an_import_in_a_comment_is_no_import():
    assert imports('/* @import url("a.css"); */ @import url("b.css");') == ["b.css"]


@pytest.mark.parametrize(
    ("sheet", "source"),
    [
        ('@import url("other/a.css");', ""),
        ('@import url("a.css");', '@import url("b.css");'),
        ('@import "a.css";', ""),
        ('@import url("a.css") screen;', ""),
    ],
)
def test_what_cannot_be_joined_is_refused(sheet, source):
    with pytest.raises(NotJoinable):
        join(sheet, lambda name: source)


def test_every_source_is_imported_once():
    names = imports(SITE)
    assert len(names) == len(set(names))
    assert set(names) == {path.name for path in CSS.glob("*.css")} - NOT_OF_THE_SITE


def test_every_layer_is_declared_first():
    declared = re.search(r"@layer ([\w, ]+);", SITE).group(1).split(", ")
    assert set(re.findall(r"layer\((\w+)\)", SITE)) <= set(declared)


def test_the_joined_sheet_is_light():
    assert len(gzip.compress(join(SITE, read).encode())) < 16 * 1024


def test_every_token_that_is_used_is_defined():
    joined = join(SITE, read)
    used = set(re.findall(r"var\((--[\w-]+)\)", joined))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", joined)) == set()


def test_every_file_that_a_sheet_names_exists():
    for path in CSS.glob("*.css"):
        for name in re.findall(r'url\("(\.\./[^"]+)"\)', path.read_text(encoding="utf-8")):
            assert (path.parent / name).is_file(), f"{path.name}: {name}"


def test_no_colour_stands_outside_the_tokens():
    for name in imports(SITE):
        if name not in {"tokens.css", "print.css"}:
            assert not re.search(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch|lab)a?\(", read(name)), name


def test_collecting_twice_joins_the_sources_of_today(tmp_path):
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css" / "site.css").write_text('@import url("a.css");\n')
    storage = SiteStaticFilesStorage(location=tmp_path / "collected", base_url="/static/")
    for text in ("a { top: 0 }", "a { top: 1px }"):
        (source / "css" / "a.css").write_text(text)
        found = FileSystemStorage(location=source)
        paths = {f"css/{name}": (found, f"css/{name}") for name in ("site.css", "a.css")}
        for name in paths:
            if not storage.exists(name):
                with found.open(name) as file:
                    storage.save(name, file)
        assert [result for result in storage.post_process(paths) if isinstance(result[2], Exception)] == []
        hashed = storage.stored_name("css/site.css")
        assert (tmp_path / "collected" / hashed).read_text() == text + "\n"
        assert (tmp_path / "collected" / "css" / "site.css").read_text() == text + "\n"


def test_the_sheet_is_found_without_collecting():
    assert finders.find("css/site.css")
