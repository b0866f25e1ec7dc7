"""Every kind of store and of index, for the tests of what all of them promise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings import VectorIndex
from matcher.ports import Store
from tests.fakes import MemoryStore
from tests.indexes import KINDS, empty_index
from tests.stores import empty_store


def opened(kind: str, folder: Path) -> Iterator[Store]:
    if kind == "memory":
        yield MemoryStore()
        return
    with empty_store(folder) as store:
        yield store


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def kept_empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests that commit nothing."""
    yield from opened(request.param, tmp_path_factory.mktemp("kept"))


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    yield from opened(request.param, tmp_path)


@pytest.fixture(params=KINDS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    """An empty index of three dimensions."""
    with empty_index(request.param, 3, tmp_path) as empty:
        yield empty
