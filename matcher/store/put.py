"""Storing a batch of profiles: what has not changed is not written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from matcher.domain.profiles import Contacts, Profile
from matcher.ports import Change, Operation
from matcher.store.changes import record_changes
from matcher.store.records import ContactsRow, Record, contacts_of, contacts_row, record_of
from matcher.store.rows import insert_rows
from matcher.store.tables import contacts, items, profiles
from matcher.store.upsert import insert_or_replace


def put_batch(connection: Connection, pairs: Sequence[tuple[Profile, Contacts | None]]) -> list[Change]:
    """Store profiles of distinct ids, few enough for one statement; what storing each did.

    Raises:
        InvalidInput: a profile or its contacts hold a value that no database can keep; nothing of the batch is written.
    """
    records = {profile.id: record_of(profile) for profile, _ in pairs}
    versions = _stored_versions(connection, list(records))
    renewed = _renewed_contacts(connection, {profile.id: given for profile, given in pairs if given is not None})
    changes: dict[str, Change] = {}
    for profile_id, record in records.items():
        if profile_id not in versions:
            changes[profile_id] = Change.CREATED
        elif profile_id in renewed or versions[profile_id][0] != record.profile["content_hash"]:
            changes[profile_id] = Change.UPDATED
        else:
            changes[profile_id] = Change.UNCHANGED
    written = [profile_id for profile_id, change in changes.items() if change is not Change.UNCHANGED]
    if written:
        numbers = record_changes(connection, [(profile_id, Operation(changes[profile_id])) for profile_id in written])
        _stamp(records, versions, dict(zip(written, numbers, strict=True)))
        _write_profiles(connection, [records[profile_id] for profile_id in written])
        _write_contacts(connection, renewed)
    return list(changes.values())


def _stored_versions(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """The (content hash, version) of the profiles already there."""
    statement = select(profiles.c.id, profiles.c.content_hash, profiles.c.version).where(profiles.c.id.in_(ids))
    return {row.id: (row.content_hash, row.version) for row in connection.execute(statement)}


def _renewed_contacts(connection: Connection, given: Mapping[str, Contacts]) -> dict[str, ContactsRow]:
    """The rows of the contacts that differ from those stored."""
    if not given:
        return {}
    statement = select(contacts).where(contacts.c.profile_id.in_(list(given)))
    stored = {row.profile_id: contacts_of(row) for row in connection.execute(statement)}
    return {
        profile_id: contacts_row(profile_id, each)
        for profile_id, each in given.items()
        if each != stored.get(profile_id, Contacts())
    }


def _stamp(records: Mapping[str, Record], versions: Mapping[str, tuple[str, int]], numbers: Mapping[str, int]) -> None:
    now = datetime.now(UTC)
    for profile_id, number in numbers.items():
        version = versions[profile_id][1] + 1 if profile_id in versions else 1
        records[profile_id].profile.update(version=version, change=number, created_at=now, updated_at=now)


def _write_profiles(connection: Connection, records: Sequence[Record]) -> None:
    insert_rows(
        connection, insert_or_replace(connection, profiles, keep=("created_at",)), [one.profile for one in records]
    )
    connection.execute(delete(items).where(items.c.profile_id.in_([record.profile["id"] for record in records])))
    rows = [row for record in records for row in record.items]
    if rows:
        insert_rows(connection, insert(items), rows)


def _write_contacts(connection: Connection, renewed: Mapping[str, ContactsRow]) -> None:
    """Replace the rows; contacts that say nothing leave none, so that no trace of a person stays."""
    if not renewed:
        return
    connection.execute(delete(contacts).where(contacts.c.profile_id.in_(list(renewed))))
    rows = [row for profile_id, row in renewed.items() if row != contacts_row(profile_id, Contacts())]
    if rows:
        insert_rows(connection, insert(contacts), rows)
