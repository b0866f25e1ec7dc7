"""Keys that let people and programs in: given out once, known by a hash, revoked at any time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from matcher.domain.access import AccessKey, Scope
from matcher.domain.audit import Act
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store, UnitOfWork

PREFIX = "matcher"
"""What every key's text begins with, so that people and scanners of leaked secrets recognise one."""
LONGEST_LABEL = 100
"""Characters of a label."""
MOST_DAYS = 3650
"""Days that a key may be valid for."""

_SECRET_BYTES = 32
_ID_BYTES = 6
_NOBODY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its text, which is shown now and never again."""

    key: AccessKey
    text: str


def create_key(label: str, scopes: Collection[Scope], store: Store, *, days: int | None = None) -> IssuedKey:
    """Give out a new key, valid for `days` or until revoked.

    Raises:
        InvalidInput: no label, no scope, or days that are not between 1 and MOST_DAYS.
    """
    _check(label, scopes, days)
    lifetime = None if days is None else timedelta(days=days)
    with store.unit_of_work(write=True) as unit:
        issued = _issue(unit, " ".join(label.split()), frozenset(scopes), lifetime, datetime.now(UTC))
        unit.commit()
    return issued


def list_keys(store: Store) -> Sequence[AccessKey]:
    """Every key there is or was, the oldest first."""
    with store.unit_of_work() as unit:
        return unit.keys.all()


def revoke_key(key_id: str, store: Store) -> AccessKey:
    """Let a key open nothing any more; the key as it is then.

    Raises:
        NotFound: there is none with this id.
        Conflict: it is revoked already.
    """
    with store.unit_of_work(write=True) as unit:
        _revoke(unit, key_id, datetime.now(UTC))
        revoked = _existing(unit, key_id)
        unit.commit()
    return revoked


def rotate_key(key_id: str, store: Store) -> IssuedKey:
    """Revoke a key and give out another of the same label and scopes, valid for as long as the old one was.

    Raises:
        NotFound: there is none with this id.
        Conflict: it is revoked already.
    """
    now = datetime.now(UTC)
    with store.unit_of_work(write=True) as unit:
        old = _existing(unit, key_id)
        _revoke(unit, key_id, now)
        lifetime = None if old.expires_at is None else old.expires_at - old.created_at
        issued = _issue(unit, old.label, old.scopes, lifetime, now)
        unit.commit()
    return issued


def authenticate(text: str, store: Store) -> AccessKey:
    """The key whose text this is.

    Raises:
        NotFound: there is none, or it is expired or revoked; which of these is not told.
    """
    prefix, _, rest = text.strip().partition("_")
    key_id = rest.partition("_")[0]
    with store.unit_of_work() as unit:
        # An id that no key can have is not looked up; the comparison takes place all the same.
        known = unit.keys.hash_of(key_id) if prefix == PREFIX and key_id.isascii() and key_id.isalnum() else None
        key = unit.keys.get(key_id) if known is not None else None
    same = hmac.compare_digest(_hash(text.strip()), known or _NOBODY)
    if key is None or not same or not key.valid_at(datetime.now(UTC)):
        raise NotFound("This key lets nobody in. Check that it is complete, or ask for a new one.")
    return key


def valid_key(key_id: str, store: Store) -> AccessKey | None:
    """The key as it is now; None once it is revoked or expired, or where there is none."""
    with store.unit_of_work() as unit:
        key = unit.keys.get(key_id)
    return key if key is not None and key.valid_at(datetime.now(UTC)) else None


def _issue(
    unit: UnitOfWork, label: str, scopes: frozenset[Scope], lifetime: timedelta | None, now: datetime
) -> IssuedKey:
    key = AccessKey(
        id=secrets.token_hex(_ID_BYTES),
        label=label,
        scopes=scopes,
        created_at=now,
        expires_at=None if lifetime is None else now + lifetime,
    )
    text = f"{PREFIX}_{key.id}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    unit.keys.add(key, _hash(text))
    unit.audit.add(Act.KEY_CREATED, key.id, {"scopes": " ".join(sorted(scopes))})
    return IssuedKey(key, text)


def _revoke(unit: UnitOfWork, key_id: str, now: datetime) -> None:
    key = _existing(unit, key_id)
    if not unit.keys.revoke(key_id, now):
        raise Conflict(
            f"The key '{key_id}' ({key.label}) is revoked already. Create another one instead.",
            field="key_id",
            found=key_id,
        )
    unit.audit.add(Act.KEY_REVOKED, key_id)


def _existing(unit: UnitOfWork, key_id: str) -> AccessKey:
    key = unit.keys.get(key_id)
    if key is None:
        raise NotFound(
            f"There is no key '{key_id}'. `matcher keys list` shows their ids.", field="key_id", found=key_id
        )
    return key


def _check(label: str, scopes: Collection[Scope], days: int | None) -> None:
    if not label.strip() or len(label) > LONGEST_LABEL or not label.isprintable():
        raise InvalidInput(
            f"The label says whose key this is: write 1 to {LONGEST_LABEL} characters.", field="label", found=label
        )
    if not scopes:
        raise InvalidInput(f"A key needs a scope: {', '.join(Scope)}.", field="scopes")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidInput(
            f"A key is valid for 1 to {MOST_DAYS} days, or until it is revoked.", field="days", found=days
        )


def _hash(text: str) -> str:
    # A random secret of 256 bits cannot be guessed, so a slow hash would protect nothing.
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
