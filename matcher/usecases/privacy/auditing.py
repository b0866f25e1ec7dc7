"""Enter what was done that matters, and find out whether the log of it was tampered with."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from matcher.domain.audit import Act, AuditEntry, first_break
from matcher.domain.privacy import Person
from matcher.errors import Conflict
from matcher.ports import Store
from matcher.usecases.secrets import server_secret

_DIGITS = 24
_SETTINGS = "audited_settings"
"""Name of the stored fact that says which settings were entered last."""


def pseudonym(secret: bytes, name: str) -> str:
    """What a person is called in the log: from a name of `Person.names`, by whoever has the server's secret."""
    return "person-" + hmac.digest(secret, f"audit:{name}".encode(errors="replace"), hashlib.sha256).hex()[:_DIGITS]


def pseudonyms(secret: bytes, person: Person) -> list[str]:
    """Every pseudonym of a person, those of profiles first."""
    return [pseudonym(secret, name) for name in sorted(person.names, reverse=True)]


def enter(act: Act, store: Store, subject: str = "", details: Mapping[str, str | int] = {}) -> None:
    """Enter something in a transaction of its own."""
    with store.unit_of_work(write=True) as unit:
        unit.audit.add(act, subject, details)
        unit.commit()


def enter_contacts_read(profile_id: str, by: str, store: Store) -> None:
    """Enter that a profile's contacts were shown, and to whom: `asker`, `staff`."""
    name = next(iter(Person(profiles=(profile_id,)).names))
    enter(Act.CONTACTS_READ, store, pseudonym(server_secret(store), name), {"by": by})


def enter_settings(values: Mapping[str, str], store: Store) -> None:
    """Enter which settings have other values than when they were last entered; the first time, all of them."""
    with store.unit_of_work(write=True) as unit:
        known: dict[str, str] = json.loads(unit.meta(_SETTINGS) or "{}")
        changed = {name: value for name, value in values.items() if known.get(name) != value}
        if changed:
            unit.audit.add(Act.SETTINGS_CHANGED, "", changed)
            unit.set_meta(_SETTINGS, json.dumps(dict(values)))
            unit.commit()


def verify_audit(store: Store) -> tuple[int, str]:
    """How many entries there are, and the hash of the last, to be noted elsewhere.

    Raises:
        Conflict: an entry was changed, or one is missing.
    """
    with store.unit_of_work() as unit:
        entries = list(unit.audit.all())
    broken = first_break(entries)
    if broken is not None:
        raise Conflict(
            f"The audit log was tampered with: entry {broken} is not as it was written, or one before it is missing. "
            "Compare it with a backup.",
            field="number",
            found=broken,
        )
    return len(entries), entries[-1].hash if entries else ""


def audit_data(entry: AuditEntry) -> Mapping[str, object]:
    """An entry as plain data."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "act": entry.act,
        "subject": entry.subject,
        "details": dict(entry.details),
        "previous": entry.previous,
        "hash": entry.hash,
    }
