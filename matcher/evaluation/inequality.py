"""How unequally something is shared out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def gini(values: npt.NDArray[np.float64]) -> float:
    """The Gini coefficient of values ≥ 0, float64 (n,): half the mean difference of two over the mean, 0 if all are 0.

    Source: Σ (2i − n − 1) x_i / (n Σ x), x ascending and i from 1; Gini, Variabilità e mutabilità, 1912.
    """
    n, total = len(values), float(values.sum())
    if total == 0.0:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(values)) / (n * total)
