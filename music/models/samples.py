"""AudioSample: the facts of one recording. What is done with it (reading, uploading,
playing) lives in modules of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin import display
from django.core.validators import MinValueValidator
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from wagtail.models import CollectionMember
from wagtail.search import index

from core.models import MissionImage
from core.words import Worded, Words
from music.durations import duration_text
from music.licences import licence_choices
from music.models.chaptered import Chaptered
from music.querysets import AudioSampleQuerySet
from music.repairs import TEXTS, open_repairs
from music.storage import audio_path, new_public_id

# When Scott made the first recording that can be heard today.
FIRST_RECORDING = 1860
# The database knows the default too: the release before writes rows without these columns.
EMPTY: dict[str, Any] = {"default": "", "db_default": ""}
NO: dict[str, Any] = {"default": False, "db_default": False}


class AudioSample(Worded, Chaptered, index.Indexed, CollectionMember, ClusterableModel):
    """One recording: the file as it was uploaded, what it says of itself, what an editor says of it."""

    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("The title in its own language. Left empty, it is taken from the file."),
    )
    title_language = models.CharField(
        _("language of the title"),
        max_length=12,
        blank=True,
        help_text=_("A code such as kk, ru or en, so that screen readers pronounce the title rightly."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_(
            "The last part of the sample's address, the same in every language. Left empty, it is made from the title."
        ),
    )
    artist = models.CharField(_("artist"), max_length=255, blank=True)
    album = models.CharField(_("album"), max_length=255, blank=True)
    album_artist = models.CharField(_("album artist"), max_length=255, blank=True)
    composer = models.CharField(_("composer"), max_length=255, blank=True)
    genre = models.CharField(_("genre"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    track = models.PositiveSmallIntegerField(_("track"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    language = models.CharField(
        _("language sung or spoken"), max_length=20, blank=True, help_text=_("A code such as kk, ru or en.")
    )
    copyright = models.CharField(_("copyright"), max_length=255, blank=True)
    recorded_year = models.PositiveSmallIntegerField(
        _("year of the recording"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_RECORDING)],
        help_text=_("When it was played before the microphone; the year above is that of the publication."),
    )
    shelf_mark = models.CharField(
        _("shelf mark"),
        max_length=100,
        blank=True,
        **EMPTY,
        help_text=_("Under which the archive keeps the recording. The archive itself is named with the words."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=32,
        blank=True,
        **EMPTY,
        choices=licence_choices,
        help_text=_("What others may do with the recording. Without a choice nothing is granted to them."),
    )
    download_allowed = models.BooleanField(
        _("download allowed"),
        **NO,
        help_text=_("Visitors may also save the recording. A licence that allows copies needs no switch."),
    )
    cover = models.ForeignKey(
        MissionImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("A square picture. Left empty, the one inside the file is taken, or else an ornament is drawn."),
    )
    tags = TaggableManager(blank=True, verbose_name=_("tags"))

    public = models.BooleanField(
        _("public"),
        default=False,
        db_index=True,
        help_text=_("Visitors hear a recording only when this is on."),
    )
    permission_from = models.DateTimeField(
        _("permitted from"),
        null=True,
        blank=True,
        help_text=_("Visitors cannot hear the recording before this moment."),
    )
    permission_until = models.DateTimeField(
        _("permitted until"),
        null=True,
        blank=True,
        help_text=_("Visitors cannot hear the recording from this moment on."),
    )

    # When it was first made public; empty for what never was.
    first_public_at = models.DateTimeField(null=True, editable=False)
    # Whether something it says was read in a wrong encoding, and nobody has decided about that yet.
    is_misread = models.BooleanField(**NO, db_index=True, editable=False)

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    file = models.FileField(_("file"), upload_to=audio_path, max_length=255, editable=False)
    kind = models.CharField(_("format"), max_length=8, editable=False)
    mime_type = models.CharField(_("MIME type"), max_length=40, editable=False)
    codec = models.CharField(_("codec"), max_length=40, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, editable=False)
    duration = models.FloatField(_("length"), null=True, editable=False, help_text=_("In seconds."))
    bit_rate = models.PositiveIntegerField(_("bit rate"), null=True, editable=False)
    sample_rate = models.PositiveIntegerField(_("sample rate"), null=True, editable=False)
    channels = models.PositiveSmallIntegerField(_("channels"), null=True, editable=False)
    # What the file says of itself, apart from what an editor typed; never shown to visitors.
    tags_read = models.JSONField(_("tags as read"), default=dict, editable=False)
    # Whether the cover came out of the file, and may go when the sample goes.
    cover_from_file = models.BooleanField(default=False, editable=False)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: Any = AudioSampleQuerySet.as_manager()

    search_fields: ClassVar = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("artist", boost=3),
        index.AutocompleteField("artist"),
        index.SearchField("composer"),
        index.SearchField("album"),
        index.SearchField("genre"),
        index.SearchField("comment"),
        index.RelatedFields(
            "words",
            [
                index.SearchField("label", boost=5),
                index.SearchField("translated_title", boost=5),
                index.SearchField("credits"),
            ],
        ),
        index.SearchField("chapter_titles"),
        index.RelatedFields("texts", [index.SearchField("plain_words")]),
        index.RelatedFields("credit_rows", [index.SearchField("name"), index.SearchField("instrument")]),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("public"),
        index.FilterField("permission_from"),
        index.FilterField("permission_until"),
        index.FilterField("created_at"),
        index.FilterField("uploaded_by_user"),
    ]

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering: ClassVar = ["-created_at", "-pk"]
        permissions: ClassVar = [("choose_audiosample", "Can choose audio sample")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes what follows from what is saved: since when it is public, and whether its texts want repair."""
        named = kwargs.get("update_fields")
        noted = set()
        if self.public and self.first_public_at is None and (named is None or "public" in named):
            self.first_public_at = timezone.now()
            noted.add("first_public_at")
        if named is None or not set(TEXTS).isdisjoint(named):
            self.is_misread = bool(open_repairs(self))
            noted.add("is_misread")
        if named is not None:
            kwargs["update_fields"] = {*named, *noted}
        super().save(*args, **kwargs)

    @property
    @display(description=_("length"))
    def duration_text(self) -> str:
        """The length as 1:12, empty when it is not known."""
        return duration_text(self.duration)

    @property
    def peaks(self) -> bytes:
        """The outline for music.waveform.points, b"" before the analysis; no query for what came `with_analysis()`."""
        analysis = getattr(self, "analysis", None)
        return bytes(analysis.peaks) if analysis is not None else b""

    @property
    @display(description=_("size"))
    def size_text(self) -> str:
        """The size of the file in words."""
        return filesizeformat(self.size)

    @property
    def file_name(self) -> str:
        """The name under which visitors receive the file: its address and its real kind."""
        return f"{self.slug}.{self.kind}"

    def get_absolute_url(self) -> str:
        """The sample's page in the active language."""
        return reverse("music:sample", args=[self.slug])


class AudioSampleWords(Words):
    """What one language says of a sample."""

    parent = ParentalKey(AudioSample, on_delete=models.CASCADE, related_name="words")
    label = models.CharField(
        _("name in lists"),
        max_length=120,
        blank=True,
        help_text=_("Stands over the title, for example: Music sample 1. It may stay empty."),
    )
    translated_title = models.CharField(
        _("title in this language"), max_length=255, blank=True, help_text=_("What the title means in this language.")
    )
    credits = models.CharField(
        _("credits"),
        max_length=255,
        blank=True,
        help_text=_("Who plays and what, in one line, for example: Dombra and voice."),
    )
    place = models.CharField(
        _("place of the recording"),
        max_length=120,
        blank=True,
        **EMPTY,
        help_text=_("For example: Almaty, Radio House."),
    )
    archive = models.CharField(
        _("archive"), max_length=160, blank=True, **EMPTY, help_text=_("Who keeps the recording and let us have it.")
    )

    class Meta(Words.Meta):
        verbose_name = _("words")
