"""An index kept in a folder as it lies in memory, so that opening is a check and a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import bitsets, sealed_folder
from embeddings.arrays import Matrix
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
    """Write a snapshot, in place of what the folder holds; of dead rows it says nothing."""
    size, coarse = snapshot.size, snapshot.coarse
    names, sets = [], []
    for field, codes in list(snapshot.facets.codes.items()):
        for value, code in list(codes.items()):
            names.append([field, value])
            sets.append(snapshot.facets.numbers(code, size).astype(np.int32))
    live = np.zeros(size, dtype=bool)
    live[bitsets.to_rows(snapshot.live)] = True
    lookup = Lookup.of(snapshot.ids[:size], np.flatnonzero(live), size)
    arrays: dict[str, Array | Sequence[Array]] = {
        "vectors": _blanked(snapshot.vectors.blocks(0, size), live) or [np.empty((0, snapshot.dim), dtype=np.float32)],
        "ids": np.where(live, snapshot.ids[:size], 0),
        "points": np.where(live[:, None], snapshot.points[:size], np.nan),
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


def _blanked(blocks: Iterable[Matrix], live: NDArray[np.bool_]) -> list[Matrix]:
    """The vectors, zeros for rows that are not `live`, bool (n,): what was erased must be in no file."""
    done, first = [], 0
    for block in blocks:
        here = live[first : first + len(block)]
        done.append(block if here.all() else np.where(here[:, None], block, np.float32(0)))
        first += len(block)
    return done


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
