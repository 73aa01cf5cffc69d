"""Why an upload is refused, in words an editor understands. Pure: it reads no file and no database."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCEPTED_NAMES = "MP3, M4A, AAC, Ogg Vorbis, Opus, FLAC, WAV, AIFF"

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty. Choose it again from the original."),
    "too_large": _("The file is %(size)s, and this site takes at most %(limit)s for one recording."),
    "not_audio": _(
        "This file is not a recording: inside, it is %(what)s. Whatever its name ends in, it cannot be played."
    ),
    "unknown": _("This file is not a recording that this site knows. It takes %(accepted)s."),
    "video": _("This file is a video. Save its sound alone, for instance as MP3, and upload that."),
    "unsupported": _(
        "This kind of recording (%(what)s) is not taken. Save it as one of these and upload that: %(accepted)s."
    ),
    "protected": _(
        "This recording is locked by its shop (DRM), so nobody else could play it. Upload an unlocked copy."
    ),
    "truncated": _("The file is cut off: it ends before its recording does. Upload it again from the original."),
    "implausible": _(
        "The file claims to last %(length)s, which cannot be true of a file of %(size)s. "
        "Open it in an audio program, save it again and upload that."
    ),
    "unreadable": _(
        "The file is damaged: what it says about itself cannot be read. "
        "Save it again in an audio program and upload that."
    ),
    "not_kept": _(
        "The site could not keep the file, and nothing of it is stored. Try it again later; "
        "if that does not help, tell whoever looks after the site."
    ),
    "no_access": _("The file could not be opened: %(what)s."),
    "outside": _("This is a link that leads out of the folder, and was not followed."),
    "duplicate": _("This recording is already in the library as “%(title)s”."),
}


class Refused(Exception):
    """An upload that is not taken. `code` is a key of SENTENCES, `message` the whole sentence for the editor."""

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.values = {"accepted": ACCEPTED_NAMES, **(values or {})}
        super().__init__(code)

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % self.values

    def __str__(self) -> str:
        return self.message
