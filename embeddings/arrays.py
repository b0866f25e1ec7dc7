"""Array types shared by encoders and indexes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import InvalidVectors

Ids = NDArray[np.int64]
"""Row identifiers, int64 (n,)."""

Matrix = NDArray[np.float32]
"""Row vectors, float32 (n, d), C-contiguous."""


def unit_rows(rows: NDArray[np.floating]) -> Matrix:
    """A copy of `rows` (n, d) scaled to unit length; a row of zeros, which has no direction, becomes the first axis.

    Raises:
        InvalidVectors: a row holds NaN or infinity.
    """
    if not np.isfinite(rows).all():
        raise InvalidVectors("a vector to be scaled holds NaN or infinity")
    directions = rows.astype(np.float64)
    directions[~directions.any(axis=1), 0] = 1.0
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.ascontiguousarray(directions, dtype=np.float32)
