"""Makes the files that visitors get of a picture, and knows which are missing. Never called by a visitor's request.

Safe to repeat: what exists is left alone, and each file stands with its row or not at all.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from PIL import Image
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import Page, ReferenceIndex

from core.models.media import MissionImage, MissionRendition
from core.picture_files import (
    BrokenPicture,
    Cut,
    cut_all,
    encode,
    encode_animation,
    is_animated,
    opened,
    upright_size,
)
from core.picture_uses import DRAWING, FRAMED, WHOLE, Use, Wanted, first_wanted, own_format, wanted

logger = logging.getLogger(__name__)

ENDINGS = {"jpeg": ".jpg", "png": ".png", "gif": ".gif", "webp": ".webp", "avif": ".avif"}
PICTURE_FIELD = "picture"
# What a rendition shows changes with these.
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
LONGEST_STEM = 24


def missing(image: MissionImage, wishes: Iterable[Wanted]) -> list[Wanted]:
    """Those of the wishes that do not exist."""
    asked = {one.key: one for one in wishes}
    specs = {spec for spec, _key in asked}
    there = MissionRendition.objects.filter(image=image, filter_spec__in=specs) if specs else []
    for rendition in there:
        asked.pop((rendition.filter_spec, rendition.focal_point_key), None)
    return list(asked.values())


def make_first(image: MissionImage) -> int:
    """Makes the one file of each use with which the picture can be shown; the number made. Quick."""
    return make(image, [one for use in (FRAMED, WHOLE) for one in first_wanted(image, use)])


def make_all(image: MissionImage, uses: Iterable[Use]) -> int:
    """Makes what is missing of ``uses``; the number of files made."""
    return make(image, [one for use in uses for one in wanted(image, use)])


def make(image: MissionImage, wishes: Iterable[Wanted]) -> int:
    """Makes those of the wishes that are missing; the number of files made. A broken file makes none, and is logged."""
    todo = missing(image, wishes)
    if not todo:
        return 0
    image.get_file_hash()
    if own_format(image) == DRAWING:
        return sum(bool(image.get_rendition(one.spec)) for one in todo)
    try:
        with image.open_file() as file, opened(file, settings.MAX_IMAGE_PIXELS) as picture:
            # All of them before the first is stored: a file may be broken at its end.
            files = list(_files(image, picture, todo))
    except (BrokenPicture, SourceImageIOError) as reason:
        logger.warning("Nothing can be made of picture %s (%s): %s", image.pk, image.title, reason)
        return 0
    return sum(_store(image, one, data) for one, data in files)


def _files(image: MissionImage, picture: Image.Image, todo: list[Wanted]) -> Iterator[tuple[Wanted, bytes]]:
    """Pairs of a wish and the bytes of its file. Of an animation only what keeps it moving is made."""
    full = upright_size(picture)
    cuts: dict[str, Cut] = {}
    by_cut: dict[str, list[Wanted]] = defaultdict(list)
    for one in todo:
        transform = Filter(one.operation).get_transform(image, full)
        cuts[one.operation] = Cut(tuple(transform.get_rect()), transform.size)
        by_cut[one.operation].append(one)
    if is_animated(picture):
        moving = [one for one in todo if one.form == own_format(image)]
        yield from ((one, encode_animation(picture, cuts[one.operation])) for one in moving)
        return
    for operation, pixels in zip(cuts, cut_all(picture, list(cuts.values())), strict=True):
        for one in by_cut[operation]:
            yield one, encode(pixels, one.form)


@transaction.atomic
def _store(image: MissionImage, one: Wanted, data: bytes) -> int:
    """Stores a file with its row, unless the picture has changed since; 1 if it did."""
    same = {name: getattr(image, name) for name in ("pk", "file_hash", *FOCAL_POINT)}
    if not MissionImage.objects.select_for_update().filter(**same).exists():
        return 0
    stem = PurePath(image.file.name).stem[:LONGEST_STEM]
    key = f".{one.focal_point_key}" if one.focal_point_key else ""
    name = f"{stem}{key}.{one.spec.replace('|', '.')}{ENDINGS[one.form]}"
    _row, made = MissionRendition.objects.get_or_create(
        image=image,
        filter_spec=one.spec,
        focal_point_key=one.focal_point_key,
        defaults={"file": File(BytesIO(data), name=name)},
    )
    return int(made)


def pictures_of(page: Page) -> dict[int, set[Use]]:
    """The pictures that a page shows, by primary key, and how. Reads no row of a picture."""
    kind = _kind()
    found: dict[int, set[Use]] = defaultdict(set)
    # The extraction is what Wagtail's usage view is built on; it sees into stream fields.
    for type_id, key, model_path, _content_path in ReferenceIndex._extract_references_from_object(page):
        use = _use_at(model_path)
        if type_id == kind.pk and use is not None and key.isdigit():
            found[int(key)].add(use)
    return found


def uses_of(*images: MissionImage) -> dict[int, set[Use]]:
    """How pages use the pictures, by primary key, as Wagtail's index of references knows. No image means all."""
    rows = ReferenceIndex.objects.filter(to_content_type=_kind(), base_content_type=_kind(Page))
    if images:
        rows = rows.filter(to_object_id__in=[str(image.pk) for image in images])
    found: dict[int, set[Use]] = defaultdict(set)
    for key, model_path in rows.values_list("to_object_id", "model_path"):
        use = _use_at(model_path)
        if use is not None and key.isdigit():
            found[int(key)].add(use)
    return found


def _use_at(model_path: str) -> Use | None:
    """How a picture is shown that a page refers to at this place: in its field for one, or inside a text."""
    if model_path == PICTURE_FIELD:
        return FRAMED
    return WHOLE if "." in model_path else None


def _kind(model: type[Model] = MissionImage) -> ContentType:
    return ContentType.objects.get_for_model(model)
