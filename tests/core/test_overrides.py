"""A translation may show another picture or contact than its source: one of its own mission."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation, TranslationSource

from core.models import MissionImage
from tests.core.test_ownership import contact_of, image_of, page_of
from tests.missions import Missions, editor_of, locale


def put(missions: Missions, picture: MissionImage) -> int:
    """Puts ``picture`` in the place of the source's own, as the translation editor does; the status of the answer."""
    own = image_of(missions.first)
    page = page_of(missions.first, body=[("image", {"image": own, "alt": "A garden", "caption": "", "credit": ""})])
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("kk"))
    translation.save_target(publish=False)
    segment = OverridableSegment.objects.get(source=source, context__path__endswith=".image")
    url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    form = {"content_type": "application/x-www-form-urlencoded"}
    return editor_of(missions.first).put(url, urlencode({"value": picture.pk}), **form).status_code


def test_a_translation_cannot_take_another_missions_picture(missions: Missions) -> None:
    assert put(missions, image_of(missions.second)) == 403
    assert not SegmentOverride.objects.exists()


def test_a_translation_can_take_another_picture_of_its_own(missions: Missions) -> None:
    assert put(missions, image_of(missions.first)) == 201
    assert SegmentOverride.objects.exists()


def test_the_contact_chooser_has_no_address_to_create(missions: Missions) -> None:
    contact_of(missions.first)
    assert editor_of(missions.first).post("/admin/contact_chooser/create/").status_code == 404
