"""The one definition of who may hear, and who may edit, which samples. Pages, feeds, search and delivery all ask it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, Min, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from wagtail.models import CollectionViewRestriction, ReferenceIndex, Site
from wagtail.search.queryset import SearchableQuerySetMixin

from core.models import MissionRendition, MissionSettings
from core.words import WordedQuerySet
from music.permissions import SEEING, policy

# Covers are seen at 84 and up to 300 pixels, on screens of double density. Renditions are made when a sample is
# saved, never in a visitor's request.
COVER_SMALL, COVER_LARGE = "fill-168x168", "fill-600x600"
# The tree path of the outer sample's collection; what lies above a collection has a path that its own begins with.
_PATH = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())


class AudioSampleQuerySet(SearchableQuerySetMixin, WordedQuerySet):
    """Narrows samples to a mission, an editor, or what strangers may hear."""

    def for_site(self, site: Site) -> Self:
        """Samples in the mission's collection or any below it. Costs no query of its own."""
        holding = MissionSettings.objects.filter(site=site).annotate(inside=_PATH)
        return self.filter(Exists(holding.filter(inside__startswith=F("collection__path"))))

    def for_user(self, user: Any) -> Self:
        """Samples in the collections where the user may add, change, delete or choose; all for a superuser."""
        return self.filter(pk__in=policy().instances_user_has_any_permission_for(user, SEEING).values("pk"))

    def permitted(self, now: datetime) -> Self:
        """Samples whose permission has begun and is not over; `now` is aware."""
        return self.lasting(now).filter(Q(permission_from__isnull=True) | Q(permission_from__lte=now))

    def lasting(self, now: datetime) -> Self:
        """Samples whose permission is not over, begun or not."""
        return self.filter(Q(permission_until__isnull=True) | Q(permission_until__gt=now))

    def next_change(self, now: datetime) -> datetime | None:
        """When the next permission begins or ends after `now`; None when none does."""
        begin = Min("permission_from", filter=Q(permission_from__gt=now))
        end = Min("permission_until", filter=Q(permission_until__gt=now))
        found = self.filter(public=True).aggregate(begin=begin, end=end)
        return min((moment for moment in found.values() if moment), default=None)

    def unrestricted(self) -> Self:
        """Samples with no view restriction on their collection or any above it."""
        barring = CollectionViewRestriction.objects.annotate(inside=_PATH)
        return self.exclude(Exists(barring.filter(inside__startswith=F("collection__path"))))

    def audible(self, site: Site, now: datetime) -> Self:
        """What strangers hear on `site` at `now`: public, permitted, in no restricted collection, of this mission."""
        return self.for_site(site).filter(public=True).permitted(now).unrestricted()

    def expected(self, site: Site, now: datetime) -> Self:
        """What is audible, and what will be when its permission begins; for pages that say when they change."""
        return self.for_site(site).filter(public=True).lasting(now).unrestricted()

    def lapsed(self, site: Site, now: datetime) -> Self:
        """What strangers could hear on `site` until its permission ended; not what was never public meanwhile."""
        over = self.for_site(site).filter(public=True, permission_until__lte=now).unrestricted()
        return over.filter(permission_until__gt=F("first_public_at"))

    def with_covers(self) -> Self:
        """Brings covers with the samples and their renditions in one more query, whatever the number of samples."""
        sizes = MissionRendition.objects.filter(filter_spec__in=(COVER_SMALL, COVER_LARGE))
        # Under the name by which Wagtail looks for renditions that are there already.
        made = Prefetch("cover__renditions", queryset=sizes, to_attr="prefetched_renditions")
        return self.select_related("cover").prefetch_related(made)

    def with_uses(self) -> Self:
        """Adds `uses`, in how many pages and other things a sample is shown."""
        kind = ContentType.objects.get_for_model(self.model)
        found = (
            ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=Cast(OuterRef("pk"), CharField()))
            .order_by()
            .values("to_object_id")
            .annotate(
                places=Count(
                    Concat("base_content_type", Value("/"), "object_id", output_field=CharField()), distinct=True
                )
            )
        )
        return self.annotate(uses=Coalesce(Subquery(found.values("places")), 0))

    def with_analysis(self) -> Self:
        """Brings what the analysis found, and the renditions in one more query, whatever the number of samples."""
        return self.select_related("analysis").prefetch_related("renditions")

    def with_texts(self) -> Self:
        """Brings lyrics and their translations in one more query, whatever the number of samples."""
        return self.prefetch_related("texts")

    def with_text_files(self) -> Self:
        """The same without the words, which may be long, for what only names their files (music.texts.text_urls)."""
        texts = self.model._meta.get_field("texts").related_model._default_manager.defer("body")
        return self.prefetch_related(Prefetch("texts", queryset=texts))

    def with_credits(self) -> Self:
        """Brings the rows for music.credits in one more query."""
        return self.prefetch_related("credit_rows")

    def for_display(self) -> Self:
        """Samples with all that a player shows of them."""
        return self.with_covers().with_analysis().prefetch_related("words")
