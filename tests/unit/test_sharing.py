"""Profiles prepared by several processes are as one process alone makes them, in the same order, whatever happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from benchmarks.synthetic import profiles
from matcher.bootstrap.preparing import preparer
from matcher.domain.profiles import Place, Point, Profile
from matcher.lexicon.annotation import Annotator, Lexicon, default_lexicon
from matcher.usecases import sharing
from matcher.usecases.preparing import Preparer
from matcher.usecases.sharing import Preparers


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon()


@pytest.fixture(scope="module")
def batches() -> list[list[Profile]]:
    made = [profile for profile, _ in profiles(600, seed=3)]
    odd = [
        Profile("empty", made[0].kind, "Nobody"),
        Profile("twice", made[0].kind, "Twice", offers=made[1].offers * 2, seeks=made[1].offers),
        Profile("outside", made[0].kind, "Outside", place=Place("Via Roma 1", "24121", point=Point(45.698, 9.677))),
        Profile("centre", made[0].kind, "Centre", place=Place("Piazza del Duomo")),
    ]
    return [odd, *(made[start : start + 10] for start in range(0, len(made), 10))]


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(sharing, "ALONE", 1)


def plain(lexicon: Lexicon, batches: Sequence[Sequence[Profile]]) -> list[list[Profile]]:
    return [[lexicon.annotate(profile) for profile in batch] for batch in batches]


def test_many_profiles_at_once_are_annotated_as_each_alone(lexicon: Lexicon, batches: list[list[Profile]]) -> None:
    own = Annotator(lexicon)
    assert [own.annotate(batch) for batch in batches] == plain(lexicon, batches)


def test_helpers_change_nothing(lexicon: Lexicon, batches: list[list[Profile]]) -> None:
    shared = sharing._Shared(Preparer(Annotator(lexicon)), partial(sharing._help, preparer, "milan", None), helpers=1)
    prepared = shared.prepared(iter(batches))
    found = [next(prepared).profiles]
    # From the second batch on the helper is given work; the rest is read once it has done some.
    shared._pool.submit(int).result()
    found.extend(one.profiles for one in prepared)
    assert shared._awake
    assert found == plain(lexicon, batches)


def test_what_is_raised_on_the_way_comes_after_what_was_read_before(
    lexicon: Lexicon, batches: list[list[Profile]]
) -> None:
    def cut() -> Iterator[Sequence[Profile]]:
        yield from batches[:5]
        raise ValueError("damaged")

    prepared = Preparers(preparer, "milan").prepared(Preparer(Annotator(lexicon)), cut())
    assert [next(prepared).profiles for _ in range(5)] == plain(lexicon, batches[:5])
    with pytest.raises(ValueError, match="damaged"):
        next(prepared)


def test_without_its_helpers_a_process_goes_on_alone(
    lexicon: Lexicon, batches: list[list[Profile]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "live_and_die_with_the_parent", sys.exit)
    prepared = Preparers(preparer, "milan").prepared(Preparer(Annotator(lexicon)), iter(batches))
    assert [one.profiles for one in prepared] == plain(lexicon, batches)
