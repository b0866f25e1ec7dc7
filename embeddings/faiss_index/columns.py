"""Arrays that are appended to while others read what is there already."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

MIN_CAPACITY = 1_024


class Column:
    """A growing array: a reader keeps `array` and the size it was published with, and reads nothing beyond it."""

    def __init__(self, start: NDArray[Any]) -> None:
        self.array = start
        self.size = len(start)

    @classmethod
    def empty(cls, dtype: DTypeLike, *shape: int) -> Column:
        """No rows, each of which will have the shape."""
        return cls(np.empty((0, *shape), dtype=dtype))

    @property
    def values(self) -> NDArray[Any]:
        """What was appended so far."""
        return self.array[: self.size]

    def append(self, values: NDArray[Any]) -> None:
        """Add values at the end; when they need more room, what is there moves to a larger array."""
        end = self.size + len(values)
        if end > len(self.array) or not self.array.flags.writeable:
            grown = np.empty((max(end, 2 * self.size, MIN_CAPACITY), *self.array.shape[1:]), dtype=self.array.dtype)
            grown[: self.size] = self.values
            self.array = grown
        self.array[self.size : end] = values
        self.size = end
