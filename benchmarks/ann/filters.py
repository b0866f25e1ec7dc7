"""Conditions of the measured queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings import Where

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Filter:
    """A condition as our index takes it, and the rows that pass as a mask, for engines that take a set of rows.

    A set is made once, outside of what is timed; our index evaluates the condition within each query.
    """

    where: Where
    mask: Mask

    @cached_property
    def bits(self) -> NDArray[np.uint8]:
        """The mask as bits, the lowest first."""
        return np.packbits(self.mask, bitorder="little")

    @cached_property
    def share(self) -> float:
        """The share of rows that pass."""
        return float(self.mask.mean())
