"""Drawings that somebody brought: what comes through, what is refused, and that no file does harm."""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.svg import MAX_DEPTH, MAX_ELEMENTS, NAMESPACE, TAKEN, RefusedSvg, rewrite
from core.svg_values import ATTRIBUTES, checked

LIMIT = 64 * 1024
PATH = '<path d="M0 0h4v4Z"/>'


def svg(inside=PATH, attributes='viewBox="0 0 10 10"', before=""):
    return (
        f'{before}<svg xmlns="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'
    ).encode()


def taken(data):
    """The rewritten file, after the promises that hold for every one."""
    text = rewrite(data, LIMIT)
    assert rewrite(text.encode(), LIMIT) == text
    root = ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag.removeprefix(f"{{{NAMESPACE}}}") in TAKEN
        for name, value in element.attrib.items():
            if name == "href":
                assert re.fullmatch(r"#[\w.:-]+", value)
            else:
                assert name in ATTRIBUTES
                assert checked(name, value) == value
            assert not re.search(r"url\((?!#)", value)
    return text


INKSCAPE = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5" xml:space="preserve"
   inkscape:version="1.2.2 (b0a8486541, 2022-12-01)" sodipodi:docname="tile.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:zoom="0.7"><inkscape:grid type="xygrid"/></sodipodi:namedview>
  <defs id="defs2"><inkscape:path-effect effect="spiro" id="path-effect1"/>
    <linearGradient id="linearGradient1"><stop style="stop-color:#ff0000;stop-opacity:1" offset="0" id="stop1"/></linearGradient>
    <linearGradient xlink:href="#linearGradient1" id="linearGradient2" x1="0" y1="0" x2="1" y2="1" gradientUnits="userSpaceOnUse"/></defs>
  <metadata><rdf:RDF><dc:format>image/svg+xml</dc:format></rdf:RDF></metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" style="display:inline">
    <path style="fill:url(#linearGradient2);stroke:#000000;stroke-width:0.264583px;-inkscape-stroke:none;font-variation-settings:normal"
       d="m 10,10 c 1.5,-2.25 3e-1,4 5,5 z" id="path1" sodipodi:nodetypes="ccc" inkscape:connector-curvature="0"/>
  </g>
</svg>"""
ILLUSTRATOR = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
   x="0px" y="0px" viewBox="0 0 64 64" style="enable-background:new 0 0 64 64;" xml:space="preserve">
<style type="text/css">
  .st0{fill:#C8102E;} /* red */
  .st1,.st2{fill:none;stroke:#FFFFFF;stroke-miterlimit:10;}
</style>
<g><polygon class="st0" points="32,4 60,60 4,60 "/><circle class="st1" cx="32" cy="32" r="10"/></g>
</svg>"""


def test_a_file_of_inkscape_keeps_its_drawing_and_loses_its_notes():
    text = taken(INKSCAPE)
    assert 'viewBox="0 0 210 297"' in text
    assert 'd="m 10,10 c 1.5,-2.25 3e-1,4 5,5 z"' in text
    assert 'fill="url(#linearGradient2)"' in text
    assert 'href="#linearGradient1"' in text
    assert 'stop-color="#ff0000"' in text
    assert not re.search("inkscape|sodipodi|rdf|metadata|style=|font", text)


def test_a_file_of_illustrator_keeps_the_colours_of_its_classes():
    text = taken(ILLUSTRATOR)
    assert '<polygon points="32,4 60,60 4,60" fill="#C8102E"/>' in text
    assert 'fill="none" stroke="#FFFFFF"' in text
    assert not re.search("DOCTYPE|class|style|enable", text)


def test_later_rules_and_the_style_of_an_element_win():
    style = "<style>.a{fill:red}.b{fill:blue}</style>"
    assert 'fill="blue"' in taken(svg(f'{style}<path class="b a" fill="green" d="M0 0h1"/>'))
    assert 'fill="#fff"' in taken(svg(f'{style}<path class="a" style="fill:#fff" d="M0 0h1"/>'))


@pytest.mark.parametrize(
    ("attributes", "box", "size"),
    [
        ('viewBox="0 0 38 42"', "0 0 38 42", ("905", "1000")),
        ('viewBox="-5-5,20 10" width="3mm"', "-5 -5 20 10", ("1000", "500")),
        ('width="64" height="32px"', "0 0 64 32", ("1000", "500")),
        ('viewBox="0 0 100000 1"', "0 0 100000 1", ("1000", "1")),
    ],
)
def test_every_drawing_says_how_large_it_is(attributes, box, size):
    root = ElementTree.fromstring(taken(svg(attributes=attributes)))
    assert (root.get("viewBox"), (root.get("width"), root.get("height"))) == (box, size)


