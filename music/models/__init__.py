"""The models of the music: the sample, what is computed of it, and the two pages that show samples."""

from music.models.analysis import SampleAnalysis, State
from music.models.pages import MusicPage, ProgrammeItem, ProgrammePage
from music.models.renditions import SampleRendition
from music.models.samples import AudioSample, AudioSampleWords
from music.models.texts import Role, SampleText

__all__ = [
    "AudioSample",
    "AudioSampleWords",
    "MusicPage",
    "ProgrammeItem",
    "ProgrammePage",
    "Role",
    "SampleAnalysis",
    "SampleRendition",
    "SampleText",
    "State",
]
