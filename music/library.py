"""The tabs of a sample's form in the library."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from music.sample_forms import SampleForm
from music.sample_panels import SoundPanel, TextRemarksPanel
from music.text_forms import TextsPanel

RECORDING = ObjectList(
    [
        FieldPanel("upload"),
        FieldPanel("collection"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_language")]),
        FieldPanel("artist"),
        InlinePanel("words", heading=_("Words in each language"), label=_("language")),
        FieldPanel("cover"),
        FieldPanel("tags"),
    ],
    heading=_("Recording"),
)
DETAILS = ObjectList(
    [
        FieldRowPanel([FieldPanel("album"), FieldPanel("album_artist")]),
        FieldRowPanel([FieldPanel("composer"), FieldPanel("genre")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("track"), FieldPanel("language")]),
        FieldPanel("comment"),
    ],
    heading=_("Details"),
)
TEXTS = ObjectList(
    [
        TextRemarksPanel(),
        TextsPanel("texts", heading=_("Lyrics or transcript"), label=_("text")),
        FieldPanel("chapters"),
    ],
    heading=_("Words and chapters"),
)
RIGHTS = ObjectList(
    [
        InlinePanel(
            "credit_rows",
            heading=_("Credits"),
            label=_("name"),
            help_text=_("Everybody behind the recording, in the order in which visitors read them."),
        ),
        FieldRowPanel([FieldPanel("recorded_year"), FieldPanel("shelf_mark")]),
        FieldPanel("copyright"),
        FieldPanel("licence"),
        FieldPanel("download_allowed"),
    ],
    heading=_("Credits and rights"),
)
HEARING = ObjectList(
    [
        FieldPanel("public"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("permission_from"), FieldPanel("permission_until")])],
            heading=_("Permission"),
            help_text=_("The times are those of your account. Both may stay empty."),
        ),
        FieldPanel("slug"),
    ],
    heading=_("Who hears it"),
)

SOUND = ObjectList([SoundPanel()], heading=_("Analysis and plays"))

SAMPLE_TABS = TabbedInterface([RECORDING, DETAILS, TEXTS, RIGHTS, HEARING, SOUND], base_form_class=SampleForm)
