"""Blocks of a market: the candidates of some of its people as bytes, which can be kept and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from matcher.markets.candidates import Candidates, Gains, gathered
from matcher.markets.prospects import Prospect

BLOCK = 500
"""People who are scored before what is known of them is kept: minutes of work at most are lost."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """e pairs as they were found: left and right int32 (e,), what each is worth to either float32 (e,)."""

    generation: int
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    to_left: Gains
    to_right: Gains

    @classmethod
    def of_left(
        cls, generation: int, askers: Iterable[int], prospects: Sequence[Prospect], right: Mapping[str, int]
    ) -> Block:
        """What some on the left were found, by their places; whoever has no place on the right is left out."""
        owners: list[int] = []
        others: list[int] = []
        to, back = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
        for asker, prospect in zip(askers, prospects, strict=True):
            known = [row for row, other in enumerate(prospect.others) if other in right]
            owners += [asker] * len(known)
            others += [right[prospect.others[row]] for row in known]
            to.append(prospect.to[known])
            back.append(prospect.back[known])
        ends = np.array(owners, np.int32), np.array(others, np.int32)
        return cls(generation, *ends, np.concatenate(to), np.concatenate(back))

    def turned(self) -> Block:
        """The same with the sides exchanged: what some on the right were found."""
        return Block(self.generation, self.right, self.left, self.to_right, self.to_left)

    def packed(self) -> bytes:
        """The block as bytes that hold numbers and nothing else."""
        file = BytesIO()
        arrays = {name: getattr(self, name) for name in ("left", "right", "to_left", "to_right")}
        np.savez_compressed(file, generation=np.int64(self.generation), **arrays)
        return file.getvalue()

    @classmethod
    def unpacked(cls, content: bytes) -> Block:
        """The block that was packed."""
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            parts = [arrays[name] for name in ("left", "right", "to_left", "to_right")]
            return cls(int(arrays["generation"]), *parts)


def together(lefts: int, rights: int, blocks: Sequence[Block]) -> Candidates:
    """The candidates of all blocks; a pair that both its ends were found is taken as the left one was."""
    empty = Block(0, np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32))
    some = [empty, *blocks]
    return gathered(
        lefts,
        rights,
        np.concatenate([one.left for one in some]),
        np.concatenate([one.right for one in some]),
        np.concatenate([one.to_left for one in some]),
        np.concatenate([one.to_right for one in some]),
    )
