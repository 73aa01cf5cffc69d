"""Fixtures that every test may use."""

from tests.missions import editor_client, missions

__all__ = ["editor_client", "missions"]
