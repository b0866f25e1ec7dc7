"""Text to comparable words: folding and tokens with their place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER_APOSTROPHES = "\u02bb\u02bc\u02b9\u02c8"
_MARKS = "\u0300-\u036f"
_LETTER = rf"[^\W_{_LETTER_APOSTROPHES}]"
_WORD = rf"""
              (?:[^\W\d_]\.){{2,}}                   # dotted acronyms: C.N.C.
            | \d+[ -]?[dD](?![\w'’`])                # 3D, 3-D, 3 d
            | \d+(?:[.,]\d+)+                        # 4.0
            | {_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}])*
            | &
"""
_WORDS = re.compile(_WORD, re.VERBOSE)
_PIECE = re.compile(
    rf"""
    (?P<word> {_WORD} )
  | (?P<pause> [,;:!()\[\]{{}}|/\n\r\t•·●▪◦…–—«»]
             | [.?](?!\w) | \ -+\  )
    """,
    re.VERBOSE,
)
_UNSEEN = re.compile(rf"[{_INVISIBLE}]")
_NOT_IN_NUMBER = re.compile(r"[ -]")


class Token(NamedTuple):
    """A word of a text: `text[start:end]` as written and `word` as folded.

    `pause` is the punctuation between the previous word and this one, "" where the words run on.
    """

    word: str
    written: str
    start: int
    end: int
    pause: str


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word without case, accents, invisible characters and the dots of an acronym."""
    if word.isascii():
        plain = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _UNSEEN.sub("", word)).casefold())
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    if plain[0:1].isdigit():
        return _NOT_IN_NUMBER.sub("", plain)
    return plain.replace(".", "")


def tokenise(text: str) -> list[Token]:
    """The words of a text in reading order.

    Apostrophes and hyphens part words ("d'arte" is "d", "arte"); so does a question mark inside a word, which stands
    for an apostrophe or an accented letter lost on the way. Punctuation between words is kept as a pause.
    """
    tokens: list[Token] = []
    pause = ""
    for match in _PIECE.finditer(text):
        written = match[1]
        if written is None:
            pause += match[2]
        elif word := fold(written):
            start, end = match.span()
            tokens.append(Token(word, written, start, end, pause))
            pause = ""
    return tokens


def distinct_words(texts: Iterable[str]) -> set[str]:
    """The folded words that the texts have among them, those that `tokenise` reads."""
    written: set[str] = set()
    for text in texts:
        written.update(_WORDS.findall(text))
    return set(map(fold, written)) - {""}


def fold_text(text: str) -> str:
    """The folded words of a text, parted by single spaces."""
    return " ".join(token.word for token in tokenise(text))
