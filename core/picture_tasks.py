"""When pictures are made: one small file while the editor waits, all others by the worker, at save and publication.

The work itself is in core.renditions; a lost task is asked for again when the worker starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from django_tasks import task
from wagtail.models import Page

from core.models.media import MissionImage
from core.picture_uses import USES, Use, first_wanted, wanted
from core.renditions import make, make_all, make_first, missing, pictures_of, uses_of


@task(backend="background")
def make_pictures(image_pk: int, names: list[str]) -> int:
    """Makes all files of a picture for the uses of those names; the number made. Nothing where it is gone by now."""
    image = MissionImage.objects.filter(pk=image_pk).first()
    return make_all(image, [USES[name] for name in names if name in USES]) if image else 0


def request_pictures(uses: Mapping[int, Set[Use]]) -> int:
    """Asks the worker for what is missing of pictures, given by primary key; the number of pictures asked for."""
    asked = 0
    for image in MissionImage.objects.filter(pk__in=uses):
        own = sorted(uses[image.pk], key=lambda use: use.name)
        if missing(image, [one for use in own for one in wanted(image, use)]):
            make_pictures.enqueue(image.pk, [use.name for use in own])
            asked += 1
    return asked


def picture_saved(image: MissionImage) -> None:
    """What follows when a picture is new, replaced, or has another focal point."""
    if image.is_for_pages:
        make_first(image)
    request_pictures(uses_of(image))


def page_published(page: Page) -> None:
    """What follows when a page is published."""
    shown = pictures_of(page)
    if not shown:
        return
    for image in MissionImage.objects.filter(pk__in=shown):
        # A picture from before all this has not even the first file.
        make(image, [one for use in shown[image.pk] for one in first_wanted(image, use)])
    request_pictures(shown)
