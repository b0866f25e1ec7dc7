"""Every kind of store and of index, for the tests of what all of them promise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings import VectorIndex
from matcher.ports import Store
from matcher.store import open_store
from tests.fakes import MemoryStore
from tests.indexes import KINDS as INDEXES
from tests.indexes import empty_index
from tests.postgresql import PostgreSQL
from tests.stores import empty_store

STORES = ["sqlite", "postgresql", "memory"]


def opened(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "sqlite":
        with empty_store(folder) as store:
            yield store
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        with server.migrated() as url, open_store(url) as store:
            yield store


@pytest.fixture(scope="module", params=STORES)
def kept_empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests that commit nothing."""
    yield from opened(request, tmp_path_factory.mktemp("kept"))


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    yield from opened(request, tmp_path)


@pytest.fixture(params=INDEXES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    """An empty index of three dimensions."""
    with empty_index(request.param, 3, tmp_path) as empty:
        yield empty
