"""Blocks that any page may use. ``BODY_BLOCKS`` is what a body is made of before content apps add theirs."""

from core.blocks.body import Heading, body_blocks, headings_of

BODY_BLOCKS = body_blocks()

__all__ = ["BODY_BLOCKS", "Heading", "body_blocks", "headings_of"]
