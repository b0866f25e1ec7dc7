"""Array types shared by encoders and indexes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
"""Row identifiers, int64 (n,)."""

Matrix = NDArray[np.float32]
"""Row vectors, float32 (n, d), C-contiguous."""
