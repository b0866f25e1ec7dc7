"""Invented profiles to search among: vectors in topics, districts, and skills that go with the topics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import Payload
from embeddings.arrays import Ids, Matrix, unit_rows

DIM = 256
TOPICS = 300
DISTRICTS = 88
SKILLS = 400
SKILLS_A_ROW = 6
SHARES = {"10%": 10, "1%": 100, "0.1%": 1_000}
"""One row in so many, drawn evenly: what a filter of this name lets pass."""

RANK = 64
"""Directions in which rows of a topic differ most, as those of language models do."""

ROWS_AT_A_TIME = 50_000


@dataclass(frozen=True, slots=True)
class Profiles:
    """`vectors` (n, dim); `district` (n,); `skills` (n, SKILLS_A_ROW), some twice; `drawn` (n,) for each share."""

    vectors: Matrix
    district: Ids
    skills: Ids
    drawn: dict[str, Ids]

    def payloads(self) -> list[Payload]:
        """What an index keeps of each row."""
        drawn = list(self.drawn.items())
        return [
            Payload(
                {
                    "district": frozenset({str(self.district[row])}),
                    "skill": frozenset(map(str, self.skills[row])),
                    **{name: frozenset({"yes" if values[row] == 0 else "no"}) for name, values in drawn},
                }
            )
            for row in range(len(self.vectors))
        ]


class World:
    """Topics and the skills of each, from which profiles and queries are drawn alike."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        families = unit_rows(self._random.standard_normal((30, DIM)))
        apart = self._random.standard_normal((TOPICS, DIM)) / np.sqrt(DIM)
        self._centres = unit_rows(families[self._random.integers(0, 30, TOPICS)] + apart)
        spectrum = (1 + np.arange(RANK)) ** -0.4
        directions = np.linalg.qr(self._random.standard_normal((DIM, RANK)))[0]
        self._spread = (spectrum / np.linalg.norm(spectrum) * directions).T.astype(np.float32)
        self._topic_shares = _falling(TOPICS, 0.5)
        self._core_skills = np.stack([self._random.choice(SKILLS, 8, replace=False) for _ in range(TOPICS)])
        self._district_shares = self._random.dirichlet(np.full(DISTRICTS, 2.0))

    def profiles(self, rows: int) -> Profiles:
        """Draw `rows` profiles."""
        random = self._random
        topics = random.choice(TOPICS, rows, p=self._topic_shares)
        core = self._core_skills[topics[:, np.newaxis], random.integers(0, 8, (rows, SKILLS_A_ROW))]
        other = random.choice(SKILLS, (rows, SKILLS_A_ROW), p=_falling(SKILLS, 0.8))
        return Profiles(
            vectors=self._vectors(topics),
            district=random.choice(DISTRICTS, rows, p=self._district_shares),
            skills=np.where(random.random((rows, SKILLS_A_ROW)) < 0.8, core, other),
            drawn={name: random.integers(0, one_in, rows) for name, one_in in SHARES.items()},
        )

    def _vectors(self, topics: Ids) -> Matrix:
        rows = np.empty((len(topics), DIM), dtype=np.float32)
        for start in range(0, len(topics), ROWS_AT_A_TIME):
            some = topics[start : start + ROWS_AT_A_TIME]
            within = self._random.standard_normal((len(some), RANK), dtype=np.float32) @ self._spread
            noise = self._random.standard_normal((len(some), DIM), dtype=np.float32) / np.sqrt(DIM)
            rows[start : start + len(some)] = unit_rows(self._centres[some] + 0.62 * within + 0.30 * noise)
        return rows


def _falling(count: int, power: float) -> NDArray[np.float64]:
    weights = (1.0 + np.arange(count)) ** -power
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares
