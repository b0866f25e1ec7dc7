"""How a search is carried out, by the numbers; every threshold that was measured is here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

COARSE_FROM = 10_000
"""Rows below which an index has nothing but rows: all of them are read in 1.3 ms."""

GATHER_SHARE = 0.5
"""Without codes, up to this share of the rows fetching those that pass beats scanning all through a bitmap."""

GATHERED = 200
SCANNED_A_ROW = 24
RERANKED_A_ROW = 1.5
"""Gathering this many rows costs what a query of codes costs before it reads any; one more row what reading so many
codes does; and finding a candidate and scoring it again what gathering so many rows does."""

RERANKED = 100
RERANKED_A_NEIGHBOUR = 1.6
RERANKED_AMONG = 250_000
"""Rows whose exact scores are taken where up to so many pass: this many times the cube root of the neighbours asked
for, or so many for each. Where more pass, more crowd around a query; the square root of their number keeps up."""

PROBES, FARTHER, PROBES_A_NEIGHBOUR = 32, 0.3, 8
"""Lists read where all rows pass. The fewer pass, the farther apart they are: lists grow with this power of how few.
And the k nearest of them reach as far as k / passing of all rows, in so many times that share of the lists."""

SPARE = 8
"""Neighbours that a scan fetches beyond k, to see whether rows just below the k-th place may belong above it."""


class Path(StrEnum):
    """The ways of a search."""

    EMPTY = "empty"
    GATHER = "gather"
    SCAN = "scan"
    COARSE = "coarse"
    COARSE_FRESH = "coarse+fresh"
    GATHER_AFTER_ALL = "gather after all"


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a plan goes by: rows, those that pass, those of them that have no code, and the coarse segment."""

    rows: int
    passing: int
    fresh: int = 0
    coarse_rows: int = 0
    lists: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How a search is carried out: `probes` lists are read and `rerank` rows scored exactly, where it is coarse."""

    path: Path
    rows: int
    passing: int
    fresh: int
    probes: int
    rerank: int
    why: str


def plan(sizes: Sizes, k: int, queries: int = 1) -> Plan:
    """Choose the way for `queries` that ask for `k` neighbours each; codes and rows both grow with their numbers."""

    def way(path: Path, why: str, probes: int = 0, rerank: int = 0) -> Plan:
        return Plan(path, sizes.rows, sizes.passing, sizes.fresh, probes, rerank, why)

    if not sizes.passing:
        return way(Path.EMPTY, "no row passes")
    crowd = math.sqrt(max(1.0, sizes.passing / RERANKED_AMONG))
    rerank = round(max(RERANKED * k ** (1 / 3), RERANKED_A_NEIGHBOUR * k) * crowd)
    if sizes.coarse_rows:
        share = max(sizes.passing - sizes.fresh, 1) / sizes.coarse_rows
        probes = probed(sizes.lists, share, k / sizes.passing)
        codes = sizes.coarse_rows * probes / sizes.lists
        # What a call costs is shared by the queries of it.
        dearer = RERANKED_A_ROW * rerank + GATHERED / min(queries, 4) + codes / SCANNED_A_ROW
        if sizes.passing - sizes.fresh > dearer:
            path = Path.COARSE_FRESH if sizes.fresh else Path.COARSE
            return way(path, f"{sizes.passing} rows pass, more than the {dearer:.0f} worth gathering", probes, rerank)
        return way(Path.GATHER, f"{sizes.passing} rows pass, fewer than the {dearer:.0f} worth codes")
    if sizes.passing <= max(k + SPARE, GATHER_SHARE * sizes.rows):
        return way(Path.GATHER, "no codes yet, and fewer rows pass than half")
    return way(Path.SCAN, "no codes yet, and more rows pass than half")


def probed(lists: int, share: float, asked: float) -> int:
    """How many lists are read where a share of the rows passes, and a share of these is asked for."""
    probes = PROBES * math.pow(share, -FARTHER) + PROBES_A_NEIGHBOUR * lists * asked
    return min(lists, round(probes))


def lists_for(rows: int) -> int:
    """How many lists the codes of so many rows are kept in."""
    return 1 << round(math.log2(rows) / 2)


def flush_after(rows: int) -> int:
    """How many rows are scanned exactly before they get codes, beside so many that have them."""
    return max(2_000, rows // 50)
