"""Settings of every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from matcher.store import SqlStore, open_store
from tests.postgresql import PostgreSQL, end_server, server
from tests.static_models import write_tiny_model
from tests.stores import empty_file

# In CI the same examples every time: a change that passed there passes again; elsewhere, new ones are sought.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny static model, to be read only."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


def pytest_sessionfinish() -> None:
    end_server()


@pytest.fixture(scope="session")
def postgresql() -> PostgreSQL:
    """A PostgreSQL server, started when the first test asks for it."""
    return server()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of each kind, with all tables and no row."""
    if request.param == "sqlite":
        yield empty_file(tmp_path / "matcher.db")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.migrated() as url:
        yield url


@pytest.fixture
def sql_store(database: str) -> Iterator[SqlStore]:
    """An open store on a database of each kind."""
    with open_store(database) as store:
        yield store
