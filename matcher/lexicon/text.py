"""Text as it is compared: case, accents and punctuation folded away, places in the text kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands: `text[start:end]` is what was written."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without accents, in caseless form."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def words_of(text: str) -> list[Word]:
    """The runs of letters and digits of `text`, folded, in order."""
    return [Word(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]
