"""The migrations make exactly the tables that the code expects."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from matcher.domain.access import AccessKey, Scope
from matcher.store import SqlStore, open_store, sqlite
from matcher.store.migrations import VERSIONS
from matcher.store.tables import metadata
from matcher.store.transaction import Database, Transaction
from matcher.store.turns import Turns
from matcher.store.upgrade import MIGRATIONS, configuration, upgrade
from tests.contracts.test_access_store import NOON
from tests.events import FAIR, keep
from tests.stores import BINDER, empty_store, put, sqlite_url, stored
from tests.unit.test_jobs import JOB


def statements(engine: Engine) -> set[str]:
    """What makes the tables; one that was copied and renamed has its name in quotes."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    with engine.connect() as connection:
        found = [" ".join(sql.split()) for sql in connection.execute(text(query)).scalars()]
    return {re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql) for sql in found}


def test_from_empty_they_lead_to_the_tables_of_the_code(sql_store: SqlStore) -> None:
    with sql_store.main.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_keys_checks_and_options_are_the_same_too(tmp_path: Path) -> None:
    declared = create_engine(sqlite_url(tmp_path / "declared.db"))
    metadata.create_all(declared)
    with empty_store(tmp_path) as store:
        assert statements(store.main.engine) == statements(declared)
    declared.dispose()


def test_every_version_is_listed_in_order() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(VERSIONS)


def test_a_migration_that_was_interrupted_left_nothing_and_runs_again(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "matcher.db")
    database = Database(sqlite.connect(make_url(url)), sqlite.begin, 1, Turns())
    with Transaction(database) as interrupted:
        upgrade(interrupted.write())
    assert statements(database.engine) == set()
    database.engine.dispose()
    with open_store(url) as store, store.unit_of_work() as unit:
        assert unit.generation() == 0


def test_a_database_from_before_events_keeps_its_profiles(database: str) -> None:
    with open_store(database) as store:
        put(store, BINDER)
        with Transaction(store.main) as transaction:
            for table in reversed(metadata.sorted_tables):
                if table.name in SINCE_EVENTS:
                    transaction.write().execute(text(f"DROP TABLE {table.name}"))
            transaction.write().execute(text("ALTER TABLE profiles DROP COLUMN grants"))
            transaction.write().execute(text("UPDATE alembic_version SET version_num = '0001'"))
            transaction.commit()
    with open_store(database) as store, store.unit_of_work() as unit:
        assert stored(store, BINDER.id).profile == BINDER
        assert unit.events.count() == 0


def test_long_work_from_before_imports_goes_on(database: str) -> None:
    with open_store(database) as store:
        keep(store)
        with store.unit_of_work(write=True) as unit:
            unit.jobs.add(JOB)
            unit.commit()
        with Transaction(store.main) as transaction:
            for statement in UNDO_IMPORTS:
                transaction.write().execute(text(statement))
            transaction.commit()
    with open_store(database) as store, store.unit_of_work() as unit:
        assert unit.jobs.of_event(FAIR.id) == [JOB]
        assert unit.uploads.get("none") is None


def test_each_version_that_can_be_left_leads_back_to_the_one_before(database: str) -> None:
    with open_store(database) as store:
        put(store, BINDER)
        with Transaction(store.main) as transaction:
            connection = transaction.write()
            command.downgrade(configuration(connection), "0005")
            left = set(inspect(connection).get_table_names())
            command.upgrade(configuration(connection), "head")
            transaction.commit()
        assert left == set(metadata.tables) - {"erasures", "audit", *SINCE_ORGANISATIONS} | {"alembic_version"}
        assert stored(store, BINDER.id).profile == BINDER


def test_organisations_can_be_taken_back_and_brought_again(sql_store: SqlStore) -> None:
    key = AccessKey("a1", "Desk", frozenset({Scope.READ}), NOON, organisation="North")
    with sql_store.unit_of_work(write=True) as unit:
        unit.profiles.put(BINDER)
        unit.owners.give_profiles([BINDER.id], "North")
        unit.keys.add(key, "h" * 64)
        unit.commit()
    for move, version in ((command.downgrade, "0006"), (command.upgrade, "head")):
        with Transaction(sql_store.main) as transaction:
            move(configuration(transaction.write()), version)
            transaction.commit()
    with sql_store.main.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert stored(sql_store, BINDER.id).profile == BINDER
    with sql_store.unit_of_work() as unit:
        assert unit.keys.get("a1") == replace(key, organisation=None)
        assert unit.owners.profiles([BINDER.id]) == {}


SINCE_ORGANISATIONS = ("profile_owners", "event_owners", "kept_answers", "request_counts")
UNDO_ORGANISATIONS = (
    *(f"DROP TABLE {name}" for name in SINCE_ORGANISATIONS),
    "ALTER TABLE access_keys DROP COLUMN organisation",
)
UNDO_IMPORTS = (
    *UNDO_ORGANISATIONS,
    "ALTER TABLE profiles DROP COLUMN grants",
    "DROP TABLE audit",
    "DROP TABLE erasures",
    "DROP TABLE market_recommendations",
    "DROP TABLE market_blocks",
    "DROP TABLE markets",
    "DROP TABLE uploads",
    "ALTER TABLE jobs DROP COLUMN done",
    "ALTER TABLE jobs DROP COLUMN expected",
    "UPDATE alembic_version SET version_num = '0003'",
)

SINCE_EVENTS = {
    "events",
    "event_participants",
    "participant_contacts",
    "event_interests",
    "event_pairs",
    "encounters",
    "timetables",
    "meetings",
    "jobs",
    "access_keys",
    "uploads",
    "markets",
    "market_blocks",
    "market_recommendations",
    "erasures",
    "audit",
    "contact_requests",
    *SINCE_ORGANISATIONS,
}
