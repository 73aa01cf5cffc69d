"""The five documents that LibreOffice saved: what they were made of, and how many things of each kind are in them.

``python -m tests.news.documents.saving`` makes them again where LibreOffice is installed; the tests only read them.
"""

from __future__ import annotations

import base64
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from tests.news.documents.releases import Release, png

HERE = Path(__file__).parent / "saved"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
    for name, value in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
VISIT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="Title">News Bulletin No 7, 5 March 2009</text:p>
<text:p text:style-name="Subtitle">A guest from the steppe</text:p>
<text:h text:outline-level="1">The visit</text:h>
<text:p>The guest came <text:span text:style-name="B">by train</text:span> and left <text:span text:style-name="I">on
foot</text:span>.<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>The station is to be rebuilt.</text:p></text:note-body></text:note></text:p>
<text:list text:style-name="N"><text:list-item><text:p>He saw the house</text:p><text:list><text:list-item>
<text:p>its hall</text:p></text:list-item><text:list-item><text:p>its garden</text:p></text:list-item></text:list>
</text:list-item><text:list-item><text:p>He spoke</text:p></text:list-item></text:list>
<text:h text:outline-level="2">The gifts</text:h>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-header-rows>
<table:table-row><table:table-cell office:value-type="string"><text:p>Gift</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>From</text:p></table:table-cell></table:table-row>
</table:table-header-rows><table:table-row><table:table-cell office:value-type="string"><text:p>a saddle</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p><text:a xlink:type="simple"
 xlink:href="https://almaty.example/">Almaty</text:a></text:p></table:table-cell></table:table-row></table:table>
<text:p>More of it in <text:a xlink:type="simple" xlink:href="https://archive.example/visit">the archive</text:a>.</text:p>
<text:p><draw:frame draw:name="Picture" text:anchor-type="as-char" svg:width="3cm" svg:height="2cm"><draw:image>
<office:binary-data>{base64.b64encode(png(120)).decode()}</office:binary-data></draw:image>
<svg:desc>A saddle of silver</svg:desc></draw:frame></text:p>
</office:text></office:body></office:document>"""
VISIT_COUNTS = Counter(headings=2, paragraphs=2, items=4, tables=1, links=2, pictures=1, notes=1)


def trade() -> Release:
    release = Release().title("Trade in 2008").text("Trade with ", ("bold", "all neighbours"), " grew.")
    release.heading("Goods").items("grain", "*wheat", "*barley", "oil").table(
        ("Good", "Share"), ("oil", "60 %"), header=True
    )
    release.heading("Where to ask", 2).text("Ask ", ("https://trade.example/", "the chamber"), ".")
    return release.items("write", "call", ordered=True).picture("A ship at the quay", 60)  # fmt: skip


def feast() -> Release:
    release = Release().title("Арнайы шығарылым № 25, 2009 ж. 22 наурыз").heading("Наурыз құтты болсын")
    release.text("Елшілік баршаңызды ", ("italic", "мерекеге"), " шақырады.").items("көже", "күрес", "айтыс")
    return release.text("Мекенжай: ", ("https://nauryz.example/", "елшілік")).table(("Уақыт", "Іс"), ("12:00", "ән"))


def hours() -> Release:
    release = Release().title("New hours of the consular section").text("From Monday we open at eight.")
    release.heading("Days").table(("Day", "Hours"), ("Monday", "8 to 12"), ("Friday", "8 to 10"), header=True)
    return release.heading("What to bring").items("passport", "photograph", "*two copies").picture("The door", 150)


# By file: the release that it was made of, and what it is called in it.
MADE = {"trade.docx": trade, "feast.docx": feast, "hours.odt": hours}
FLAT = ("visit.docx", "visit.odt")


def counts_of(name: str) -> Counter[str]:
    return VISIT_COUNTS if name in FLAT else MADE[name]().counts


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name in (*MADE, *FLAT):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / (Path(name).stem + (".fodt" if name in FLAT else ".docx"))
            source.write_bytes(VISIT.encode() if name in FLAT else MADE[name]().content())
            out = Path(folder) / "out"
            profile = f"-env:UserInstallation=file://{folder}/profile"
            ending = Path(name).suffix[1:]
            subprocess.run(  # our own words, run by hand
                [
                    "soffice",
                    profile,
                    "--headless",
                    "--convert-to",
                    ending,
                    "--outdir",
                    str(out),
                    str(source),
                ],  # where the machine has it
                check=True,
            )
            (HERE / name).write_bytes((out / name).read_bytes())


if __name__ == "__main__":
    main()
