"""What the tests of documents share: the desk of an editor, files as browsers send them, bodies counted."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from news.documents.reading import read_document
from news.documents.structure import Document
from news.models import BulletinDocument, BulletinPage


def read(content: bytes, name: str = "release.docx") -> Document:
    return read_document(io.BytesIO(content), name, len(content))


def upload(content: bytes, name: str = "release.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, index: Any, *files: SimpleUploadedFile) -> Any:
    """Posts the files as the form without script does."""
    return client.post(reverse("news_admin:documents", args=[index.pk]), {"documents": list(files)})


def sent(client: Client, index: Any, content: bytes, name: str = "release.docx") -> BulletinDocument:
    """What became of one file."""
    assert send(client, index, upload(content, name)).status_code == 302
    return BulletinDocument.objects.latest("pk")


def count_body(page: BulletinPage) -> Counter[str]:
    """How many things of each kind stand in a stored body, counted apart from the code that wrote it."""
    counts: Counter[str] = Counter()
    for block in page.body.raw_data:
        kind, value = block["type"], block["value"]
        if kind == "heading":
            counts["headings"] += 1
        elif kind == "image":
            counts["pictures"] += 1
        elif kind == "table":
            counts["tables"] += 1
            counts["links"] += sum(str(cell).count("<a ") for row in value["rows"] for cell in row["values"])
        elif kind == "text":
            counts["paragraphs"] += len(re.findall(r"<p[ >]", value))
            counts["items"] += len(re.findall(r"<li[ >]", value))
            counts["links"] += value.count("<a ")
    return counts
