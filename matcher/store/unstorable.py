"""Texts that no database keeps, refused in the same words by all."""

from __future__ import annotations

from matcher.errors import InvalidInput


def half_character() -> InvalidInput:
    """The refusal of a lone surrogate, which has no UTF-8."""
    return InvalidInput("A text holds half a character (a lone surrogate): send it again as UTF-8.")


def nul() -> InvalidInput:
    """The refusal of U+0000, which PostgreSQL cannot keep and C programs cut a text at."""
    return InvalidInput("A text holds the character NUL: send it again without.")
