"""Counts of requests are added up by all who share a database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from matcher.store import SqlRequestCounts, SqlStore


def test_what_is_added_comes_back_with_what_others_have_added(sql_store: SqlStore) -> None:
    one, other = SqlRequestCounts(sql_store), SqlRequestCounts(sql_store)
    assert one.add({("a", 7): 2, ("b", 7): 1}) == {("a", 7): 2, ("b", 7): 1}
    assert other.add({("a", 7): 3, ("a", 8): 1}) == {("a", 7): 5, ("a", 8): 1}
    assert one.add({}) == {}


def test_earlier_minutes_are_dropped(sql_store: SqlStore) -> None:
    counts = SqlRequestCounts(sql_store)
    counts.add({("a", 6): 2, ("a", 7): 2})
    counts.forget_before(7)
    assert counts.add({("a", 6): 1, ("a", 7): 1}) == {("a", 6): 1, ("a", 7): 3}


def test_nothing_is_lost_where_many_add_at_once(sql_store: SqlStore) -> None:
    counts = SqlRequestCounts(sql_store)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: counts.add({("a", 7): 1, ("b", 7): 2}), range(40)))
    assert counts.add({("a", 7): 0, ("b", 7): 0}) == {("a", 7): 40, ("b", 7): 80}
