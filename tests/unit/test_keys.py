"""Keys: shown once, kept as a hash, and of no use once expired or revoked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.access import AccessKey, Scope, reaches
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.usecases.keys import (
    LONGEST_LABEL,
    MOST_DAYS,
    MOST_GRACE_H,
    IssuedKey,
    authenticate,
    create_key,
    list_keys,
    revoke_key,
    rotate_key,
    valid_key,
)
from tests.fakes import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def issued(store: MemoryStore) -> IssuedKey:
    return create_key("Desk of  Zona 4", {Scope.EVENTS}, store, days=30)


def expired(store: MemoryStore, key: AccessKey) -> None:
    """Move the key's end into the past."""
    known, text_hash = store.state.access.keys[key.id]
    store.state.access.keys[key.id] = (replace(known, expires_at=datetime.now(UTC)), text_hash)


def test_a_key_is_known_by_its_text(store: MemoryStore, issued: IssuedKey) -> None:
    assert authenticate(issued.text, store) == issued.key
    assert authenticate(f" {issued.text}\n", store) == issued.key
    assert issued.key.label == "Desk of Zona 4"
    assert valid_key(issued.key.id, store) == issued.key


def test_the_text_names_the_key_and_holds_256_random_bits(store: MemoryStore, issued: IssuedKey) -> None:
    prefix, key_id, secret = issued.text.split("_", 2)
    assert (prefix, key_id, len(secret)) == ("matcher", issued.key.id, 43)
    assert create_key("Other", {Scope.READ}, store).text.split("_", 2)[2] != secret


def test_only_a_hash_is_kept(store: MemoryStore, issued: IssuedKey) -> None:
    secret = issued.text.split("_", 2)[2]
    assert secret not in repr(store.state)
    assert store.state.access.keys[issued.key.id][1] == hashlib.sha256(issued.text.encode()).hexdigest()


def test_whatever_is_no_key_is_refused_in_the_same_words(store: MemoryStore, issued: IssuedKey) -> None:
    other = create_key("Other", {Scope.READ}, store)
    revoked = create_key("Revoked", {Scope.READ}, store)
    revoke_key(revoked.key.id, store)
    old = create_key("Old", {Scope.READ}, store, days=1)
    expired(store, old.key)
    mixed = f"matcher_{issued.key.id}_{other.text.split('_', 2)[2]}"
    texts = ["", "_", "matcher__", issued.text[:-1], issued.text + "A", issued.text.upper(), mixed, "è\0\ud83d_x_y"]
    texts += [revoked.text, old.text, "matcher_\ud83d_x", "matcher_nobody_" + "A" * 43]
    words = set()
    for text in texts:
        with pytest.raises(NotFound) as refusal:
            authenticate(text, store)
        words.add((refusal.value.message, repr(refusal.value.details)))
    assert len(words) == 1


def test_a_key_without_days_lasts_until_it_is_revoked(store: MemoryStore) -> None:
    issued = create_key("Server", {Scope.READ}, store)
    assert issued.key.expires_at is None
    assert revoke_key(issued.key.id, store).revoked_at is not None
    assert valid_key(issued.key.id, store) is None
    with pytest.raises(Conflict, match="Server"):
        revoke_key(issued.key.id, store)


def test_a_key_ends_at_its_time(store: MemoryStore, issued: IssuedKey) -> None:
    assert issued.key.expires_at == issued.key.created_at + timedelta(days=30)
    assert issued.key.valid_at(issued.key.expires_at - timedelta(microseconds=1))
    assert not issued.key.valid_at(issued.key.expires_at)
    expired(store, issued.key)
    assert valid_key(issued.key.id, store) is None


def test_rotating_ends_the_old_key_and_gives_one_that_may_do_the_same(store: MemoryStore, issued: IssuedKey) -> None:
    new = rotate_key(issued.key.id, store)
    assert authenticate(new.text, store) == new.key
    assert (new.key.label, new.key.scopes) == (issued.key.label, issued.key.scopes)
    assert new.key.expires_at == new.key.created_at + timedelta(days=30)
    with pytest.raises(NotFound):
        authenticate(issued.text, store)
    with pytest.raises(Conflict):
        rotate_key(issued.key.id, store)
    assert [key.id for key in list_keys(store)] == [issued.key.id, new.key.id]


