"""Sets one document as a PDF, in a process of its own: ``python -m core.pressing``, no Django.

It takes a job as JSON on its input, binds itself to the job's limits and writes the PDF. Whatever the document asks
for, it gets nothing but the typeface and the pictures that came with the job.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.process_limits import OUT_OF_MEMORY, bind

# WeasyPrint lets Pillow take pictures that end too soon, wherever they are read in the process; nobody else here does.
ImageFile.LOAD_TRUNCATED_IMAGES = False
FONTS = Path(__file__).resolve().parent / "fonts"
TYPEFACE = "font:"


class Refused(ValueError):
    """The document asked for something that did not come with it."""


class Parts(URLFetcher):
    """Answers from what came with the job. There is no way from here to the network or to a file."""

    def __init__(self, parts: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.parts = parts

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(TYPEFACE):
            return URLFetcherResponse(url, self._typeface(url), {"Content-Type": "font/ttf"})
        if url not in self.parts:
            raise Refused(f"Not part of the document: {url[:200]}")
        kind, content = self.parts[url]
        return URLFetcherResponse(url, content, {"Content-Type": kind})

    def _typeface(self, url: str) -> bytes:
        known = {path.name: path for path in FONTS.glob("*.ttf")}
        name = url.removeprefix(TYPEFACE)
        if name not in known:
            raise Refused(f"No such typeface: {name[:200]}")
        return known[name].read_bytes()


def pressed(job: dict[str, Any]) -> bytes:
    """The PDF: tagged, with bookmarks, every letter embedded (PDF/UA-1, ISO 14289-1)."""
    parts = {url: (kind, base64.b64decode(content)) for url, (kind, content) in job["parts"].items()}
    fetcher, fonts = Parts(parts), FontConfiguration()
    sheet = CSS(string=job["css"], base_url=job["base"], url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=job["html"], base_url=job["base"], url_fetcher=fetcher)
    made: bytes = html.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=job["mark"].encode(),
        dpi=220,
        jpeg_quality=82,
        optimize_images=False,
    )
    return made


def main() -> int:
    job = json.load(sys.stdin)
    bind(job["cpu_seconds"], job["memory_mb"])
    try:
        made = pressed(job)
    except (MemoryError, RecursionError):
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
