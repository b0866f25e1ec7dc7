"""Who follows the log of changes misses none, whoever else writes, and though it is killed at any moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.feed import compared, measure

CHANGES = int(os.environ.get("FEED_CHANGES", "320"))
"""At least so many are made; `FEED_CHANGES=100000` takes minutes."""
LOG = [(1, "a", "created"), (2, "b", "created"), (3, "a", "updated")]


def test_followers_note_every_change_once_and_in_order(database: str, tmp_path: Path) -> None:
    outcome = measure(database, tmp_path, writers=32, changes=CHANGES)
    assert outcome.changes >= CHANGES
    assert outcome.killed > 0
    assert [one.noted for one in outcome.followers] == [outcome.changes] * 3
    assert all(one.flawless for one in outcome.followers)


@pytest.mark.parametrize(
    ("noted", "flaw"),
    [
        (LOG[::2], "missed"),
        ([*LOG[:2], *LOG[1:]], "double"),
        ([LOG[1], LOG[0], LOG[2]], "disordered"),
        ([*LOG[:2], (3, "a", "deleted")], "different"),
    ],
)
def test_every_flaw_of_a_follower_is_seen(noted: list[tuple[int, str, str]], flaw: str) -> None:
    assert compared(LOG, LOG).flawless
    assert getattr(compared(noted, LOG), flaw) == 1
    assert not compared(noted, LOG).flawless
