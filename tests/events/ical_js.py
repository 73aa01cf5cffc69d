"""What ical.js, the calendar code of Thunderbird, reads out of iCalendar files."""

import json
import subprocess
from pathlib import Path

from tests.programs import need

SCRIPT = Path(__file__).resolve().parent.parent / "node" / "dates.mjs"


def read(*files):
    """For each file (bytes): by UID its ``dates`` (start, seconds since 1970, end), ``sequence``, ``status``, ``title``."""
    asked = "".join(f"{json.dumps(file.decode())}\n" for file in files)
    command = [need("node"), str(SCRIPT), need("ical.js")]
    told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in told.stdout.splitlines()]
