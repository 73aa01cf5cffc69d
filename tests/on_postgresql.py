"""Runs tests on PostgreSQL: starts a server of its own, points them at it, and ends it.

    .venv/bin/python -m tests.on_postgresql tests/search tests/news -n 2

With ``DATABASE_URL`` in the environment plain pytest runs on that server, and makes databases of its own beside it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import postgresql


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder)) as url:
        environment = os.environ | {"DATABASE_URL": url, "DATABASE_POOL": "0"}
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
