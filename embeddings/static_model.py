"""A table with a vector for each token: a text's direction is the sum of its tokens' rows, in any order.

Read and written by `embeddings.static_format`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from embeddings.arrays import Matrix

TokenIds = NDArray[np.int32]
"""Numbers of tokens in the vocabulary, int32 (t,)."""

BATCH_TEXTS = 1_024
BATCH_CHARACTERS = 262_144
"""Bound the memory of the tokenizer, which keeps some 200 bytes a token until it is told to forget them."""

WORDS_REMEMBERED, LONGEST_REMEMBERED = 1 << 16, 40
"""Words whose tokens are kept where words are read apart, and the characters that such a word has at the most."""

BLOCK_TOKENS = 2_048
"""Rows gathered at once: bounds the memory of long texts, and fits a core's cache."""


class Tokens(NamedTuple):
    """The tokens of texts one after the other, `ids` int32 (t,); text i has those from `start[i]` to `start[i + 1]`.

    `start` is int64 (n + 1,).
    """

    ids: TokenIds
    start: NDArray[np.int64]

    def of(self, text: int) -> TokenIds:
        """The tokens of one text."""
        return self.ids[self.start[text] : self.start[text + 1]]


class Spans(NamedTuple):
    """The tokens of one text, `ids` int32 (t,), and where each stands in it: `bounds` int64 (t, 2).

    Bounds are character positions, the first and the one after the last.
    """

    ids: TokenIds
    bounds: NDArray[np.int64]


class StaticModel:
    """A tokenizer, `embeddings` (V, d) in any numeric dtype, and `weights` float32 (V,).

    The row of a token is `embeddings[id] * weights[id]`; a token of weight 0, such as the unknown one, is not read.
    Nothing changes after construction: safe to use from several threads. Texts must be valid Unicode, as
    `embeddings.texts.clean_texts` leaves them.

    `words_apart` says that the tokenizer reads what stands between two blanks as if it stood alone. Words are then
    remembered, and a text is read ten times as fast.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        embeddings: NDArray[np.number],
        weights: NDArray[np.float32],
        *,
        words_apart: bool = False,
    ) -> None:
        self._tokenizer = tokenizer
        self._embeddings = embeddings
        self._weights = weights
        self._words_apart = words_apart
        self._remembered = lru_cache(maxsize=WORDS_REMEMBERED)(self._of_word)

    @property
    def dim(self) -> int:
        """How long rows are."""
        return int(self._embeddings.shape[1])

    @property
    def vocabulary_size(self) -> int:
        """How many rows there are."""
        return len(self._embeddings)

    def continuations(self) -> NDArray[np.bool_]:
        """Which tokens go on with a word that another began, as WordPiece marks them: bool (V,)."""
        marked = [number for token, number in self._tokenizer.get_vocab().items() if token.startswith("##")]
        going_on = np.zeros(self.vocabulary_size, dtype=bool)
        going_on[marked] = True
        return going_on

    def is_token(self, word: str) -> bool:
        """Whether a word is a known token as a whole."""
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return len(ids) == 1 and bool(self._weights[ids[0]] != 0)

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The known tokens of each text; a text may have none."""
        if self._words_apart:
            known = [self._of_words(text) for text in texts]
            start = np.cumsum(np.fromiter((0, *map(len, known)), dtype=np.int64))
            return Tokens(np.fromiter(chain.from_iterable(known), dtype=np.int32), start)
        ids, lengths = [np.empty(0, dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
        for batch in _batches(texts):
            read = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)]
            ids.append(np.fromiter(chain.from_iterable(read), dtype=np.int32))
            lengths.append(np.fromiter(map(len, read), dtype=np.int64, count=len(read)))
        return self._known(np.concatenate(ids), np.cumsum(np.concatenate(lengths)))

    def spans(self, text: str) -> Spans:
        """The known tokens of a text and the characters each was read from."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int32)
        bounds = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        known = self._weights[ids] != 0
        return Spans(ids[known], bounds[known])

    def rows(self, ids: TokenIds) -> Matrix:
        """The row of each token: float32 (m, dim), not of unit length."""
        rows = self._embeddings[ids].astype(np.float32)
        rows *= self._weights[ids, None]
        return rows

    def sums(self, tokens: Tokens) -> Matrix:
        """The sum of each text's rows: float32 (n, dim), zeros for a text without tokens.

        A text's sum is the same to the last bit whatever texts stand beside it.
        """
        start = tokens.start
        sums = np.zeros((len(start) - 1, self.dim), dtype=np.float32)
        for begin, end in _blocks(start):
            ids = tokens.ids[begin:end]
            first, last = np.searchsorted(start, begin, side="right") - 1, np.searchsorted(start, end)
            bounds = np.clip(start[first : last + 1], begin, end) - begin
            weights = csr_array((self._weights[ids], np.arange(len(ids)), bounds), shape=(last - first, len(ids)))
            sums[first:last] += weights @ self._embeddings[ids].astype(np.float32)
        return sums

    def _of_words(self, text: str) -> list[int]:
        ids: list[int] = []
        for word in text.split(" "):
            ids += self._remembered(word) if len(word) <= LONGEST_REMEMBERED else self._of_word(word)
        return ids

    def _of_word(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(number for number in ids if self._weights[number] != 0)

    def _known(self, ids: TokenIds, start: NDArray[np.int64]) -> Tokens:
        known = self._weights[ids] != 0
        known_before = np.concatenate(([0], np.cumsum(known, dtype=np.int64)))
        return Tokens(ids[known], known_before[start])


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, parted so that a batch respects `BATCH_TEXTS` and, unless alone, `BATCH_CHARACTERS`."""
    batch: list[str] = []
    characters = 0
    for text in texts:
        if batch and (len(batch) == BATCH_TEXTS or characters + len(text) > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch


def _blocks(start: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of at most `BLOCK_TOKENS` tokens; they end where a text ends unless a single one is longer."""
    begin, total = 0, int(start[-1])
    while begin < total:
        end = int(start[np.searchsorted(start, begin + BLOCK_TOKENS, side="right") - 1])
        if end <= begin:
            end = begin + BLOCK_TOKENS
        yield begin, end
        begin = end
