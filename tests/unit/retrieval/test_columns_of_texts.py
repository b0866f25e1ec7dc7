"""Columns of texts and rows of different lengths, against plain lists."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.ragged import begins, gathered, joined, row_of, starts, taken
from matcher.retrieval.text_column import TextColumn

texts = st.lists(st.text(max_size=5), max_size=6)
lengths = st.lists(st.integers(0, 3), max_size=6)


@given(texts)
def test_a_column_gives_back_each_text(written: list[str]) -> None:
    column = TextColumn.of(written)
    assert len(column) == len(written)
    assert column.texts() == written
    assert [column.text(row) for row in range(len(column))] == written


@given(texts, texts, st.data())
def test_columns_are_laid_together_and_chosen_from(first: list[str], second: list[str], data: st.DataObject) -> None:
    whole = TextColumn.concatenate([TextColumn.of(first), TextColumn.of(second)])
    both = first + second
    assert whole.texts() == both
    rows = data.draw(st.lists(st.integers(0, len(both) - 1), max_size=5)) if both else []
    assert whole.take(np.array(rows, np.int64)).texts() == [both[row] for row in rows]


@given(lengths, lengths, st.data())
def test_rows_of_different_lengths_keep_their_places(first: list[int], second: list[int], data: st.DataObject) -> None:
    start = starts(first + second)
    assert joined([starts(first), starts(second)]).tolist() == start.tolist()
    owner = [row for row, length in enumerate(first + second) for _ in range(length)]
    assert row_of(start, np.arange(len(owner))).tolist() == owner
    rows = data.draw(st.lists(st.integers(0, len(start) - 2), max_size=5)) if len(start) > 1 else []
    places, begin = taken(start, np.array(rows, np.int64))
    expected = [[place for place, row in enumerate(owner) if row == wanted] for wanted in rows]
    assert [places[first:last].tolist() for first, last in pairwise(begin)] == expected


@given(lengths, st.data())
def test_values_of_chosen_rows_are_laid_end_to_end(every: list[int], data: st.DataObject) -> None:
    start = starts(every)
    values = np.arange(start[-1]).astype(np.int32)
    rows = np.array(data.draw(st.lists(st.integers(0, len(every) - 1), max_size=5)) if every else [], np.int64)
    places, begin = taken(start, rows)
    assert begins(start, rows).tolist() == begin.tolist()
    assert gathered(values, start, rows, begin).tolist() == values[places].tolist()


@given(st.lists(st.integers(-(2**62), 2**62), max_size=20), st.lists(st.integers(-(2**63), 2**63 - 1), max_size=9))
def test_a_row_is_the_last_that_begins_at_its_place_or_before(begin: list[int], places: list[int]) -> None:
    found = row_of(np.array(sorted(begin), np.int64), np.array(places + begin, np.int64))
    assert found.tolist() == [sum(first <= place for first in begin) - 1 for place in places + begin]
