"""The database and the obvious store in memory give the same answers to whatever is done to both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from matcher.domain.profiles import Contacts, Kind, Profile
from matcher.ports import Stored
from tests.fakes import MemoryStore
from tests.stores import empty_store
from tests.strategies import contacts, profiles

IDS = ["a", "b", "B", "é", "ab"]
PAIRS = st.tuples(profiles(profile_ids=st.sampled_from(IDS)), st.none() | contacts())


def told(stored: Sequence[Stored]) -> list[tuple[Profile, int, int]]:
    return [(each.profile, each.version, each.change) for each in stored]


class Stores(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = empty_store(Path(self.folder.name))
        self.memory = MemoryStore()
        self.begin()

    def begin(self) -> None:
        self.unit = self.database.unit_of_work(write=True)
        self.oracle = self.memory.unit_of_work(write=True)

    def teardown(self) -> None:
        with self.unit:
            pass
        self.database.close()
        self.folder.cleanup()

    @rule(pairs=st.lists(PAIRS, max_size=4))
    def put(self, pairs: list[tuple[Profile, Contacts | None]]) -> None:
        assert self.unit.profiles.put_many(pairs) == self.oracle.profiles.put_many(pairs)

    @rule(limit=st.integers(1, 3))
    def put_again_what_is_there(self, limit: int) -> None:
        pairs = [(each.profile, None) for each in self.oracle.profiles.page(after=None, limit=limit)]
        assert self.unit.profiles.put_many(pairs) == self.oracle.profiles.put_many(pairs)

    @rule(profile_id=st.sampled_from(IDS))
    def delete(self, profile_id: str) -> None:
        assert self.unit.profiles.delete(profile_id) == self.oracle.profiles.delete(profile_id)

    @rule(keep=st.booleans())
    def end(self, keep: bool) -> None:
        if keep:
            self.unit.commit()
            self.oracle.commit()
        with self.unit, self.oracle:
            pass
        self.begin()

    @rule(after=st.none() | st.sampled_from(IDS), limit=st.integers(1, 6), kind=st.none() | st.sampled_from(Kind))
    def page(self, after: str | None, limit: int, kind: Kind | None) -> None:
        found = self.unit.profiles.page(after=after, limit=limit, kind=kind)
        assert told(found) == told(self.oracle.profiles.page(after=after, limit=limit, kind=kind))
        assert self.unit.profiles.count(kind=kind) == self.oracle.profiles.count(kind=kind)

    @invariant()
    def everything_is_the_same(self) -> None:
        assert told(list(self.unit.profiles.iterate(2))) == told(list(self.oracle.profiles.iterate()))
        assert [self.unit.profiles.contacts(each) for each in IDS] == [
            self.oracle.profiles.contacts(each) for each in IDS
        ]
        assert self.unit.changes_after(0) == self.oracle.changes_after(0)
        assert self.unit.generation() == self.oracle.generation()


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
