"""What every store promises of access keys, whatever keeps its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.access import AccessKey, Scope
from matcher.ports import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = AccessKey("a1", "Desk", frozenset({Scope.EVENTS, Scope.READ}), NOON, NOON + timedelta(days=30))


class TestKeys:
    def test_every_field_comes_back(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.keys.add(KEY, "h" * 64)
            unit.commit()
        with store.unit_of_work() as unit:
            assert unit.keys.get("a1") == KEY
            assert unit.keys.hash_of("a1") == "h" * 64
            assert (unit.keys.get("b2"), unit.keys.hash_of("b2")) == (None, None)

    def test_all_are_listed_the_oldest_first(self, store: Store) -> None:
        later = replace(KEY, id="0", created_at=NOON + timedelta(hours=1), expires_at=None)
        with store.unit_of_work(write=True) as unit:
            for key in (later, KEY):
                unit.keys.add(key, "h" * 64)
            assert list(unit.keys.all()) == [KEY, later]

    def test_one_is_revoked_once(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.keys.add(KEY, "h" * 64)
            assert unit.keys.revoke("a1", NOON)
            assert not unit.keys.revoke("a1", NOON + timedelta(days=1))
            assert not unit.keys.revoke("b2", NOON)
            assert unit.keys.get("a1") == replace(KEY, revoked_at=NOON)
