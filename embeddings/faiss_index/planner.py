"""How a search is carried out, by the numbers; every threshold that was measured is here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from embeddings.faiss_index.reach import Reach

COARSE_FROM = 10_000
"""Rows below which an index has nothing but rows: all of them are read in 1.3 ms."""

GATHER_SHARE = 0.5
"""Without codes, up to this share of the rows fetching those that pass beats scanning all through a bitmap."""

GATHERED = 700
SCANNED_A_ROW = 24
RERANKED_A_ROW = 1.5
"""Gathering this many rows costs what a query of codes costs before it reads any; one more row what reading so many
codes in lists does, of which finer ones in one list are read in the same time; and finding a candidate and scoring it
again what gathering so many rows does."""

MORE_LISTS = 2
"""Times as many lists are read as rows that had a part in the making of these showed to need."""

DEVIATIONS = 3
"""How far above its mean the number of rivals that pass is reckoned with: it varies from query to query."""

FEW_LISTS = 0.5
"""Codes are in lists where no more than this share of them must be read: in one list codes are read twice as fast."""

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
class Coded:
    """What has codes: so many rows in so many lists, and how far a search must look among these."""

    rows: int
    lists: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a plan goes by: rows, those that pass, those of them that have no code, and what has one."""

    rows: int
    passing: int
    fresh: int = 0
    coded: Coded | None = None


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
    if sizes.coded is not None:
        probes, rerank = _looked_at(sizes.coded, sizes.passing - sizes.fresh, k)
        codes = sizes.coded.rows * probes / sizes.coded.lists
        # What a call costs is shared by the queries of it.
        dearer = RERANKED_A_ROW * rerank + GATHERED / min(queries, 4) + codes / SCANNED_A_ROW
        if sizes.passing - sizes.fresh > dearer:
            path = Path.COARSE_FRESH if sizes.fresh else Path.COARSE
            return way(path, f"{sizes.passing} rows pass, more than the {dearer:.0f} worth gathering", probes, rerank)
        return way(Path.GATHER, f"{sizes.passing} rows pass, fewer than the {dearer:.0f} worth codes")
    if sizes.passing <= max(k + SPARE, GATHER_SHARE * sizes.rows):
        return way(Path.GATHER, "no codes yet, and fewer rows pass than half")
    return way(Path.SCAN, "no codes yet, and more rows pass than half")


def _looked_at(coded: Coded, passing: int, k: int) -> tuple[int, int]:
    """Lists to read and rows to score again.

    Where a share of the rows passes, its k nearest reach as far as k / share of all rows, and of the rows with codes as
    good as theirs the same share passes, more or less.
    """
    share = min(max(passing, 1) / coded.rows, 1)
    probes = min(coded.lists, math.ceil(MORE_LISTS * coded.reach.lists_for(k / share)))
    rivals = share * coded.reach.codes_for(k / share)
    return probes, max(k, math.ceil(rivals + DEVIATIONS * math.sqrt(rivals * (1 - share))))


def lists_for(rows: int) -> int:
    """How many lists the codes of so many rows are kept in."""
    return 1 << round(math.log2(rows) / 2)


def flush_after(rows: int) -> int:
    """How many rows are scanned exactly before they get codes, beside so many that have them."""
    return max(2_000, rows // 50)
