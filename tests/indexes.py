"""Every kind of index, for the tests of what all of them promise."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from qdrant_client import QdrantClient

from embeddings import VectorIndex
from embeddings.exact_index import ExactIndex
from embeddings.faiss_index import FaissIndex
from embeddings.index_home import IndexHome, KeptIndex
from embeddings.planning import PGVECTOR, QDRANT, Planner
from embeddings.postgres import PostgresHome
from embeddings.qdrant.edge import EdgeHome
from embeddings.qdrant.server import ServerHome
from tests.postgresql import empty_schema

CLUSTER = os.environ.get("MATCHER_TEST_QDRANT_URL")
KEPT = ("pgvector", "qdrant-edge", "qdrant-simulated", *(["qdrant"] if CLUSTER else []))
"""Kinds kept outside of this process; `qdrant-simulated` tries the calls to a server, which it is not."""
KINDS = ("exact", "faiss", *KEPT)
_PREFIXES = count()


@contextmanager
def empty_home(kind: str, folder: Path, planner: Planner | None = None) -> Iterator[IndexHome]:
    """A home of a kind that has no indexes yet."""
    if kind == "pgvector":
        home: IndexHome = PostgresHome(empty_schema(), planner or PGVECTOR)
    elif kind == "qdrant-edge":
        home = EdgeHome(folder / "edge", planner or QDRANT)
    elif kind == "qdrant-simulated":
        home = ServerHome("qdrant://simulated", planner or QDRANT, QdrantClient(":memory:"))
    else:
        home = ServerHome(f"{CLUSTER}/test-{os.getpid()}-{next(_PREFIXES)}", planner or QDRANT)
    try:
        with warnings.catch_warnings():
            # The simulator says that it is slow, and that it searches exactly whatever is asked.
            warnings.filterwarnings("ignore", message=r".*(Local mode|local Qdrant)")
            yield home
    finally:
        if isinstance(home, ServerHome):
            home.drop()
        home.close()


@contextmanager
def empty_index(kind: str, dim: int, folder: Path, planner: Planner | None = None) -> Iterator[VectorIndex]:
    if kind == "exact":
        yield ExactIndex(dim)
    elif kind == "faiss":
        yield FaissIndex(dim)
    else:
        with empty_home(kind, folder, planner) as home:
            index: KeptIndex = home.index("offers", dim)
            yield index
