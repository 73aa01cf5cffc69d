"""The models of the music: the sample, and the two pages that show samples."""

from music.models.pages import MusicPage, ProgrammeItem, ProgrammePage
from music.models.samples import AudioSample, AudioSampleWords

__all__ = ["AudioSample", "AudioSampleWords", "MusicPage", "ProgrammeItem", "ProgrammePage"]
