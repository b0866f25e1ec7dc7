"""Tables of items: stacking and selecting keep every item with its views, links, spelling and tokens."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.char_ngrams import DIM, ngram_counts, tf_idf
from embeddings.static_model import Tokens
from matcher.domain.profiles import Item
from matcher.retrieval.items import ItemTable

WIDTH = 4


def table_of(texts: list[str], views: list[int], links: list[int], tokens: list[int]) -> ItemTable:
    """Items with the given numbers of views, links and tokens; vectors, skills and tokens count upwards."""
    starts = [np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32) for sizes in (views, links)]
    return ItemTable(
        items=tuple(Item(text) for text in texts),
        owner=np.zeros(len(texts), np.int32),
        vectors=np.arange(sum(views) * WIDTH, dtype=np.float32).reshape(-1, WIDTH),
        view_language=np.zeros(sum(views), np.int8),
        view_start=starts[0],
        link_skill=np.arange(sum(links), dtype=np.int32),
        link_confidence=np.ones(sum(links), np.float32),
        link_start=starts[1],
        ngrams=tf_idf(ngram_counts(texts), np.ones(DIM, np.float32)),
        tokens=Tokens(np.arange(sum(tokens), dtype=np.int32), np.concatenate([[0], np.cumsum(tokens)])),
    )


def segments(table: ItemTable) -> list[tuple[str, list[float], list[int], int, list[int]]]:
    """Each item with its own vectors, skills, n-grams and tokens, cut out by plain loops."""
    view_end = [*table.view_start[1:], len(table.vectors)]
    link_end = [*table.link_start[1:], len(table.link_skill)]
    return [
        (
            item.text,
            table.vectors[table.view_start[place] : view_end[place]].ravel().tolist(),
            table.link_skill[table.link_start[place] : link_end[place]].tolist(),
            int(table.ngrams[[place]].nnz),
            table.tokens.ids[table.tokens.start[place] : table.tokens.start[place + 1]].tolist(),
        )
        for place, item in enumerate(table.items)
    ]


tables = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=4), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)),
    max_size=4,
).map(lambda rows: table_of(*map(list, zip(*rows, strict=True))) if rows else ItemTable.empty(WIDTH))


@given(st.lists(tables, max_size=4))
def test_stacking_keeps_each_item_with_its_parts(parts: list[ItemTable]) -> None:
    whole = ItemTable.concatenate(parts, range(len(parts)), WIDTH)
    assert segments(whole) == [segment for part in parts for segment in segments(part)]
    assert whole.owner.tolist() == [place for place, part in enumerate(parts) for _ in part.items]


@given(st.lists(tables, min_size=1, max_size=3), st.data())
def test_selecting_keeps_the_chosen_items_whole(parts: list[ItemTable], data: st.DataObject) -> None:
    whole = ItemTable.concatenate(parts, range(len(parts)), WIDTH)
    rows = sorted(data.draw(st.sets(st.integers(0, max(len(whole) - 1, 0)), max_size=len(whole))))
    chosen = whole.select(np.array(rows, np.int64))
    assert segments(chosen) == [segments(whole)[row] for row in rows]
    assert chosen.length.tolist() == whole.length[rows].tolist()
