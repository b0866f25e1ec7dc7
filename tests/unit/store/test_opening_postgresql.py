"""Opening a database of PostgreSQL, and what is said when it cannot be used."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from matcher.errors import NotFound, Unavailable
from matcher.store import SqlStore, SqlVectorCache, open_store, postgresql, tables
from matcher.store.migrations import VERSIONS
from tests.postgresql import PostgreSQL
from tests.stores import named, put


@pytest.fixture
def url(postgresql: PostgreSQL) -> Iterator[str]:
    with postgresql.migrated() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    with open_store(url) as store:
        yield store


def refusal(url: str) -> str:
    with pytest.raises(Unavailable) as caught:
        open_store(url)
    return caught.value.message


def run(postgresql: PostgreSQL, url: str, statement: str) -> None:
    engine = postgresql.engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def as_user(url: str, user: str) -> str:
    return url.replace("postgres:@", f"{user}:segreto@", 1)


class TestOpening:
    def test_an_empty_one_is_given_tables_at_the_last_version(self, postgresql: PostgreSQL) -> None:
        with open_store(postgresql.new()) as store:
            with store.unit_of_work() as unit:
                assert unit.generation() == 0
            with store.main.engine.connect() as connection:
                stamped = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        assert stamped == [VERSIONS[-1]]

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_its_url_is_written_as_people_do(self, url: str, scheme: str) -> None:
        with open_store(url.replace("postgresql", scheme, 1)) as store:
            assert store.product.startswith("PostgreSQL 18.")

    def test_tables_of_another_program_are_left_alone(self, postgresql: PostgreSQL) -> None:
        url = postgresql.new()
        run(postgresql, url, "CREATE TABLE invoices (id int)")
        assert "holds another program's tables: name another one in MATCHER_DATABASE_URL" in refusal(url)

    def test_a_newer_one_is_refused(self, postgresql: PostgreSQL) -> None:
        url = postgresql.new("migrated")
        run(postgresql, url, "UPDATE alembic_version SET version_num = '9999'")
        assert "update matcher" in refusal(url)

    def test_one_that_should_hold_something_is_not_given_tables(self, postgresql: PostgreSQL) -> None:
        with pytest.raises(NotFound, match="not one of matcher's"):
            open_store(postgresql.new(), existing=True)


class TestFailures:
    def test_a_database_that_is_not_there_is_to_be_created(self, postgresql: PostgreSQL) -> None:
        assert "does not exist: create it with createdb" in refusal(postgresql.url("nowhere"))

    def test_an_unknown_user_is_refused_without_the_password(self, url: str) -> None:
        said = refusal(as_user(url, "stranger"))
        assert "check the user and the password" in said
        assert "segreto" not in said

    def test_a_server_that_is_not_there_is_named_without_the_password(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        said = refusal(f"postgresql://matcher:segreto@127.0.0.1:{port}/milan")
        assert said.startswith(f"The database milan on 127.0.0.1:{port} cannot be reached")
        assert "segreto" not in said

    def test_too_many_connections_are_said(self, postgresql: PostgreSQL, url: str) -> None:
        postgresql.run("CREATE ROLE crowd LOGIN CONNECTION LIMIT 1")
        engine = postgresql.engine(as_user(url, "crowd"))
        with engine.connect():
            assert "takes no more connections" in refusal(as_user(url, "crowd"))
        engine.dispose()

    def test_a_read_only_one_can_be_read_and_says_why_it_cannot_be_written(
        self, postgresql: PostgreSQL, url: str, store: SqlStore
    ) -> None:
        put(store, named("anna"))
        # As every transaction on a standby is.
        with open_store(f"{url}&options=-c%20default_transaction_read_only%3Don") as reading:
            with reading.unit_of_work() as unit:
                assert unit.profiles.get("anna") is not None
            with reading.unit_of_work() as unit, pytest.raises(Unavailable, match="read only"):
                unit.profiles.delete("anna")

    def test_a_user_without_rights_is_told(self, postgresql: PostgreSQL, url: str) -> None:
        postgresql.run("CREATE ROLE reader LOGIN")
        assert "owner of the database's tables" in refusal(as_user(url, "reader"))

    def test_an_error_shows_no_row(self, store: SqlStore) -> None:
        stray = {"profile_id": "nobody", "email": "anna@example.org"}
        with store.main.engine.connect() as connection, pytest.raises(IntegrityError) as caught:
            connection.execute(insert(tables.contacts), stray)
        assert "nobody" not in str(caught.value)
        assert "nobody" not in str(caught.value.orig)
        assert "foreign key" in str(caught.value)


class TestConnections:
    def test_work_goes_on_after_the_server_has_dropped_every_connection(
        self, postgresql: PostgreSQL, store: SqlStore
    ) -> None:
        put(store, named("anna"))
        postgresql.end_connections(str(store.main.engine.url.database))
        put(store, named("bruna"))
        with store.unit_of_work() as unit:
            assert unit.generation() == 2

    def test_one_that_is_lost_in_the_middle_of_the_work_is_said_and_nothing_is_half_written(
        self, postgresql: PostgreSQL, store: SqlStore
    ) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put(named("anna"))
            postgresql.end_connections(str(store.main.engine.url.database))
            with pytest.raises(Unavailable, match="try again"):
                unit.commit()
        with store.unit_of_work() as unit:
            assert unit.profiles.count() == 0

    def test_threads_that_hold_a_unit_each_can_all_use_the_cache(self, store: SqlStore) -> None:
        most = postgresql.CONNECTIONS + postgresql.MORE_AT_TIMES
        cache, together = SqlVectorCache(store), Barrier(most)

        def read_and_encode(number: int) -> bool:
            with store.unit_of_work() as unit:
                unit.profiles.count()
                together.wait(30)
                cache.put_many("model", {f"d:{number}": np.ones(2, dtype=np.float32)})
                return unit.profiles.count() == 0

        with ThreadPoolExecutor(most) as pool:
            assert all(pool.map(read_and_encode, range(most)))

    def test_more_units_than_connections_are_told_to_come_again(
        self, store: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store.main.engine.pool, "_timeout", 0.01)
        with ExitStack() as stack:
            for _ in range(postgresql.CONNECTIONS + postgresql.MORE_AT_TIMES):
                stack.enter_context(store.unit_of_work()).profiles.count()
            with store.unit_of_work() as unit, pytest.raises(Unavailable, match="all connections are in use"):
                unit.profiles.count()
        with store.unit_of_work() as unit:
            assert unit.profiles.count() == 0
