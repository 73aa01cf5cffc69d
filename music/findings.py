"""What the library says of the work on a recording, in words an editor understands. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from music.loudness import TARGET_LUFS, shortfall

if TYPE_CHECKING:
    from music.models import AudioSample, SampleAnalysis

SENTENCES: dict[str, Promise] = {
    "no_sound": gettext_lazy(
        "No sound could be found in the file. Open it in an audio program, save it again and upload that."
    ),
    "unreadable": gettext_lazy(
        "The file is damaged and could not be decoded. Save it again in an audio program and upload that."
    ),
    "time": gettext_lazy(
        "It took longer than this site allows for one recording. A shorter one, or a higher limit, may help."
    ),
    "memory": gettext_lazy(
        "It needed more memory than this site allows for one recording. "
        "Save the file again in an audio program and upload that."
    ),
    "died": gettext_lazy(
        "The program that decodes recordings stopped at this file, twice. The file is probably damaged; "
        "save it again in an audio program and upload that."
    ),
    "worker": gettext_lazy(
        "The work was interrupted twice. Analyse the recording again; if that fails too, the file is probably damaged."
    ),
    "missing": gettext_lazy("The file of this recording is missing from the disk. Upload it again."),
    "storage": gettext_lazy(
        "The result could not be stored; the disk may be full. Analyse the recording again when there is room."
    ),
}


def state_text(analysis: SampleAnalysis | None) -> str:
    """One or two words for the list."""
    if analysis is None:
        return _("Not analysed")
    if analysis.state == "done" and misses(analysis):
        return _("Ready, but quiet")
    return str(analysis.get_state_display())


def failure_text(analysis: SampleAnalysis) -> str:
    """The step and the reason of a failure; "" where there is none."""
    if analysis.state != "failed":
        return ""
    reason = str(SENTENCES.get(analysis.reason, SENTENCES["died"]))
    if analysis.step in ("", "measure"):
        return _("The analysis failed. %(reason)s The original can be played as before.") % {"reason": reason}
    told = {"kind": analysis.step, "reason": reason}
    return _("Making the smaller file %(kind)s failed. %(reason)s The other files can be played as before.") % told


def step_text(analysis: SampleAnalysis) -> str:
    """The step at which the work failed, in few words."""
    if analysis.step in ("", "measure"):
        return _("its sound could not be measured")
    return _("no smaller file %(kind)s") % {"kind": analysis.step}


def misses(analysis: SampleAnalysis) -> float:
    """By how many LU the recording stays under the target; 0.0 where it does not, or is not measured."""
    return shortfall(analysis.loudness, analysis.true_peak) if analysis.is_current else 0.0


def remarks(analysis: SampleAnalysis) -> list[str]:
    """Sentences on what was found, none where all is well."""
    found = [failure_text(analysis)] if analysis.state == "failed" else []
    missing = misses(analysis)
    if missing:
        sentence = _(
            "It stays %(missing).1f LU quieter than the others, which play at %(target)d LUFS: its loudest moments "
            "leave no room, and this site does not compress music."
        )
        found.append(sentence % {"missing": missing, "target": TARGET_LUFS})
    if analysis.is_current and analysis.loudness is None:
        found.append(_("It is silent, or too short for its loudness to be measured; it is played as it is."))
    parts = analysis.damaged_parts
    if parts:
        sentence = ngettext(
            "%(count)d part of the file is damaged and was left out.",
            "%(count)d parts of the file are damaged and were left out.",
            parts,
        )
        found.append(sentence % {"count": parts})
    return found


def facts(analysis: SampleAnalysis) -> list[tuple[str, str]]:
    """Label and value of what was measured; nothing before the analysis."""
    rows = (
        (_("Loudness"), analysis.loudness, "LUFS"),
        (_("Loudness range"), analysis.loudness_range, "LU"),
        (_("True peak"), analysis.true_peak, "dBTP"),
    )
    return [(label, f"{value:.1f} {unit}") for label, value, unit in rows if value is not None]


def told_of(sample: AudioSample) -> dict[str, Any]:
    """Everything that the library says of a recording's analysis: `state`, `remarks`, `facts`, the files `made`."""
    analysis = getattr(sample, "analysis", None)
    made = [
        (rendition.kind, filesizeformat(rendition.size), f"{rendition.gain_db:+.1f} dB")
        for rendition in sample.renditions.order_by("pk")
    ]
    known = {"remarks": remarks(analysis), "facts": facts(analysis)} if analysis is not None else {}
    return {"state": state_text(analysis), "made": made, **known}
