"""How well a mix ranks candidates."""

from __future__ import annotations

import numpy as np

from matcher.retrieval.mix import Mix
from matcher.retrieval.training.objective import Judged, trusted


def mean_reciprocal_rank(judged: Judged, mix: Mix) -> float:
    """Of the first relevant candidate of each query, equal scores counting against it."""
    _, met = trusted(np.concatenate([mix.bias[:, None], mix.slope], axis=1), judged)
    scores = -np.log1p(-met).sum(axis=1)
    scores[judged.chance] = -np.inf
    relevant = judged.relevant & ~judged.chance
    best = np.maximum.reduceat(np.where(relevant, scores, -np.inf), judged.start)
    lengths = np.diff(judged.start, append=len(scores))
    before = (scores >= np.repeat(best, lengths)) & ~relevant & ~judged.chance
    return float(np.mean(1 / (1 + np.add.reduceat(before, judged.start, dtype=np.int64))))
