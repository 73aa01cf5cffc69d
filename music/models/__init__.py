"""The models of the music: the sample, what is computed of it, and the two pages that show samples."""

from music.models.analysis import SampleAnalysis, State
from music.models.credits import SampleCredit
from music.models.pages import MusicPage, ProgrammeItem, ProgrammePage
from music.models.plays import PlayCount, PlaySalt, PlayToday, Way
from music.models.receipts import UploadReceipt
from music.models.renditions import SampleRendition
from music.models.repairs import RefusedRepair
from music.models.samples import AudioSample, AudioSampleWords
from music.models.texts import Role, SampleText

__all__ = [
    "AudioSample",
    "AudioSampleWords",
    "MusicPage",
    "PlayCount",
    "PlaySalt",
    "PlayToday",
    "ProgrammeItem",
    "ProgrammePage",
    "RefusedRepair",
    "Role",
    "SampleAnalysis",
    "SampleCredit",
    "SampleRendition",
    "SampleText",
    "State",
    "UploadReceipt",
    "Way",
]
