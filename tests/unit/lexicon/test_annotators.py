"""Annotation shared with other processes tells what one process alone tells, in the same order, whatever happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest

from benchmarks.synthetic import profiles
from matcher.domain.profiles import Place, Point, Profile
from matcher.lexicon import annotators
from matcher.lexicon.annotation import Annotator, Lexicon, default_lexicon
from matcher.lexicon.annotators import Annotators


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
    monkeypatch.setattr(annotators, "ALONE", 1)


def plain(lexicon: Lexicon, batches: Sequence[Sequence[Profile]]) -> list[list[Profile]]:
    return [[lexicon.annotate(profile) for profile in batch] for batch in batches]


def test_many_profiles_at_once_are_annotated_as_each_alone(lexicon: Lexicon, batches: list[list[Profile]]) -> None:
    own = Annotator(lexicon)
    assert [own.annotate(batch) for batch in batches] == plain(lexicon, batches)


def test_helpers_change_nothing(lexicon: Lexicon, batches: list[list[Profile]]) -> None:
    shared = annotators._Shared(Annotator(lexicon), "milan", helpers=1)
    annotated = shared.annotated(iter(batches))
    found = [next(annotated)]
    # From the second batch on the helper is given work; the rest is read once it has done some.
    shared._pool.submit(int).result()
    found.extend(annotated)
    assert shared._awake
    assert found == plain(lexicon, batches)


def test_what_is_raised_on_the_way_comes_after_what_was_read_before(
    lexicon: Lexicon, batches: list[list[Profile]]
) -> None:
    def cut() -> Iterator[Sequence[Profile]]:
        yield from batches[:5]
        raise ValueError("damaged")

    annotated = Annotators(lexicon, "milan").annotated(cut())
    assert [next(annotated) for _ in range(5)] == plain(lexicon, batches[:5])
    with pytest.raises(ValueError, match="damaged"):
        next(annotated)


def test_without_its_helpers_a_process_goes_on_alone(
    lexicon: Lexicon, batches: list[list[Profile]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotators, "live_and_die_with_the_parent", sys.exit)
    assert list(Annotators(lexicon, "milan").annotated(iter(batches))) == plain(lexicon, batches)
