"""The audit log: what was done that matters, in a chain that shows every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from matcher.domain.access import Scope
from matcher.domain.audit import Act, AuditEntry, entry_hash, first_break
from matcher.errors import Conflict
from matcher.store import SqlStore
from matcher.store.privacy_tables import audit
from matcher.store.transaction import Transaction
from matcher.usecases.keys import create_key, rotate_key
from matcher.usecases.privacy.auditing import enter, enter_contacts_read, enter_settings, verify_audit
from tests.fakes import MemoryStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(length):
        last = entries[-1] if entries else None
        entries.append(AuditEntry.following(last, NOW, Act.IMPORTED, f"s{number}", {"created": number}))
    return entries


@given(st.integers(0, 8))
def test_a_chain_as_it_was_written_holds(length: int) -> None:
    assert first_break(chain(length)) is None


@given(st.integers(1, 8), st.data())
def test_a_change_of_any_entry_is_found_there(length: int, data: st.DataObject) -> None:
    entries, place = chain(length), data.draw(st.integers(0, length - 1))
    changes = {"at": datetime(2027, 1, 1, tzinfo=UTC), "act": Act.ERASED, "subject": "x", "details": {"created": -1}}
    field = data.draw(st.sampled_from(sorted(changes)))
    entries[place] = replace(entries[place], **{field: changes[field]})  # type: ignore[arg-type]
    assert first_break(entries) == place + 1


@given(st.integers(2, 8), st.data())
def test_a_missing_or_exchanged_entry_is_found(length: int, data: st.DataObject) -> None:
    entries, place = chain(length), data.draw(st.integers(0, length - 2))
    assert first_break(entries[:place] + entries[place + 1 :]) == place + 1
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert first_break(entries) == place + 1


def test_who_rewrites_an_entry_with_its_hash_breaks_the_next_one() -> None:
    entries = chain(3)
    forged = replace(entries[1], subject="another")
    entries[1] = replace(forged, hash=entry_hash(forged))
    assert first_break(entries) == 3


def test_the_database_itself_refuses_changes(sql_store: SqlStore) -> None:
    for act in (Act.IMPORTED, Act.ERASED):
        enter(act, sql_store, "subject", {"profiles": 1})
    for statement in (update(audit).values(subject="x"), delete(audit)):
        with pytest.raises(DBAPIError, match="only ever added to"), Transaction(sql_store.main) as transaction:
            transaction.write().execute(statement)
    entries, last = verify_audit(sql_store)
    assert (entries, len(last)) == (2, 64)


def test_an_entry_tampered_with_past_the_triggers_is_found(sql_store: SqlStore) -> None:
    for number in range(3):
        enter(Act.IMPORTED, sql_store, "", {"created": number})
    with Transaction(sql_store.main) as transaction:
        connection = transaction.write()
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER audit_refuses_delete"))
        connection.execute(delete(audit).where(audit.c.number == 2))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
        transaction.commit()
    with pytest.raises(Conflict, match="entry 2"):
        verify_audit(sql_store)


def test_keys_are_entered_by_their_ids() -> None:
    store = MemoryStore()
    first = create_key("Sportello", [Scope.READ], store)
    second = rotate_key(first.key.id, store)
    with store.unit_of_work() as unit:
        entries = list(unit.audit.all())
    expected = [(Act.KEY_CREATED, first.key.id), (Act.KEY_REVOKED, first.key.id), (Act.KEY_CREATED, second.key.id)]
    assert [(entry.act, entry.subject) for entry in entries] == expected


def test_people_are_entered_by_pseudonyms_that_stay_the_same() -> None:
    store = MemoryStore()
    enter_contacts_read("anna", "staff", store)
    enter_contacts_read("anna", "asker", store)
    enter_contacts_read("bruna", "staff", store)
    with store.unit_of_work() as unit:
        subjects = [entry.subject for entry in unit.audit.all()]
    assert subjects[0] == subjects[1] != subjects[2]
    assert not any("anna" in subject for subject in subjects)


def test_settings_are_entered_when_they_change() -> None:
    store = MemoryStore()
    for values in ({"encoder": "static"}, {"encoder": "static"}, {"encoder": "other"}):
        enter_settings(values, store)
    with store.unit_of_work() as unit:
        assert [entry.details for entry in unit.audit.all()] == [{"encoder": "static"}, {"encoder": "other"}]
