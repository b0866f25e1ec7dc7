"""Everything that is held on a person, as plain data for them to read and take elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from matcher.domain.audit import Act
from matcher.domain.privacy import Person
from matcher.ports import Store, UnitOfWork
from matcher.usecases.privacy.auditing import audit_data, pseudonyms
from matcher.usecases.privacy.erasing import find_people
from matcher.usecases.secrets import server_secret


def export_person(whom: str, store: Store) -> dict[str, Any]:
    """All that is held on everybody who is known by an id of a profile or by an address; that it was read is entered.

    `people` has for each what the tables hold, by table, and the `audit` entries about them.

    Raises:
        NotFound: nobody is.
    """
    secret = server_secret(store)
    with store.unit_of_work(write=True) as unit:
        people = find_people(whom, unit)
        exported = [_held(person, secret, unit) for person in people]
        for person in people:
            unit.audit.add(Act.EXPORTED, next(iter(pseudonyms(secret, person)), ""))
        unit.commit()
    return {"exported_at": datetime.now(UTC).isoformat(), "people": exported}


def _held(person: Person, secret: bytes, unit: UnitOfWork) -> dict[str, Any]:
    entries = [dict(audit_data(entry)) for entry in unit.audit.about(pseudonyms(secret, person))]
    return {**unit.people.held(person), "audit": entries}
