"""What the database keeps, refuses to keep, and forgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.profiles import Contacts, Facts, Item, Kind, Place, Point, Profile
from matcher.errors import InvalidInput
from matcher.store import SqlStore, tables
from tests.events import FAIR
from tests.stores import empty_store

ANNA = Profile(id="anna", kind=Kind.ARTISAN, name="Anna", offers=(Item("cuciture a mano"),))


@pytest.fixture
def store(sql_store: SqlStore) -> SqlStore:
    return sql_store


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqlStore]:
    """A store on SQLite."""
    with empty_store(tmp_path) as store:
        yield store


@pytest.mark.parametrize(
    "unstorable",
    [
        replace(ANNA, name="half \ud83d a pair"),
        replace(ANNA, offers=(Item("with a \0"),)),
        replace(ANNA, provenance={"\0": "key"}),
        replace(ANNA, place=Place(point=Point(float("nan"), 9.0))),
        replace(ANNA, place=Place(point=Point(45.0, float("inf")))),
        replace(ANNA, facts=Facts(run_max=2**31)),
    ],
    ids=["surrogate", "NUL", "NUL in a key", "NaN", "infinity", "beyond 32 bits"],
)
def test_a_value_that_no_database_keeps_is_refused_with_the_profiles_id(store: SqlStore, unstorable: Profile) -> None:
    with store.unit_of_work(write=True) as unit:
        with pytest.raises(InvalidInput, match="'anna' cannot be stored"):
            unit.profiles.put(unstorable)
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.profiles.count() == 0


@pytest.mark.parametrize("contacts", [Contacts(email="a@b\0"), Contacts(email="a@b\ud83d")], ids=["NUL", "surrogate"])
def test_such_contacts_are_refused_without_being_shown(store: SqlStore, contacts: Contacts) -> None:
    with store.unit_of_work(write=True) as unit:
        with pytest.raises(InvalidInput, match="'anna' cannot be stored: a text") as caught:
            unit.profiles.put(ANNA, contacts)
        unit.commit()
    assert "@" not in str(caught.value)
    with store.unit_of_work() as unit:
        assert unit.profiles.get("anna") is None


def test_an_id_that_is_no_text_is_refused(store: SqlStore) -> None:
    with store.unit_of_work() as unit, pytest.raises(InvalidInput, match="half a character"):
        unit.profiles.get("\ud83d")


def test_a_nul_is_refused_wherever_it_stands(store: SqlStore) -> None:
    with store.unit_of_work() as unit, pytest.raises(InvalidInput, match="NUL"):
        unit.profiles.get("an\0na")
    with store.unit_of_work(write=True) as unit, pytest.raises(InvalidInput, match="NUL"):
        unit.events.put(replace(FAIR, place="Sala\0"))


def test_a_time_of_another_zone_is_kept_as_the_same_instant(store: SqlStore) -> None:
    noon_in_summer = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put(ANNA)
        unit.commit()
    with store.main.engine.connect() as connection:
        connection.execute(update(tables.profiles).values(updated_at=noon_in_summer))
        connection.commit()
    with store.unit_of_work() as unit:
        found = unit.profiles.get("anna")
    assert found is not None
    assert found.updated_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_the_day_of_creation_stays_when_a_profile_changes(store: SqlStore) -> None:
    days = []
    for name in ("Anna", "Anna Conti"):
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put(replace(ANNA, name=name))
            unit.commit()
        with store.main.engine.connect() as connection:
            days.append(connection.execute(select(tables.profiles.c.created_at, tables.profiles.c.updated_at)).one())
    (created, first), (still_created, second) = days
    assert created == still_created == first < second


def test_text_that_only_looks_like_a_nul_is_kept(store: SqlStore) -> None:
    lookalike = replace(ANNA, name=r"\u0000")
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put(lookalike)
        found = unit.profiles.get("anna")
        assert found is not None
        assert found.profile == lookalike


def test_nothing_erased_lingers_in_the_file(file: SqlStore, tmp_path: Path) -> None:
    with file.unit_of_work(write=True) as unit:
        unit.profiles.put(replace(ANNA, description="una bottega segreta"), Contacts(email="anna@example.org"))
        unit.profiles.put(replace(ANNA, id="bruna"))
        unit.commit()
    with file.unit_of_work(write=True) as unit:
        unit.profiles.delete("anna")
        unit.commit()
    file.close()
    content = (tmp_path / "matcher.db").read_bytes()
    assert b"bruna" in content
    assert b"segreta" not in content
    assert b"anna@example.org" not in content


def test_how_to_reach_who_asked_does_not_linger_once_the_request_has_ended(file: SqlStore, tmp_path: Path) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    asked = ContactRequest("r1", "anna", "Elena", "Salve", day, day + timedelta(days=30), email="elena@example.org")
    with file.unit_of_work(write=True) as unit:
        unit.profiles.put(ANNA)
        unit.contact_requests.put(asked)
        unit.commit()
    with file.unit_of_work(write=True) as unit:
        unit.contact_requests.put(replace(asked, state=RequestState.WITHDRAWN, email=None))
        unit.commit()
    file.close()
    content = (tmp_path / "matcher.db").read_bytes()
    assert b"Elena" in content
    assert b"elena@example.org" not in content


def test_an_error_of_the_database_never_shows_contacts(store: SqlStore) -> None:
    stray = {"profile_id": "nobody", "email": "anna@example.org"}
    with store.main.engine.connect() as connection, pytest.raises(IntegrityError) as caught:
        connection.execute(insert(tables.contacts), stray)
    assert "anna@example.org" not in str(caught.value)
