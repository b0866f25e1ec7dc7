"""Words compared whatever their case, accents and punctuation.

Apart from the lexicon's own folding: ids are made of this one, and must not change when the lexicon learns.
"""

from __future__ import annotations

import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of a text in lower case without accents, parted by single spaces."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NO_WORD.sub(" ", text).strip().lower()
