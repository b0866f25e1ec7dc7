"""Tables of items: stacking and selecting keep every item with its views, links, spelling and tokens."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval import items
from matcher.retrieval.items import RAGGED, ItemColumns, ItemTable
from matcher.retrieval.ragged import starts

Lengths = tuple[int, int, int, int]


def columns_of(lengths: list[Lengths]) -> ItemColumns:
    """Items with the given numbers of views, links, n-grams and tokens; values count upwards."""
    views, links, grams, tokens = ([item[kind] for item in lengths] for kind in range(4))
    return ItemColumns(
        must=np.arange(len(lengths)) % 2 == 0,
        language=np.arange(len(lengths), dtype=np.int8) % 3,
        view_start=starts(views),
        view_language=np.arange(sum(views), dtype=np.int8) % 3,
        link_start=starts(links),
        link_skill=np.arange(sum(links), dtype=np.int32),
        link_confidence=np.linspace(0, 1, sum(links), dtype=np.float32),
        gram_start=starts(grams),
        gram_ids=np.arange(sum(grams), dtype=np.int32),
        gram_weights=np.linspace(0, 1, sum(grams), dtype=np.float32),
        token_start=starts(tokens),
        token_ids=np.arange(sum(tokens), dtype=np.int32),
    )


def parts(items: ItemColumns) -> list[list[object]]:
    """Each item with its own values, cut out by plain loops."""
    return [
        [
            bool(items.must[row]),
            int(items.language[row]),
            *(
                getattr(items, name)[getattr(items, start)[row] : getattr(items, start)[row + 1]].tolist()
                for start, names in RAGGED.items()
                for name in names
            ),
        ]
        for row in range(len(items))
    ]


tables = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3)), max_size=4
).map(columns_of)


@given(st.lists(tables, min_size=1, max_size=4))
def test_stacking_keeps_each_item_with_its_parts(tables: list[ItemColumns]) -> None:
    assert parts(ItemColumns.concatenate(tables)) == [item for table in tables for item in parts(table)]


@given(tables, st.data())
def test_taking_keeps_the_chosen_items_whole_and_in_the_order_asked(whole: ItemColumns, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)) if len(whole) else []
    chosen = whole.take(np.array(rows, np.int64))
    assert parts(chosen) == [parts(whole)[row] for row in rows]
    assert chosen.length.tolist() == whole.length[rows].tolist()


@given(tables.filter(len), st.data())
def test_a_table_takes_the_vectors_of_its_items_along(items: ItemColumns, data: st.DataObject) -> None:
    vectors = np.arange(len(items.view_language), dtype=np.float32)[:, None]
    table = ItemTable(items, np.arange(len(items), dtype=np.int32), vectors)
    rows = sorted(data.draw(st.sets(st.integers(0, len(items) - 1))))
    expected = [vectors[place, 0] for row in rows for place in range(items.view_start[row], items.view_start[row + 1])]
    taken = table.take(np.array(rows, np.int64))
    assert taken.vectors[:, 0].tolist() == expected
    assert taken.owner.tolist() == rows


def test_no_items_are_a_table_too() -> None:
    assert parts(ItemColumns.concatenate([ItemColumns.empty(), ItemColumns.empty()])) == []


@given(st.lists(st.integers(1, 4), min_size=1, max_size=7), st.integers(1, 3))
def test_weighed_items_have_unit_length_however_many_are_weighed_at_a_time(grams: list[int], block: int) -> None:
    plain = columns_of([(1, 1, count, 1) for count in grams])
    plain = replace(plain, gram_weights=plain.gram_weights + np.float32(0.5))
    factor = np.linspace(1, 2, sum(grams), dtype=np.float32)
    with patch.object(items, "BLOCK", block):
        weighed = plain.weighed(factor)
    for row in range(len(grams)):
        here = slice(plain.gram_start[row], plain.gram_start[row + 1])
        expected = plain.gram_weights[here] * factor[here]
        np.testing.assert_allclose(weighed.gram_weights[here], expected / np.linalg.norm(expected), rtol=1e-6)
