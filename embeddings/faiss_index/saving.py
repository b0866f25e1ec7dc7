"""An index kept in a folder as it lies in memory, so that opening is a check and a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings import bitsets, sealed_folder
from embeddings.errors import DamagedFolder
from embeddings.faiss_index.coarse import Coarse
from embeddings.faiss_index.columns import Column
from embeddings.faiss_index.facets import Facets
from embeddings.faiss_index.grid import Grid
from embeddings.faiss_index.liveness import Liveness
from embeddings.faiss_index.lookup import Lookup
from embeddings.faiss_index.reach import Reach
from embeddings.faiss_index.rows import Rows
from embeddings.faiss_index.snapshot import Snapshot
from embeddings.faiss_index.vectors import Vectors
from embeddings.sealed_folder import Array

VERSION = 3


def save(folder: Path, snapshot: Snapshot, facts: Mapping[str, Any]) -> None:
    """Write a snapshot, in place of what the folder holds."""
    size, coarse = snapshot.size, snapshot.coarse
    names, sets = [], []
    for field, codes in list(snapshot.facets.codes.items()):
        for value, code in list(codes.items()):
            names.append([field, value])
            sets.append(snapshot.facets.numbers(code, size).astype(np.int32))
    lookup = Lookup.of(snapshot.ids[:size], bitsets.to_rows(snapshot.live), size)
    arrays: dict[str, Array | Sequence[Array]] = {
        "vectors": list(snapshot.vectors.blocks(0, size)) or [np.empty((0, snapshot.dim), dtype=np.float32)],
        "ids": snapshot.ids[:size],
        "points": snapshot.points[:size],
        "live": snapshot.live,
        "sorted_ids": lookup.ids,
        "sorted_rows": lookup.rows,
        "facet_rows": [np.empty(0, dtype=np.int32), *sets],
        "facet_ends": np.cumsum([len(rows) for rows in sets], dtype=np.int64),
        **({} if coarse is None else {"coarse": coarse.dumped()}),
    }
    own = {"version": VERSION, "dim": snapshot.dim, "live": snapshot.live_count, "facets": names}
    if coarse is not None:
        own["coarse"] = [coarse.rows, coarse.learnt_from, coarse.reach.lists, coarse.reach.codes]
    sealed_folder.write(folder, arrays, {"index": own, "caller": dict(facts)})


def facts(folder: Path) -> Mapping[str, Any]:
    """What the caller said of a saved index.

    Raises:
        DamagedFolder: the folder's manifest is missing or damaged.
    """
    caller: Mapping[str, Any] = sealed_folder.facts(folder)["caller"]
    return caller


def opened(saved: Path, threads: int, folder: Path | None) -> Rows:
    """The rows that were saved; vectors and ids stay where they lie, what changes is kept in memory.

    Raises:
        DamagedFolder: the folder does not hold what was saved.
    """
    sealed = sealed_folder.read(saved)
    own, arrays = sealed.facts["index"], sealed.arrays
    if own["version"] != VERSION:
        raise DamagedFolder(f"{saved} holds an index of version {own['version']}, not {VERSION}; make it anew")
    size = len(arrays["ids"])
    rows = Rows(own["dim"], threads, folder)
    rows.vectors = Vectors(own["dim"], folder, sealed=np.asarray(arrays["vectors"]))
    rows.ids, rows.points = Column(np.asarray(arrays["ids"])), Column(np.asarray(arrays["points"]))
    rows.liveness = Liveness(np.asarray(arrays["live"]), size)
    rows.live_count = own["live"]
    rows.lookup = Lookup(np.asarray(arrays["sorted_ids"]), np.asarray(arrays["sorted_rows"]), size)
    names = [(field, value) for field, value in own["facets"]]
    sets = np.split(np.asarray(arrays["facet_rows"]), arrays["facet_ends"][:-1]) if names else []
    rows.facets = Facets.of(names, sets, size)
    rows.grid = Grid.of(rows.points.values)
    if "coarse" in arrays:
        coded, learnt_from, *curves = own["coarse"]
        rows.coarse = Coarse.loaded(np.asarray(arrays["coarse"]), coded, learnt_from, Reach(*map(tuple, curves)))
    return rows
