"""How kinds of evidence combine: trusts that depend on what the two texts are like, learnt on development data.

Learnt by `matcher.retrieval.training`, which writes `mix.json` beside this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.compiled import Float32s, Table, Tables, compiled
from matcher.retrieval.items import UNKNOWN, ItemColumns

LEARNT = Path(__file__).parent / "mix.json"

COMPONENTS = ("concept", "dense", "forward", "backward", "ngrams", "phrases")
"""What a similarity is made of, each in [0, 1]."""

DISTINCT = "distinct"
"""How far a document is from the others: what `rank` adds, against documents that are near to every query."""

SHAPE = ("query length", "collection length", "document length", "across languages", "familiarity", "fragments")
"""What trusts depend on: see `Shape`."""

TYPICAL_QUERY, TYPICAL_COLLECTION, SPREAD = 1.4, 2.0, 1.5
"""Logarithms of tokens that lengths are counted from, and the scale of a collection's."""

BOUND = 2.5
"""Lengths beyond are read as this: nothing was learnt there."""

CERTAIN = 0.9999
"""Evidence beyond is read as this, so that its strength is finite."""

_ACROSS = 1 - 2 * np.eye(UNKNOWN + 1, dtype=np.float32)
_ACROSS[UNKNOWN] = _ACROSS[:, UNKNOWN] = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What m queries and n documents are like: float32 `query` (m,), `collection`, `document` (n,), `across` (m, n).

    Lengths are logarithms of numbers of tokens: a query's from that of a typical one, the collection's mean likewise, a
    document's from the collection's mean. `across` is 1 for texts of two languages, -1 for one, 0 where not known.
    `familiarity` runs from -1, where the vocabulary names nothing in the collection, to 1, where it does in every text.
    `fragments` (m,) in [0, 1] is how much of a query is in pieces, because its words are unknown or misspelt.
    """

    query: NDArray[np.float32]
    collection: float
    document: NDArray[np.float32]
    across: Matrix
    familiarity: float
    fragments: NDArray[np.float32]

    @property
    def features(self) -> tuple[Matrix | float, ...]:
        """What trusts depend on, in the order of SHAPE: float32 of (m, n), or of a shape that spreads to it."""
        return (
            self.query[:, None],
            self.collection,
            self.document[None, :],
            self.across,
            self.familiarity,
            self.fragments[:, None],
        )

    @classmethod
    def of(
        cls,
        queries: ItemColumns,
        documents: ItemColumns,
        fragments: NDArray[np.float32],
        length: float,
        linked: float,
    ) -> Shape:
        """The shape of two tables; `fragments` (m,) are those of the queries.

        Of the collection, `length` is the mean logarithm of tokens, `linked` the share of texts in [0, 1] that name a
        skill.
        """
        return cls(
            query=np.clip(queries.length - TYPICAL_QUERY, -BOUND, BOUND),
            collection=min(max((length - TYPICAL_COLLECTION) / SPREAD, -BOUND), BOUND),
            document=np.clip(documents.length - np.float32(length), -BOUND, BOUND),
            across=_ACROSS[queries.language[:, None], documents.language],
            familiarity=2 * linked - 1,
            fragments=fragments,
        )


@dataclass(frozen=True, slots=True)
class Mix:
    """Trust in a kind of evidence, the logistic function of `bias` + `slope` · shape.

    bias: float32 (7,), for COMPONENTS and DISTINCT; slope: float32 (7, 6), columns as in SHAPE.
    """

    bias: NDArray[np.float32]
    slope: NDArray[np.float32]

    def strengths(self, components: NDArray[np.float32], shape: Shape) -> NDArray[np.float32]:
        """Evidence by component, -ln(1 - trust · component): float32 (c, m, n) >= 0 for components (c, m, n)."""
        return self._strengths(slice(0, len(components)), components, shape)

    def strength(self, row: int, component: Matrix, shape: Shape) -> Matrix:
        """Evidence of one component, -ln(1 - trust · component): float32 (m, n) >= 0 for (m, n)."""
        strength: Matrix = self._strengths(slice(row, row + 1), component[None], shape)[0]
        return strength

    def _strengths(self, rows: slice, components: NDArray[np.float32], shape: Shape) -> NDArray[np.float32]:
        query, collection, document, across, familiarity, fragments = np.ascontiguousarray(self.slope[rows].T)
        constant = self.bias[rows] + collection * np.float32(shape.collection)
        constant += familiarity * np.float32(shape.familiarity)
        of_query = constant[:, None] + query[:, None] * shape.query + fragments[:, None] * shape.fragments
        return _proof(components, of_query, document, shape.document, across, shape.across)


@compiled
def _proof(
    components: Tables,
    of_query: Table,
    document_slope: Float32s,
    documents: Float32s,
    across_slope: Float32s,
    across: Table,
) -> NDArray[np.float32]:
    """The strength of each component (c, m, n) whose odds of trust are the sum of what depends on what."""
    strengths = np.zeros(components.shape, np.float32)
    for component in range(components.shape[0]):
        for query in range(components.shape[1]):
            for document in range(components.shape[2]):
                value = components[component, query, document]
                if value > 0:
                    odds = of_query[component, query] + document_slope[component] * documents[document]
                    odds += across_slope[component] * across[query, document]
                    proved = min(value / (np.float32(1) + np.exp(-odds)), np.float32(CERTAIN))
                    strengths[component, query, document] = -np.log1p(-proved)
    return strengths


@cache
def learnt_mix() -> Mix:
    """The mix that ships with the package."""
    learnt = json.loads(LEARNT.read_text(encoding="utf-8"))
    rows = [learnt["trust"][name] for name in (*COMPONENTS, DISTINCT)]
    return Mix(
        bias=np.array([row["bias"] for row in rows], np.float32),
        slope=np.array([[row["slope"][name] for name in SHAPE] for row in rows], np.float32),
    )
