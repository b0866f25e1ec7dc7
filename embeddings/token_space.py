"""Tokens as points: the rows of a static table as directions, whatever encoder turns whole texts into vectors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.inner_products import greatest_at, inner_products_at
from embeddings.static_model import Spans, StaticModel, TokenIds, Tokens
from embeddings.texts import MAX_CHARACTERS

PADDING = 0
"""Stands for a text in which the table knows nothing, so that no text is without a token; its direction is zero."""

REMEMBERED = 1 << 14
"""Texts whose words are remembered: those of sought-after profiles are asked for again and again."""

BLOCK = 4_096
"""Rows read at once: bounds the memory of looking at the whole table."""


_WORD = re.compile(r"\w+")


class Words(NamedTuple):
    """The n words of a text in which a token is known, as they are written, and of each the token that says most."""

    written: tuple[str, ...]
    tokens: TokenIds


class TokenSpace:
    """Directions and importance of a static model's tokens.

    Directions are worked out when first asked for and kept: of a table of 60,000 rows a market touches a few thousand.
    Safe to use from several threads, which would write the same values.
    """

    def __init__(self, model: StaticModel) -> None:
        self._model = model
        self.words = lru_cache(maxsize=REMEMBERED)(self._words)
        self._directions = np.zeros((model.vocabulary_size, model.dim), dtype=np.float32)
        self._known = np.zeros(model.vocabulary_size, dtype=bool)
        self._known[PADDING] = True

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return self._model.vocabulary_size

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The tokens of each text, at least one: `PADDING` where nothing is known."""
        found = self._model.tokens([readable(text) for text in texts])
        empty = np.flatnonzero(np.diff(found.start) == 0)
        ids = np.insert(found.ids, found.start[empty], PADDING)
        return Tokens(ids, found.start + np.searchsorted(empty, np.arange(len(found.start))))

    def fragments(self, tokens: Tokens) -> NDArray[np.float32]:
        """The share of each text's tokens that are later pieces of words the table does not have: float32 (n,)."""
        pieces = np.add.reduceat(self._continuations[tokens.ids], tokens.start[:-1])
        return (pieces / np.diff(tokens.start)).astype(np.float32)

    @cached_property
    def _continuations(self) -> NDArray[np.float32]:
        return self._model.continuations().astype(np.float32)

    def is_word(self, word: str) -> bool:
        """Whether the table has one token for the whole of a word."""
        return self._model.is_token(readable(word))

    def spans(self, text: str) -> Spans:
        """The known tokens of a text and the characters each was read from."""
        return self._model.spans(readable(text))

    def _words(self, text: str) -> Words:
        """The words of a text, remembered as `words`: an ending does not speak for a word."""
        ids, bounds = self.spans(text)
        begins, importance = bounds[:, 0].tolist(), self.importance[ids].tolist()
        written, tokens = [], []
        for word in _WORD.finditer(text):
            first, last = bisect_left(begins, word.start()), bisect_left(begins, word.end())
            if first < last:
                written.append(word[0])
                tokens.append(max(range(first, last), key=importance.__getitem__))
        return Words(tuple(written), ids[tokens])

    def cosines(self, one: TokenIds, other: TokenIds) -> Matrix:
        """Of each token with each of the others: float32 (m, n) in [-1, 1] but for rounding; 0 with `PADDING`."""
        if len(one) < len(other):
            return np.ascontiguousarray(self.cosines(other, one).T)
        self._learn(one)
        return inner_products_at(self._directions, one, self.directions(other))

    def nearest(self, ids: TokenIds, others: TokenIds) -> NDArray[np.float32]:
        """The greatest cosine of each token with any of the others: float32 (m,), -inf where there are none."""
        self._learn(ids)
        self._learn(others)
        return greatest_at(self._directions, ids, others)

    def directions(self, ids: TokenIds) -> Matrix:
        """Unit rows of the tokens, float32 (m, d); zeros for `PADDING`."""
        self._learn(ids)
        return self._directions[ids]

    @cached_property
    def importance(self) -> NDArray[np.float32]:
        """How long each token's row is, which training made of how much it says: float32 (V,), 0 for `PADDING`."""
        every = np.arange(self.size, dtype=np.int32)
        return np.concatenate([self._lengths(every[at : at + BLOCK]) for at in range(0, self.size, BLOCK)])

    def _learn(self, ids: TokenIds) -> None:
        known = self._known[ids]
        if not known.all():
            fresh = np.unique(ids[~known])
            rows = self._model.rows(fresh)
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            self._directions[fresh] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
            self._known[fresh] = True

    def _lengths(self, ids: TokenIds) -> NDArray[np.float32]:
        lengths: NDArray[np.float32] = np.linalg.norm(self._model.rows(ids), axis=1)
        return np.where(ids == PADDING, np.float32(0), lengths)


def readable(text: str) -> str:
    """The text as the tokenizer can read it: bounded, lone surrogates replaced; characters keep their places."""
    bounded = text[:MAX_CHARACTERS]
    return bounded if bounded.isascii() else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in bounded)
