"""What every store promises of access keys, owners and kept answers, whatever keeps its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.access import AccessKey, Scope
from matcher.domain.answers import KeptAnswer
from matcher.domain.profiles import Kind
from matcher.ports import Store
from tests.events import FAIR
from tests.stores import named

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = AccessKey(
    "a1", "Desk", frozenset({Scope.EVENTS, Scope.READ}), NOON, NOON + timedelta(days=30), organisation="Sportello"
)


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
        later = replace(KEY, id="0", created_at=NOON + timedelta(hours=1), expires_at=None, organisation=None)
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

    def test_those_that_are_valid_come_with_their_hashes(self, store: Store) -> None:
        lasting = replace(KEY, id="lasting", expires_at=None)
        with store.unit_of_work(write=True) as unit:
            for key in (KEY, lasting, replace(KEY, id="revoked")):
                unit.keys.add(key, key.id.ljust(64, "h"))
            unit.keys.revoke("revoked", NOON)
            assert {key.id: text_hash[:2] for key, text_hash in unit.keys.hashes(NOON)} == {"a1": "a1", "lasting": "la"}
            assert [key for key, _ in unit.keys.hashes(NOON + timedelta(days=30))] == [lasting]

    def test_one_expires_when_it_is_told_to(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.keys.add(KEY, "h" * 64)
            unit.keys.end("a1", NOON + timedelta(hours=1))
            assert unit.keys.get("a1") == replace(KEY, expires_at=NOON + timedelta(hours=1))
            assert unit.keys.hashes(NOON + timedelta(hours=1)) == []


class TestOwners:
    def test_a_profile_belongs_to_who_had_it_first_until_it_is_erased(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put_many([(named(one), None) for one in ("a", "b", "c")])
            unit.owners.give_profiles(["a", "b"], "North")
            unit.owners.give_profiles(["b", "c"], "South")
            unit.owners.give_profiles([], "South")
            assert unit.owners.profiles(["a", "b", "c", "d"]) == {"a": "North", "b": "North", "c": "South"}
            unit.profiles.put(replace(named("a"), name="Changed"))
            assert unit.owners.profiles(["a"]) == {"a": "North"}
            unit.profiles.delete("a")
            unit.profiles.put(named("a"))
            assert unit.owners.profiles(["a"]) == {}

    def test_an_organisation_sees_those_that_take_part_and_its_own(self, store: Store) -> None:
        hidden = [replace(named(one), consent=False) for one in ("a", "b", "c")]
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put_many([(profile, None) for profile in (*hidden, named("d", Kind.STARTUP))])
            unit.owners.give_profiles(["a"], "North")
            unit.owners.give_profiles(["b"], "South")

            def seen_by(organisation: str | None, kind: Kind | None = None, after: str | None = None) -> list[str]:
                page = unit.profiles.page(after=after, limit=9, kind=kind, seen_by=organisation)
                if after is None:
                    assert unit.profiles.count(kind=kind, seen_by=organisation) == len(page)
                    names = unit.profiles.names(kind=kind, seen_by=organisation)
                    assert [one for one, _ in names] == [one.profile.id for one in page]
                return [stored.profile.id for stored in page]

            assert seen_by(None) == ["a", "b", "c", "d"]
            assert seen_by("North") == ["a", "d"]
            assert seen_by("North", after="a") == ["d"]
            assert seen_by("South", Kind.ARTISAN) == ["b"]
            assert seen_by("Nobody") == ["d"]

    def test_an_event_belongs_to_who_had_it_first_until_it_is_erased(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            for event_id in ("e1", "e2"):
                unit.events.put(replace(FAIR, id=event_id))
            unit.owners.give_event("e1", "North")
            unit.owners.give_event("e1", "South")
            assert (unit.owners.event("e1"), unit.owners.event("e2"), unit.owners.event("e3")) == ("North", None, None)
            assert [event.id for event in unit.events.page(after=None, limit=9, owner="North")] == ["e1"]
            assert (unit.events.count(owner="North"), unit.events.count(owner="South"), unit.events.count()) == (
                1,
                0,
                2,
            )
            unit.events.delete("e1")
            unit.events.put(replace(FAIR, id="e1"))
            assert unit.owners.event("e1") is None


class TestAnswers:
    def test_an_answer_comes_back_as_it_was_put_last(self, store: Store) -> None:
        begun = KeptAnswer("f" * 64, NOON)
        done = replace(begun, status=201, headers={"location": "/events/e"}, body=b"{}\0\xff")
        with store.unit_of_work(write=True) as unit:
            unit.answers.put("key:a", "one", begun)
            assert unit.answers.get("key:a", "one") == begun
            unit.answers.put("key:a", "one", done)
            unit.commit()
        with store.unit_of_work(write=True) as unit:
            assert unit.answers.get("key:a", "one") == done
            assert unit.answers.get("key:b", "one") is None
            unit.answers.delete("key:a", "one")
            assert unit.answers.get("key:a", "one") is None

    def test_old_ones_and_more_than_so_many_of_a_caller_are_forgotten(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            for hour in range(5):
                for caller in ("a", "b"):
                    unit.answers.put(caller, str(hour), KeptAnswer("f" * 64, NOON + timedelta(hours=hour)))
            unit.answers.trim("a", 3, NOON + timedelta(hours=1))
            kept = {(caller, hour) for caller in "ab" for hour in range(5) if unit.answers.get(caller, str(hour))}
        assert kept == {("a", 2), ("a", 3), ("a", 4), ("b", 1), ("b", 2), ("b", 3), ("b", 4)}
