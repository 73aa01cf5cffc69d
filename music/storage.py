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


def rendition_path(rendition: Any, name: str) -> str:
    """Where a rendition is stored: beside the others of its sample, by the hash of its bytes."""
    extension = name.rpartition(".")[2]
    return f"{renditions_folder(rendition.sample)}/{rendition.content_hash}.{extension}"


def renditions_folder(sample: Any) -> str:
    """The folder of a sample's renditions, and of nothing else."""
    return f"renditions/{sample.public_id[:2]}/{sample.public_id}"


# Unfinished renditions, beside the folders of the finished ones, whose names are two letters.
WORKSHOP = "renditions/unfinished"
