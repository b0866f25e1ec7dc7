"""When an engine outside of this process looks at every row that passes, and how hard it looks otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planner:
    """The thresholds of a search.

    Up to `few` rows that pass are all compared with the query; the graph of neighbours answers beyond. `spare` more
    neighbours than asked for are taken from it, to be ranked anew in double precision. Its `effort` is how many it
    keeps in view, `most_effort` what an engine allows.
    """

    few: int = 4_000
    spare: int = 16
    effort: int = 200
    most_effort: int = 1_000

    def effort_for(self, k: int) -> int:
        """How many neighbours to keep in view for the k best."""
        return min(self.most_effort, max(self.effort, 2 * (k + self.spare)))


PGVECTOR = Planner()
"""The thresholds for pgvector: comparing 5,000 rows cost twice the time of the graph, which missed one in 25."""

QDRANT = Planner(few=8_000)
"""The thresholds for Qdrant: comparing 5,000 rows cost less than the graph, 25,000 twice as much."""
