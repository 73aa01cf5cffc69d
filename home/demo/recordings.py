"""The recordings of the demonstration and the programme that plays them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from core.provision import Mission
from home.demo import scale
from home.demo.audio import make_samples
from home.demo.reading import in_languages
from home.demo.tree import page_below
from music.models import AudioSample, ProgrammeItem, ProgrammePage