def test_rotating_with_grace_lets_the_old_key_in_for_a_while(store: MemoryStore, issued: IssuedKey) -> None:
    before = datetime.now(UTC)
    new = rotate_key(issued.key.id, store, grace_h=2)
    old = authenticate(issued.text, store)
    assert old.expires_at is not None
    assert before + timedelta(hours=2) <= old.expires_at <= datetime.now(UTC) + timedelta(hours=2)
    assert authenticate(new.text, store).expires_at == new.key.created_at + timedelta(days=30)
    revoke_key(issued.key.id, store)
    with pytest.raises(NotFound):
        authenticate(issued.text, store)
    with pytest.raises(Conflict, match="revoked"):
        rotate_key(issued.key.id, store, grace_h=2)


def test_grace_makes_no_key_last_longer_than_it_would_have(store: MemoryStore) -> None:
    issued = create_key("Short", {Scope.READ}, store, days=1)
    rotate_key(issued.key.id, store, grace_h=48)
    assert valid_key(issued.key.id, store) == issued.key
    expired(store, issued.key)
    with pytest.raises(Conflict, match="expired"):
        rotate_key(issued.key.id, store, grace_h=1)


@pytest.mark.parametrize("hours", [-1, MOST_GRACE_H + 1])
def test_grace_is_a_number_of_hours_within_bounds(store: MemoryStore, issued: IssuedKey, hours: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rotate_key(issued.key.id, store, grace_h=hours)
    assert refusal.value.details["field"] == "grace"
    assert [key.id for key in list_keys(store)] == [issued.key.id]


def test_a_key_belongs_to_its_organisation_after_rotation_too(store: MemoryStore) -> None:
    issued = create_key("Desk", {Scope.READ}, store, organisation=" Zona  4 ")
    assert issued.key.organisation == "Zona 4"
    assert rotate_key(issued.key.id, store).key.organisation == "Zona 4"
    with pytest.raises(InvalidInput) as refusal:
        create_key("Desk", {Scope.READ}, store, organisation=" ")
    assert refusal.value.details["field"] == "organisation"


def test_the_platform_reaches_everything_and_an_organisation_what_is_its_own() -> None:
    assert [reaches(None, owner) for owner in (None, "North")] == [True, True]
    assert [reaches("North", owner) for owner in (None, "North", "South")] == [False, True, False]


@pytest.mark.parametrize("act", [revoke_key, rotate_key])
def test_a_key_that_is_not_there_is_told(store: MemoryStore, act: Callable[[str, MemoryStore], object]) -> None:
    with pytest.raises(NotFound, match="nobody"):
        act("nobody", store)
    assert valid_key("nobody", store) is None


def test_admin_may_do_everything_and_the_others_what_they_name() -> None:
    now = datetime.now(UTC)
    admin, events = (AccessKey("k", "K", frozenset({scope}), now) for scope in (Scope.ADMIN, Scope.EVENTS))
    assert all(admin.allows(scope) for scope in Scope)
    assert [scope for scope in Scope if events.allows(scope)] == [Scope.EVENTS]


@pytest.mark.parametrize(
    ("label", "scopes", "days", "field"),
    [
        (" ", {Scope.READ}, None, "label"),
        ("x" * (LONGEST_LABEL + 1), {Scope.READ}, None, "label"),
        ("two\nlines", {Scope.READ}, None, "label"),
        ("Desk", set(), None, "scopes"),
        ("Desk", {Scope.READ}, 0, "days"),
        ("Desk", {Scope.READ}, MOST_DAYS + 1, "days"),
    ],
)
def test_what_makes_no_key_is_refused(
    store: MemoryStore, label: str, scopes: set[Scope], days: int | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_key(label, scopes, store, days=days)
    assert refusal.value.details["field"] == field
    assert list_keys(store) == []
