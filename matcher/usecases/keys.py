"""Keys that let people and programs in: given out once, known by a hash, revoked at any time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from matcher.domain.access import AccessKey, Scope
from matcher.domain.audit import Act
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store, UnitOfWork

PREFIX = "matcher"
"""What every key's text begins with, so that people and scanners of leaked secrets recognise one."""
LONGEST_LABEL = 100
"""Characters of a label, and of the name of an organisation."""
MOST_DAYS = 3650
"""Days that a key may be valid for."""
MOST_GRACE_H = 24 * 30
"""Hours that a key may be valid for beside the one that takes its place."""

_SECRET_BYTES = 32
_ID_BYTES = 6
NOBODY = hashlib.sha256(b"").hexdigest()
"""The hash of no key's text."""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its text, which is shown now and never again."""

    key: AccessKey
    text: str


def create_key(
    label: str, scopes: Collection[Scope], store: Store, *, days: int | None = None, organisation: str | None = None
) -> IssuedKey:
    """Give out a new key, valid for `days` or until revoked, of an organisation or the platform's.

    Raises:
        InvalidInput: no label, no scope, a name of an organisation that is none, or days that are not between 1 and
            MOST_DAYS.
    """
    _check(label, scopes, days, organisation)
    now = datetime.now(UTC)
    key = AccessKey(
        id=_new_id(),
        label=" ".join(label.split()),
        scopes=frozenset(scopes),
        created_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
        organisation=None if organisation is None else " ".join(organisation.split()),
    )
    with store.unit_of_work(write=True) as unit:
        issued = _issue(unit, key)
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


def rotate_key(key_id: str, store: Store, *, grace_h: int = 0) -> IssuedKey:
    """Give out another key that may do the same, valid for as long as the old one was.

    The old one is revoked at once, or with `grace_h` expires after so many hours, unless it would have before.

    Raises:
        InvalidInput: hours that are not between 0 and MOST_GRACE_H.
        NotFound: there is none with this id.
        Conflict: it is revoked already, or with `grace_h` expired.
    """
    if not 0 <= grace_h <= MOST_GRACE_H:
        raise InvalidInput(f"The old key lasts for 0 to {MOST_GRACE_H} hours more.", field="grace", found=grace_h)
    now = datetime.now(UTC)
    with store.unit_of_work(write=True) as unit:
        old = _existing(unit, key_id)
        if grace_h:
            _limit(unit, old, now, now + timedelta(hours=grace_h))
        else:
            _revoke(unit, key_id, now)
        lasting = None if old.expires_at is None else now + (old.expires_at - old.created_at)
        issued = _issue(unit, replace(old, id=_new_id(), created_at=now, expires_at=lasting, revoked_at=None))
        unit.commit()
    return issued


def authenticate(text: str, store: Store) -> AccessKey:
    """The key whose text this is.

    Raises:
        NotFound: there is none, or it is expired or revoked; which of these is not told.
    """
    key_id = key_id_in(text.strip())
    with store.unit_of_work() as unit:
        # An id that no key can have is not looked up; the comparison takes place all the same.
        known = None if key_id is None else unit.keys.hash_of(key_id)
        key = None if key_id is None or known is None else unit.keys.get(key_id)
    same = same_text(text.strip(), known or NOBODY)
    if key is None or not same or not key.valid_at(datetime.now(UTC)):
        raise NotFound("This key lets nobody in. Check that it is complete, or ask for a new one.")
    return key


def valid_key(key_id: str, store: Store) -> AccessKey | None:
    """The key as it is now; None once it is revoked or expired, or where there is none."""
    with store.unit_of_work() as unit:
        key = unit.keys.get(key_id)
    return key if key is not None and key.valid_at(datetime.now(UTC)) else None


def same_text(text: str, text_hash: str) -> bool:
    """Whether a key's text is the one of a hash, found out in the same time wherever they differ."""
    return hmac.compare_digest(_hash(text), text_hash)


def key_id_in(text: str) -> str | None:
    """The id that a key's text names; None where it is not the text of any."""
    prefix, _, rest = text.partition("_")
    key_id = rest.partition("_")[0]
    return key_id if prefix == PREFIX and key_id.isascii() and key_id.isalnum() else None


def _new_id() -> str:
    return secrets.token_hex(_ID_BYTES)


def _issue(unit: UnitOfWork, key: AccessKey) -> IssuedKey:
    text = f"{PREFIX}_{key.id}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    unit.keys.add(key, _hash(text))
    unit.audit.add(Act.KEY_CREATED, key.id, {"scopes": " ".join(sorted(key.scopes))})
    return IssuedKey(key, text)


def _revoke(unit: UnitOfWork, key_id: str, now: datetime) -> None:
    key = _existing(unit, key_id)
    if not unit.keys.revoke(key_id, now):
        raise _of_no_use(key, "revoked")
    unit.audit.add(Act.KEY_REVOKED, key_id)


def _limit(unit: UnitOfWork, key: AccessKey, now: datetime, until: datetime) -> None:
    if not key.valid_at(now):
        raise _of_no_use(key, "revoked" if key.revoked_at else "expired")
    if key.expires_at is None or until < key.expires_at:
        unit.keys.end(key.id, until)


def _of_no_use(key: AccessKey, what: str) -> Conflict:
    return Conflict(
        f"The key '{key.id}' ({key.label}) is {what} already. Create another one instead.",
        field="key_id",
        found=key.id,
    )


def _existing(unit: UnitOfWork, key_id: str) -> AccessKey:
    key = unit.keys.get(key_id)
    if key is None:
        raise NotFound(
            f"There is no key '{key_id}'. `matcher keys list` shows their ids.", field="key_id", found=key_id
        )
    return key


def _check(label: str, scopes: Collection[Scope], days: int | None, organisation: str | None) -> None:
    if not _is_name(label):
        raise InvalidInput(
            f"The label says whose key this is: write 1 to {LONGEST_LABEL} characters.", field="label", found=label
        )
    if organisation is not None and not _is_name(organisation):
        raise InvalidInput(
            f"The organisation is a name of 1 to {LONGEST_LABEL} characters, or left out for a key of the platform.",
            field="organisation",
            found=organisation,
        )
    if not scopes:
        raise InvalidInput(f"A key needs a scope: {', '.join(Scope)}.", field="scopes")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidInput(
            f"A key is valid for 1 to {MOST_DAYS} days, or until it is revoked.", field="days", found=days
        )


def _is_name(text: str) -> bool:
    return bool(text.strip()) and len(text) <= LONGEST_LABEL and text.isprintable()


def _hash(text: str) -> str:
    # A random secret of 256 bits cannot be guessed, so a slow hash would protect nothing.
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
