"""How alike two indexes answer, and a shadow that is asked beside the index that answers."""

from __future__ import annotations

import threading
from typing import NoReturn

import numpy as np
import pytest

from embeddings import Matrix, Neighbors, Where
from embeddings.exact_index import ExactIndex
from matcher.usecases.indexes import shadowing
from matcher.usecases.indexes.comparing import Question, compare, overlap, sample_questions
from matcher.usecases.indexes.shadowing import Shadow, ShadowedIndex
from tests.fakes import MemoryStore
from tests.stores import put
from tests.unit.indexes.test_feed import BINDER, TAILOR, maker
from tests.vectors import EAST, NORTH, UP, bare, facets, found, ints, rows, where


def index_of(*vectors: np.ndarray) -> ExactIndex:
    index = ExactIndex(3)
    index.upsert(np.arange(len(vectors)), rows(*vectors), bare(len(vectors)))
    return index


def test_overlap_is_the_share_of_neighbours_both_name() -> None:
    assert overlap(ints(1, 2, 3, 4), ints(4, 3, 9, 8)) == 2 / 4
    assert overlap(ints(1, 2, -1, -1), ints(2, 1, 5, -1)) == 2 / 3
    assert overlap(ints(-1), ints(-1)) == 1


def test_alike_indexes_agree_and_others_say_by_how_much() -> None:
    full, half = index_of(EAST, NORTH, UP), index_of(EAST)
    half.upsert(ints(7), rows(NORTH), [facets(kind="artisan")])
    questions = [Question("offers", rows(EAST), Where()), Question("offers", rows(EAST), where("kind", all="artisan"))]

    assert compare({"offers": full}, {"offers": full}, questions, 1).overlap == 1
    found = compare({"offers": full}, {"offers": half}, questions, 2)

    # The first names 0 and 1 against 0 and 7; only the second index has an artisan.
    assert (found.questions, found.overlap, found.worst, found.score_gap) == (2, 0.25, 0.0, 0.0)
    assert found.counts_differ == 2


def test_questions_are_what_stored_profiles_say() -> None:
    store = MemoryStore()
    put(store, BINDER, TAILOR)

    questions = sample_questions(store, maker(), 10)

    assert sorted(question.side for question in questions) == ["offers", "seeks", "seeks", "seeks"]
    assert any(question.where.clauses for question in questions)
    assert len(sample_questions(store, maker(), 2)) == 2


class TestShadow:
    def test_the_answer_is_that_of_the_index_that_answers(self) -> None:
        shadow = Shadow()
        index = ShadowedIndex(index_of(EAST, NORTH), index_of(EAST), shadow)

        assert found(index, EAST, 2) == [0, 1]
        shadow.close()
        assert (shadow.counts.compared, shadow.counts.overlap) == (1, 0.5)

    def test_a_share_of_the_questions_is_asked(self) -> None:
        draws = iter([0.1, 0.6, 0.2])
        shadow = Shadow(0.5, lambda: next(draws))
        index = ShadowedIndex(index_of(EAST), index_of(EAST), shadow)
        for _ in range(3):
            found(index, EAST, 1)
        shadow.close()

        assert shadow.counts.compared == 2

    def test_a_shadow_that_fails_is_counted_and_nothing_else(self, caplog: pytest.LogCaptureFixture) -> None:
        class Broken(ExactIndex):
            def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> NoReturn:
                raise RuntimeError("broken")

        shadow = Shadow()
        index = ShadowedIndex(index_of(EAST), Broken(3), shadow)

        assert found(index, EAST, 1) == [0]
        shadow.close()
        assert (shadow.counts.failed, shadow.counts.compared, shadow.counts.overlap) == (1, 0, None)
        assert "did not answer" in caplog.text
        assert found(index, EAST, 1) == [0]

    def test_a_slow_shadow_holds_up_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        go = threading.Event()

        class Slow(ExactIndex):
            def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
                go.wait()
                return super().search(queries, k, where=where)

        monkeypatch.setattr(shadowing, "WAITING", 2)
        shadow = Shadow()
        index = ShadowedIndex(index_of(EAST), Slow(3), shadow)
        for _ in range(5):
            assert found(index, EAST, 1) == [0]
        go.set()
        shadow.close()

        assert (shadow.counts.compared, shadow.counts.dropped) == (0 + 2, 3)

    def test_writes_go_to_the_index_that_answers_alone(self) -> None:
        shadow, answering, other = Shadow(), ExactIndex(3), ExactIndex(3)
        index = ShadowedIndex(answering, other, shadow)
        index.upsert(ints(1, 2), rows(EAST, UP), [facets(kind="artisan")] * 2)
        index.delete(ints(2))
        shadow.close()

        assert (len(index), len(other), index.count(where("kind", all="artisan"))) == (1, 0, 1)
        assert index.facet("kind", Where()) == {"artisan": 1}
        np.testing.assert_array_equal(index.snapshot().fetch(ints(1)), rows(EAST))
