"""Where recordings lie inside the private storage, and the unguessable part of their addresses."""

import secrets
from typing import Any


def new_public_id() -> str:
    """The unguessable part of a recording's address, 96 bits."""
    return secrets.token_hex(12)


def audio_path(sample: Any, name: str) -> str:
    """Where an original is stored: by public id, so that no name of an upload ever reaches the file system."""
    extension = name.rpartition(".")[2]
    return f"audio/{sample.public_id[:2]}/{sample.public_id}.{extension}"
