"""Conditions of the measured queries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import Where

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition as our index takes it, and the rows that pass as a mask, for engines that take a set of rows."""

    where: Where
    mask: Mask
