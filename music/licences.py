"""The licences that a recording may be under: what each is called, where it stands, what it allows. One registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from music.models import AudioSample


@dataclass(frozen=True)
class Licence:
    """A licence. ``code`` is what is stored and, where ``url`` is not "", its identifier in the SPDX list;
    ``may_download`` says whether whoever hears the recording may also keep and share it.
    """

    code: str
    name: str | Promise
    url: str = ""
    may_download: bool = False


def _commons(rights: str, name: str | Promise) -> Licence:
    return Licence(f"CC-{rights}-4.0", name, f"https://creativecommons.org/licenses/{rights.lower()}/4.0/", True)


# Nothing is said: nothing is granted.
UNSPECIFIED = Licence("", _("All rights reserved"))
LICENCES: dict[str, Licence] = {
    licence.code: licence
    for licence in (
        Licence("permission", _("All rights reserved, published with permission")),
        _commons("BY", _("Creative Commons: credit the author (CC BY 4.0)")),
        _commons("BY-SA", _("Creative Commons: credit, share alike (CC BY-SA 4.0)")),
        _commons("BY-NC", _("Creative Commons: credit, not for profit (CC BY-NC 4.0)")),
        _commons("BY-ND", _("Creative Commons: credit, no changes (CC BY-ND 4.0)")),
        _commons("BY-NC-SA", _("Creative Commons: credit, not for profit, share alike (CC BY-NC-SA 4.0)")),
        _commons("BY-NC-ND", _("Creative Commons: credit, not for profit, no changes (CC BY-NC-ND 4.0)")),
        Licence(
            "CC0-1.0", _("No rights reserved (CC0 1.0)"), "https://creativecommons.org/publicdomain/zero/1.0/", True
        ),
        Licence("CC-PDM-1.0", _("Public domain"), "https://creativecommons.org/publicdomain/mark/1.0/", True),
    )
}


def licence_choices() -> list[tuple[str, str | Promise]]:
    """For the field; a callable, so that another licence makes no migration."""
    return [(licence.code, licence.name) for licence in LICENCES.values()]


def licence_of(sample: AudioSample) -> Licence:
    """The sample's licence; one that the registry no longer has grants nothing."""
    return LICENCES.get(sample.licence, UNSPECIFIED)


def may_download(sample: AudioSample) -> bool:
    """Whether a visitor may save the recording: its licence allows it, or an editor does."""
    return sample.download_allowed or licence_of(sample).may_download
