"""A column of texts as bytes laid end to end: no object for each, and good to be kept in a file that is mapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.retrieval.ragged import Places, Start, begins, gathered, joined, starts


@dataclass(frozen=True, slots=True)
class TextColumn:
    """n texts; `start` int64 (n + 1,), see `ragged`, `content` their bytes, uint8."""

    start: Start
    content: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start) - 1

    @classmethod
    def of(cls, texts: Iterable[str | bytes]) -> TextColumn:
        """The texts in their order."""
        encoded = [text.encode() if isinstance(text, str) else text for text in texts]
        return cls(starts(map(len, encoded)), np.frombuffer(b"".join(encoded), np.uint8))

    @classmethod
    def concatenate(cls, parts: Sequence[TextColumn]) -> TextColumn:
        """The texts of one part after those of the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(joined([part.start for part in parts]), np.concatenate([part.content for part in parts]))

    def take(self, rows: Places) -> TextColumn:
        """The texts at `rows`, int64 (m,), in that order."""
        start = begins(self.start, rows)
        return TextColumn(start, gathered(self.content, self.start, rows, start))

    def raw(self, row: int) -> bytes:
        """The bytes of one text."""
        return self.content[self.start[row] : self.start[row + 1]].tobytes()

    def text(self, row: int) -> str:
        """One text."""
        return self.raw(row).decode()

    def texts(self) -> list[str]:
        """All of them."""
        content = self.content.tobytes()
        return [content[first:last].decode() for first, last in pairwise(self.start.tolist())]
