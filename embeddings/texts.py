"""What every encoder does to a text before it reads it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from embeddings.errors import InvalidText

MAX_CHARACTERS = 32_768
"""What follows is not read: it is beyond the 8,192 tokens of the longest models."""

INVISIBLE = frozenset({"Cc", "Cf"})
"""Unicode categories of controls and format characters, such as NUL and the zero-width space."""


def clean_texts(texts: Sequence[str]) -> list[str]:
    """The texts as encoders read them: stripped, at most `MAX_CHARACTERS`, no NUL, lone surrogates made U+FFFD.

    Raises:
        InvalidText: a text shows nothing: it is empty or only white space and invisible characters.
    """
    cleaned = [_clean(text) for text in texts]
    for position, text in enumerate(cleaned):
        if _is_blank(text):
            raise InvalidText(f"text {position} of {len(cleaned)} is blank; leave it out or give it words")
    return cleaned


def shows_nothing(text: str) -> bool:
    """Whether no encoder reads the text, for being blank as far as it is read."""
    return _is_blank(_clean(text))


def _clean(text: str) -> str:
    readable = text.replace("\0", " ").strip()[:MAX_CHARACTERS]
    return readable.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _is_blank(text: str) -> bool:
    return all(character.isspace() or unicodedata.category(character) in INVISIBLE for character in text)
