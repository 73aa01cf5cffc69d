"""Addresses of samples: made from titles, unique within a mission, the same in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect

from core.missions import site_of_collection

if TYPE_CHECKING:
    from music.models import AudioSample

LENGTH = 80


def neighbours(sample: AudioSample, collection: Any) -> Any:
    """The other samples of the mission that owns `collection`; of the collection alone where no mission does."""
    others = apps.get_model("music", "AudioSample").objects.exclude(pk=sample.pk)
    site = site_of_collection(collection)
    return others.for_site(site) if site else others.filter(collection=collection)


def is_free(slug: str, sample: AudioSample, collection: Any) -> bool:
    return not neighbours(sample, collection).filter(slug=slug).exists()


def slug_from(title: str) -> str:
    """What a title is as an address, whoever has that already."""
    return slugify(anyascii(title))[: LENGTH - 6].strip("-") or "sample"


def free_slug(sample: AudioSample) -> str:
    """A slug from the sample's title that no other sample of its mission has."""
    base = slug_from(sample.title)
    taken = set(neighbours(sample, sample.collection).filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def lead_on(sample: AudioSample, before: str) -> None:
    """What was public under the address ``before`` leads on to the present one, in every language."""
    site = site_of_collection(sample.collection)
    if not before or before == sample.slug or sample.first_public_at is None or site is None:
        return
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for view in ("music:sample", "music:embed"):
                Redirect.objects.update_or_create(
                    old_path=Redirect.normalise_path(reverse(view, args=[before])),
                    site=site,
                    defaults={
                        "redirect_link": reverse(view, args=[sample.slug]),
                        "is_permanent": True,
                        "automatically_created": True,
                    },
                )
