"""Vectors as the product has them: of what invented profiles offer, searched by what they seek."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from benchmarks.ann.data import Profiles
from benchmarks.synthetic import profiles as invented
from embeddings.bundled import bundled_encoder

WORDS_FROM = 1_000_000
"""Profiles gone through at most for distinct texts."""


def with_texts(profiles: Profiles, queries: Profiles) -> tuple[Profiles, Profiles]:
    """The same profiles and queries with vectors of distinct texts, encoded by the bundled encoder.

    Raises:
        ValueError: so many distinct texts cannot be invented.
    """
    encoder = bundled_encoder()
    offered = list(islice(_distinct("offers", seed=1), len(profiles.vectors)))
    sought = list(islice(_distinct("seeks", seed=2), len(queries.vectors)))
    if len(offered) < len(profiles.vectors):
        raise ValueError(f"only {len(offered):,} distinct texts were invented; ask for fewer rows")
    return (
        replace(profiles, vectors=encoder.encode(offered, role="document").astype(np.float32)),
        replace(queries, vectors=encoder.encode(sought, role="query").astype(np.float32)),
    )


def _distinct(side: str, seed: int) -> Iterator[str]:
    seen = set()
    for profile, _ in invented(WORDS_FROM, seed):
        for item in getattr(profile, side):
            if item.text not in seen:
                seen.add(item.text)
                yield item.text