@pytest.mark.parametrize(
    "attributes",
    ["", 'viewBox="0 0 0 10"', 'viewBox="0 0 10"', 'viewBox="0 0 1e99 1"', 'viewBox="0 0 1e-99 1"', 'width="100%"'],
)
def test_a_drawing_without_a_size_is_refused(attributes):
    with pytest.raises(RefusedSvg, match="viewBox"):
        rewrite(svg(attributes=attributes), LIMIT)


BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">{BILLION}]>'
DOUBLING = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 30))
CHAIN = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(600))
REFUSED = {
    "laughs": svg("&l9;", before=LAUGHS),
    "external entity": svg("<title>&x;</title>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "external doctype": svg(before='<!DOCTYPE svg SYSTEM "http://elsewhere.example/x.dtd">'),
    "two doctypes": svg(before="<!DOCTYPE svg><!DOCTYPE svg [<!ENTITY a 'b'>]>"),
    "lower case": svg(before="<!doctype svg>"),
    "doctype in utf-16": svg(before='<!DOCTYPE svg [<!ENTITY a "b">]>').decode().encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg+AD4-',
    "latin": "<svg><title>Café</title></svg>".encode("latin-1"),
    "script": svg("<script>alert(1)</script>" + PATH),
    "prefixed script": svg(f'<x:script xmlns:x="{NAMESPACE}">alert(1)</x:script>{PATH}'),
    "html inside": svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>' + PATH),
    "image": svg('<image href="http://elsewhere.example/x.png"/>' + PATH),
    "data image": svg('<image href="data:image/png;base64,AAAA"/>' + PATH),
    "link": svg(f'<a href="javascript:alert(1)">{PATH}</a>'),
    "animation": svg('<animate attributeName="href" values="javascript:alert(1)"/>' + PATH),
    "set": svg('<set attributeName="onload" to="alert(1)"/>' + PATH),
    "text": svg("<text>Embassy</text>"),
    "filter": svg('<filter id="f"><feImage href="//elsewhere.example/"/></filter>' + PATH),
    "other file": svg('<use href="other.svg#x"/>' + PATH),
    "other host": svg('<use xlink:href="//elsewhere.example/x.svg#x"/>' + PATH),
    "data address": svg('<use href="data:image/svg+xml,x#x"/>' + PATH),
    "foreign paint": svg('<path d="M0 0h1" fill="url(http://elsewhere.example/#a)"/>'),
    "foreign paint in a style": svg("<path d='M0 0h1' style='fill : URL( \"//elsewhere.example/#a\" )'/>"),
    "foreign clip": svg('<path d="M0 0h1" clip-path="url(x.svg#a)"/>'),
    "import": svg('<style>@import "http://elsewhere.example/a.css";.a{fill:red}</style>' + PATH),
    "rule for an element": svg("<style>path{fill:red}</style>" + PATH),
    "damaged path": svg('<path d="M0 0L"/>'),
    "path without a start": svg('<path d="L0 0"/>'),
    "damaged transform": svg('<path d="M0 0h1" transform="rotate(expression(alert(1)))"/>'),
    "use of nothing": svg('<use href="#nothing"/>' + PATH),
    "use without target": svg("<use/>" + PATH),
    "use of itself": svg('<g id="a"><use href="#a"/></g>' + PATH),
    "circle of uses": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>' + PATH),
    "circle of gradients": svg(
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><path d="M0 0h1" fill="url(#a)"/>'
    ),
    "doubling": svg(f'<g id="a0">{PATH}</g>{DOUBLING}'),
    "chain": svg(f'{CHAIN}<g id="a600">{PATH}</g>'),
    "too many": svg("<g/>" * MAX_ELEMENTS + PATH),
    "too deep": svg("<g>" * MAX_DEPTH + PATH + "</g>" * MAX_DEPTH),
    "far too deep": svg("<g>" * 8000 + "</g>" * 8000),
    "too large": svg(f"<!--{'x' * LIMIT}-->{PATH}"),
    "large by its classes": svg(
        f"<style>.a{{fill:rgb({'0' * 200},0,0)}}</style>" + '<path class="a" d="M0 0h1"/>' * 500
    ),
    "draws nothing": svg("<g/>"),
    "html": b"<html><body>Hello</body></html>",
    "no xml": b"\x89PNG\r\n\x1a\n",
    "nothing": b"",
    "cut": svg()[:-5],
    "nul": svg("\0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_or_would_look_different_is_refused_with_a_sentence(name):
    with pytest.raises(RefusedSvg) as refused:
        rewrite(REFUSED[name], LIMIT)
    assert re.fullmatch(r"[A-Z].+[.]", str(refused.value))


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h4" onload="alert(1)" ONCLICK="alert(1)" xmlns:x="urn:x" x:onload="alert(1)"/>',
        '<path d="M0 0h4" style="fill:expression(alert(1));behavior:url(#x);filter:url(//x/)"/>',
        '<path d="M0 0h4" fill="u\\72l(//x/)" filter="url(http://elsewhere.example/)"/>',
        '<path d="M0 0h4" style="fill:red/*;stroke:url(//x/)*/" tabindex="1" class="x" data-x="1"/>',
        '<title>&lt;script>alert(1)&lt;/script></title><path d="M0 0h4"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script><path d="M0 0h4"/>',
        '<?xml-stylesheet href="http://elsewhere.example/"?><path d="M0 0h4"/>',
        '<path d="M0 0h4" fill="url(#gone)" mask="url(#gone)"/>',
    ],
)
def test_what_draws_nothing_is_left_out(inside):
    text = taken(svg(inside))
    assert "M0 0h4" in text
    assert not re.search(r"<script|on\w+=|elsewhere|url\(|xhtml|gone|expression|tabindex|class", text, re.IGNORECASE)


@pytest.mark.parametrize(
    "path",
    ["M0 0a1 1 0 0110 10", "M.5.5.5.5-1-1e3z m1,1", " M 1 , 2 L3 4 5 6Zl1 1", "M0 0A1,1,0,1,0,2,3 4 5 6 1 1 7 8"],
)
def test_short_ways_to_write_a_path_are_understood(path):
    assert checked("d", path)


@pytest.mark.parametrize("path", ["M0", "M0 0a1 1 0 2 1 3 3", "M0 0 1", "M0 0 X1", "M٣ 0", "M0 0;", "1 1", "M0 0H"])
def test_wrong_paths_are_not(path):
    assert checked("d", path) is None


def test_long_wrong_values_take_no_longer_than_right_ones():
    for value in ("M" + "1" * 60_000 + "x", "M" + "1 " * 30_000 + "x", "M0 0" + "," * 60_000, "M" + "." * 60_000):
        assert checked("d", value) is None
    for value in ("scale(" + "1" * 60_000, "scale(1)" * 7000 + "x"):
        assert checked("transform", value) is None


NAMES = st.sampled_from(sorted(TAKEN | {"script", "switch", "image", "text", "metadata", "x:y", "style"}))
KEYS = st.sampled_from([*sorted(ATTRIBUTES), "href", "xlink:href", "style", "class", "onload", "filter"])
VALUES = st.one_of(
    st.sampled_from(
        ["#a", "url(#a)", "url(//x/)", "a", "none", "red", "M0 0h1", "1", "scale(2)", "fill:red", "0 0 9 9"]
    ),
    st.text("aM0 1.#()uleé:;-,%&'\"<\n\t", max_size=20),
)


def element(children):
    return st.builds(
        lambda name, attributes, inside: (name, attributes, inside),
        NAMES,
        st.dictionaries(KEYS, VALUES, max_size=4),
        st.lists(children, max_size=3),
    )


def as_text(one):
    if isinstance(one, str):
        return escape(one)
    name, attributes, inside = one
    pairs = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{pairs}>{''.join(map(as_text, inside))}</{name}>"


TREES = st.recursive(st.text("a <é", max_size=5), element, max_leaves=12)


@given(st.lists(TREES, max_size=4))
@hypothesis_settings(deadline=None, max_examples=150)
def test_any_tree_is_either_refused_or_taken_with_all_promises(trees):
    data = svg(PATH + "".join(map(as_text, trees)), 'xmlns:x="urn:x" viewBox="0 0 9 9"')
    try:
        rewrite(data, LIMIT)
    except RefusedSvg:
        return
    taken(data)


@given(st.binary(max_size=300))
@hypothesis_settings(deadline=None)
def test_any_bytes_are_refused_or_taken(data):
    for whole in (data, svg(PATH)[:60] + data, INKSCAPE[: len(data) * 9] + data):
        try:
            rewrite(whole, LIMIT)
        except RefusedSvg:
            continue


def test_names_may_have_letters_of_any_alphabet():
    text = taken(svg('<defs><linearGradient id="Жер-1"/></defs><path id="Қыр" fill="url(#Жер-1)" d="M0 0h4"/>'))
    assert 'fill="url(#Жер-1)"' in text
    assert 'id="Қыр"' in text


def test_a_script_is_refused_by_its_name():
    with pytest.raises(RefusedSvg, match="holds a script"):
        rewrite(svg("<script>alert(1)</script>" + PATH), LIMIT)


def test_of_a_switch_the_part_for_everybody_is_drawn():
    foreign = '<foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/" width="1" height="1"/>'
    text = taken(svg(f'<switch>{foreign}<g fill="#ff0000">{PATH}</g><path d="M9 9h1"/></switch>'))
    assert "#ff0000" in text
    assert "M9 9h1" not in text
    with pytest.raises(RefusedSvg):
        rewrite(svg(f"<switch><foreignObject/>{PATH}</switch>"), LIMIT)


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ('width="25.4mm" height="2.54cm"', "0 0 96 96"),
        ('width="1in" height="72pt"', "0 0 96 96"),
        ('width="6pc" height="48px"', "0 0 96 48"),
    ],
)
def test_a_size_in_units_of_print_is_a_size(size, box):
    assert f'viewBox="{box}"' in taken(svg(attributes=size))
