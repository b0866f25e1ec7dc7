"""Batches of texts as bags of tokens, drawn by the share of their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.training.corpus import EXAMPLE_SHARE, PAIR_SHARE, Corpus
from embeddings.training.sources import ScoredPair
from embeddings.training.tokenization import UNKNOWN

Places = NDArray[np.int64]


class Bags:
    """Tokenised texts, known by their place: unknown tokens are dropped, a text of none keeps the unknown one."""

    def __init__(self, texts: Sequence[str], tokenizer: Tokenizer) -> None:
        self.place = {text: place for place, text in enumerate(texts)}
        special = {number for number, token in tokenizer.get_added_tokens_decoder().items() if token.special}
        unknown = tokenizer.get_vocab()[UNKNOWN]
        read = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ids = [[number for number in one.ids if number not in special] or [unknown] for one in read]
        self.lengths = np.array([len(one) for one in ids])
        self._start = np.concatenate([[0], np.cumsum(self.lengths)])
        self.tokens = np.fromiter((number for one in ids for number in one), np.int64, self._start[-1])

    def of(self, places: Places) -> tuple[Places, Places]:
        """The tokens of the texts at `places`, one after the other, and where each text begins."""
        lengths = self.lengths[places]
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        rows = np.repeat(self._start[places] - offsets, lengths) + np.arange(lengths.sum())
        return self.tokens[rows], offsets


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything that is drawn from, as places of texts in `bags`.

    example: text and target (a row of the teacher's vectors); pair: first, second and group; scored: first, second and
    how alike people found them, 0 to 1. Weights are the chances to be drawn, summed up to 1.
    """

    bags: Bags
    example: tuple[Places, Places]
    example_weight: NDArray[np.float64]
    pair: tuple[Places, Places, Places]
    pair_weight: NDArray[np.float64]
    scored: tuple[Places, Places, NDArray[np.float32]]


def lesson_of(corpus: Corpus, scored: Sequence[ScoredPair], tokenizer: Tokenizer) -> Lesson:
    """Tokenise a corpus and the scored sentences."""
    texts = {one.text for one in corpus.examples} | {text for pair in corpus.pairs for text in pair[:2]}
    bags = Bags(sorted(texts | {text for one in scored for text in (one.first, one.second)}), tokenizer)
    target = {text: row for row, text in enumerate(corpus.targets())}
    group = {name: number for number, name in enumerate(dict.fromkeys(pair.group for pair in corpus.pairs))}
    place = bags.place
    return Lesson(
        bags=bags,
        example=(
            np.array([place[one.text] for one in corpus.examples]),
            np.array([target[one.target] for one in corpus.examples]),
        ),
        example_weight=_chances([EXAMPLE_SHARE[one.kind] for one in corpus.examples]),
        pair=(
            np.array([place[one.first] for one in corpus.pairs]),
            np.array([place[one.second] for one in corpus.pairs]),
            np.array([group[one.group] for one in corpus.pairs]),
        ),
        pair_weight=_chances([PAIR_SHARE[one.kind] for one in corpus.pairs]),
        scored=(
            np.array([place[one.first] for one in scored]),
            np.array([place[one.second] for one in scored]),
            np.array([one.score for one in scored], np.float32),
        ),
    )


def drawn(chances: NDArray[np.float64], count: int, random: np.random.Generator) -> Places:
    """Places drawn by summed-up chances, int64 (count,), with replacement."""
    return np.searchsorted(chances, random.random(count)).astype(np.int64)


def _chances(shares: Sequence[float]) -> NDArray[np.float64]:
    summed = np.cumsum(shares)
    summed /= summed[-1]
    return summed
