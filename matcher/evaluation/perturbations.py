"""What people do to a text without changing what they mean: pure functions of the text and a seed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import cycle
from string import ascii_lowercase
from zlib import crc32

import numpy as np

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def with_typos(text: str, edits: int, seed: int) -> str:
    """The text with `edits` edits in each word of four letters or more.

    An edit drops a letter, adds one, replaces one or swaps two neighbours, all equally likely.
    """
    rng = _rng(text, seed)

    def misspelt(found: re.Match[str]) -> str:
        word = found[0]
        for _ in range(edits):
            word = _edited(word, rng)
        return word

    return _LONG_WORD.sub(misspelt, text)


def without_accents(text: str) -> str:
    """The text with every letter's accents taken off."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def mixed(text: str, other: str) -> str:
    """The first half of the words of a text and of the same text in another language, an odd word included."""
    return " ".join(word for words in (text.split(), other.split()) for word in words[: (len(words) + 1) // 2])


def first_content_word(text: str) -> str:
    """The first word of four letters or more; the whole text where there is none."""
    found = _LONG_WORD.search(text)
    return found[0] if found else text


def buried(text: str, others: Sequence[str], length: int, seed: int) -> str:
    """The text somewhere among other texts, as many as make `length` characters or more; one ends with a full stop."""
    rng = _rng(text, seed)
    around = list(_until([others[place] for place in rng.permutation(len(others))], length - len(text)))
    around.insert(int(rng.integers(len(around) + 1)), text)
    return ". ".join(around)


def _until(texts: Sequence[str], length: int) -> Iterator[str]:
    for text in cycle(texts):
        if length <= 0:
            return
        length -= len(text) + len(". ")
        yield text


def _edited(word: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(len(word) - 1))
    before, one, other, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    letter = ascii_lowercase[rng.integers(len(ascii_lowercase))]
    edited = [
        before + other + after,
        before + letter + one + other + after,
        before + letter + other + after,
        before + other + one + after,
    ]
    different = [found for found in edited if found != word]
    return different[rng.integers(len(different))]


def _rng(text: str, seed: int) -> np.random.Generator:
    """The same for the same text, whatever was perturbed before it."""
    return np.random.default_rng([seed, crc32(text.encode())])
