"""Fills in a template of this folder: ``python3 deploy/render.py nginx/embassy.conf.template SERVER_NAMES=… > …``.

Standard library only. A name without a value, or a value without a name, is an error.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# ${NAME} in capitals; what else has a dollar belongs to nginx.
PLACE = re.compile(r"\$\{([A-Z_]+)\}")
# What most installs keep.
DEFAULTS = {
    "WEB_SERVERS": " ".join(f"server 127.0.0.1:{port} max_fails=3 fail_timeout=5s;" for port in (8001, 8002)),
    "HTTP_PORT": "80",
    "HTTPS_PORT": "443",
    "HTTPS_SUFFIX": "",
    "CACHE_DIR": "/var/cache/nginx/embassy",
    "CONF_DIR": "/etc/nginx/conf.d",
    "ACME_DIR": "/var/lib/acme",
    "ACCESS_LOG": "/var/log/nginx/embassy.log",
    "VAR_DIR": "/srv/embassy/var",
    "UPLOAD_MB": "210",
    "LISTENERS": "400",
    "LISTENERS_PER_ADDRESS": "24",
    "WATCHERS": "allow 127.0.0.1; allow ::1;",
}
NEEDED = ("SERVER_NAMES", "CERTIFICATE", "CERTIFICATE_KEY")


class CannotRender(Exception):
    """Why a template cannot be filled in, as a sentence for whoever typed the command."""


def render(template: str, values: dict[str, str]) -> str:
    """The text with every place filled in."""
    unknown = values.keys() - DEFAULTS.keys() - set(NEEDED)
    if unknown:
        raise CannotRender(f"No template has a place for {', '.join(sorted(unknown))}.")
    known = DEFAULTS | values
    missing = sorted(
        {name for name in PLACE.findall(template) if not known.get(name, "").strip() and name not in DEFAULTS}
    )
    if missing:
        raise CannotRender(f"Give a value for {', '.join(missing)}, like {missing[0]}=….")
    return PLACE.sub(lambda found: known[found[1]], template)


def main(arguments: list[str]) -> int:
    try:
        if not arguments:
            raise CannotRender("Name a template, like nginx/embassy.conf.template, then NAME=value for each value.")
        pairs = [argument.partition("=") for argument in arguments[1:]]
        text = (FOLDER / arguments[0]).read_text(encoding="utf-8")
        sys.stdout.write(render(text, {name: value for name, _sign, value in pairs}))
    except (CannotRender, OSError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
