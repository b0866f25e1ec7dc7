"""Several processes on one database, and one that dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from matcher.store import open_store
from tests.postgresql import PostgreSQL
from tests.stores import sqlite_url

OPEN_AT_ONCE = """
import sys
from matcher.store import open_store, upgrade
print("ready", flush=True)
sys.stdin.readline()
with open_store(sys.argv[1]) as store, store.unit_of_work() as unit:
    print(unit.generation())
"""

BATCH = 70
PUT_WITHOUT_END = """
import sys
from matcher.domain.profiles import Contacts, Item, Kind, Profile
from matcher.store import open_store
url, size, stop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = open_store(url)
for batch in range(1_000_000):
    profiles = [
        Profile(f"{batch}-{number}", Kind.ARTISAN, "x", offers=(Item("a"), Item("b"))) for number in range(size)
    ]
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put_many([(profile, Contacts(email="a@example.org")) for profile in profiles])
        if batch == stop:
            print("before the commit", flush=True)
            sys.stdin.readline()
        unit.commit()
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)  # noqa: S603


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_that_open_a_new_database_at_once_all_can(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = sqlite_url(tmp_path / "new" / "matcher.db")
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.new()
    processes = [start(OPEN_AT_ONCE, url) for _ in range(3)]
    assert [next_line(process) for process in processes] == ["ready\n"] * 3
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate() for process in processes] == [("0\n", "")] * 3


def test_one_killed_in_the_middle_of_a_batch_leaves_no_half_of_it(database: str) -> None:
    process = start(PUT_WITHOUT_END, database, BATCH, 3)
    assert next_line(process) == "before the commit\n"
    kill(process)
    with open_store(database) as store, store.unit_of_work() as unit:
        everyone = list(unit.profiles.iterate())
        assert len(everyone) == unit.generation() == len(unit.changes_after(0)) == 3 * BATCH
        assert {len(stored.profile.offers) for stored in everyone} == {2}
        assert all(unit.profiles.contacts(stored.profile.id) for stored in everyone)


def test_one_killed_at_any_moment_leaves_whole_batches(database: str) -> None:
    watching = open_store(database)
    process = start(PUT_WITHOUT_END, database, BATCH, -1)
    seen = 0
    while seen < 10 * BATCH and process.poll() is None:
        with watching.unit_of_work() as unit:
            seen = unit.generation()
    kill(process)
    watching.close()
    with open_store(database) as store, store.unit_of_work() as unit:
        assert unit.generation() >= 10 * BATCH
        assert unit.generation() % BATCH == 0
        assert unit.profiles.count() == unit.generation()
