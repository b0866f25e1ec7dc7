"""Filtered top-10 beside other engines: `python -m benchmarks ann [--rows N] [--vectors WHICH] [--peers NAME ...]`.

Vectors are of 256 numbers in topics, or the bundled encoder's of invented texts. One thread, engines in turns of a few
queries. Each engine is tuned, filter by filter, to the least effort that reaches recall@10 0.99, or to its best. The
limit is the time to read the bytes of the rows that pass at the speed at which this machine multiplies a large array.
"""

from __future__ import annotations

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import argparse
from time import perf_counter
from typing import Any

import faiss
import numpy as np

from benchmarks.ann.data import SHARES, Profiles, World
from benchmarks.ann.filters import Filter
from benchmarks.ann.peers import PEERS, Peer
from benchmarks.ann.texts import with_texts
from benchmarks.plots import Plot
from benchmarks.reporting import Table, publish
from embeddings import Clause, Where
from embeddings.arrays import Ids, Matrix

K = 10
QUERIES = 60
TURN = 20
"""Queries that an engine answers one after the other: a process that serves has its own in the core's caches."""
ENOUGH = 0.99


def main() -> None:
    """Fill each engine, tune it, time it, print a table and keep it."""
    parser = argparse.ArgumentParser(prog="benchmarks ann")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--vectors", choices=["topics", "texts"], default="topics")
    asked = parser.parse_args()
    faiss.omp_set_num_threads(1)
    world = World(seed=0)
    profiles, queries = world.profiles(asked.rows), world.profiles(QUERIES)
    if asked.vectors == "texts":
        profiles, queries = with_texts(profiles, queries)
    bandwidth = _bytes_a_second(profiles.vectors)
    engines, built = {}, {}
    for name in asked.peers:
        started = perf_counter()
        engines[name] = PEERS[name](profiles)
        built[name] = perf_counter() - started
    table: list[dict[str, Any]] = []
    for condition, filters in _filters(profiles, queries).items():
        table += _measured(engines, profiles, queries.vectors, filters, condition, bandwidth)
    for row in table:
        row["build_s"] = round(built[row["engine"]], 1)
    note = (
        f"one thread; least effort with recall {ENOUGH}, or an engine's best; filters as sets made beforehand, ours "
        f"evaluated within each query; medians of {QUERIES} queries, engines in turns of {TURN}; "
        f"one core reads {bandwidth / 1e9:.1f} GB a second"
    )
    title = f"Filtered top-{K} among {asked.rows:,} vectors of {asked.vectors}"
    publish(
        f"ann-{asked.vectors}-{asked.rows}",
        [Table(title, table, note)],
        [Plot(title, "rows that pass", "ms", _lines(table))],
    )


def _lines(table: list[dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each engine by how many rows pass, where these were drawn evenly."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in table:
        if row["filter"] in {"100%", *SHARES}:
            lines.setdefault(row["engine"], []).append((row["passing"], row["median_ms"]))
    return lines


def _filters(profiles: Profiles, queries: Profiles) -> dict[str, list[Filter]]:
    """For each condition the filter of each query."""
    everything = np.ones(len(profiles.vectors), dtype=bool)
    filters = {"100%": [Filter(Where(), everything)] * QUERIES}
    for name, drawn in profiles.drawn.items():
        where = Where((Clause(name, all=frozenset({"yes"})),))
        filters[name] = [Filter(where, drawn == 0)] * QUERIES
    assert set(SHARES) < set(filters)  # noqa: S101
    filters["district and skill"] = [
        Filter(
            Where((Clause("district", all=frozenset({str(district)})), Clause("skill", all=frozenset({str(skill)})))),
            (profiles.district == district) & (profiles.skills == skill).any(axis=1),
        )
        for district, skill in zip(queries.district, queries.skills[:, 0], strict=True)
    ]
    return filters


def _measured(
    engines: dict[str, Peer],
    profiles: Profiles,
    queries: Matrix,
    filters: list[Filter],
    condition: str,
    bandwidth: float,
) -> list[dict[str, Any]]:
    """A row for each engine: milliseconds, recall, and ratios to ours and to the limit."""
    expected = [_nearest(profiles.vectors, query, each) for query, each in zip(queries, filters, strict=True)]
    efforts = {name: _tuned(engine, queries, filters, expected) for name, engine in engines.items()}
    times: dict[str, list[float]] = {name: [] for name in engines}
    recalls: dict[str, list[float]] = {name: [] for name in engines}
    for first in range(0, QUERIES, TURN):
        for name, engine in engines.items():
            for place in range(first, min(first + TURN, QUERIES)):
                query = queries[place : place + 1]
                started = perf_counter()
                ids = engine.search(query, K, filters[place], efforts[name])
                times[name].append(1e3 * (perf_counter() - started))
                recalls[name].append(_recall(ids, expected[place]))
    passing = max(float(np.median([each.mask.sum() for each in filters])), 1.0)
    limit = 1e3 * passing * profiles.vectors.shape[1] * 4 / bandwidth
    own = float(np.median(times["ours"])) if "ours" in times else float("nan")
    return [
        {
            "engine": name,
            "filter": condition,
            "passing": int(passing),
            "median_ms": round(float(np.median(times[name])), 3),
            "p95_ms": round(float(np.percentile(times[name], 95)), 3),
            "recall": round(float(np.mean(recalls[name])), 4),
            "effort": efforts[name],
            "times_ours": round(float(np.median(times[name])) / own, 2),
            "times_limit": round(float(np.median(times[name])) / limit, 2),
        }
        for name in engines
    ]


def _tuned(engine: Peer, queries: Matrix, filters: list[Filter], expected: list[Ids]) -> int:
    """The least effort that finds enough, or the most thorough."""
    for effort in engine.efforts:
        found = [engine.search(queries[i : i + 1], K, filters[i], effort) for i in range(QUERIES)]
        if np.mean([_recall(ids, right) for ids, right in zip(found, expected, strict=True)]) >= ENOUGH:
            return effort
    return engine.efforts[-1]


def _nearest(vectors: Matrix, query: Matrix, condition: Filter) -> Ids:
    rows = np.flatnonzero(condition.mask)
    return rows[np.argsort(-(vectors[rows] @ query))[:K]]


def _recall(ids: Ids, expected: Ids) -> float:
    return len(set(ids.tolist()) & set(expected.tolist())) / max(len(expected), 1)


def _bytes_a_second(vectors: Matrix) -> float:
    """How fast one core reads rows that lie one after the other, the best of five."""
    flat = vectors[:100_000].ravel()
    times = []
    for _ in range(5):
        started = perf_counter()
        np.dot(flat, flat)
        times.append(perf_counter() - started)
    return flat.nbytes / min(times)


if __name__ == "__main__":
    main()
