"""Keys at hand: known without a query, forgotten soon after they are revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matcher.domain.access import Scope
from matcher.usecases.key_ring import FRESH_S, KeyRing
from matcher.usecases.keys import create_key, revoke_key
from tests.fakes import MemoryStore


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ring(store: MemoryStore, clock: Clock) -> KeyRing:
    return KeyRing(lambda: store, clock)


def test_it_is_to_be_refreshed_before_it_is_asked_and_again_after_a_while(ring: KeyRing, clock: Clock) -> None:
    assert not ring.fresh
    ring.refresh()
    assert ring.fresh
    clock.now = FRESH_S
    assert not ring.fresh


def test_only_the_whole_text_of_a_key_is_that_key(ring: KeyRing, store: MemoryStore) -> None:
    issued = create_key("Desk", {Scope.READ}, store)
    ring.refresh()
    assert ring.key_of(issued.text) == issued.key
    for text in ("", issued.key.id, issued.text[:-1], issued.text + "A", f"matcher_{issued.key.id}_x", "é_\ud83d"):
        assert ring.key_of(text) is None


def test_a_revoked_key_is_given_up_with_the_next_refresh(ring: KeyRing, store: MemoryStore, clock: Clock) -> None:
    issued = create_key("Desk", {Scope.READ}, store)
    ring.refresh()
    revoke_key(issued.key.id, store)
    ring.refresh()
    assert ring.key_of(issued.text) == issued.key, "within the time that nothing is asked again"
    clock.now = FRESH_S
    ring.refresh()
    assert ring.key_of(issued.text) is None


def test_a_key_ends_at_its_time_without_a_refresh(ring: KeyRing, store: MemoryStore) -> None:
    issued = create_key("Desk", {Scope.READ}, store, days=1)
    ring.refresh()
    known, text_hash = ring._keys[issued.key.id]
    ring._keys = {issued.key.id: (replace(known, expires_at=datetime.now(UTC)), text_hash)}
    assert ring.key_of(issued.text) is None


def test_that_a_key_was_given_out_is_remembered_though_none_is_valid(ring: KeyRing, store: MemoryStore) -> None:
    ring.refresh()
    assert not ring.given_out
    revoke_key(create_key("Desk", {Scope.READ}, store).key.id, store)
    later = KeyRing(lambda: store)
    later.refresh()
    assert later.given_out
