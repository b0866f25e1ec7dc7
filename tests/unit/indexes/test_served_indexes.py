"""Which indexes an engine asks, by the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import VectorIndex
from embeddings.faiss_index import FaissIndex
from matcher.bootstrap.indexes import open_home
from matcher.bootstrap.served_indexes import ServedIndexes
from matcher.errors import Conflict
from matcher.lexicon.annotation import default_lexicon
from matcher.settings import Settings
from matcher.usecases.indexes.feed import IndexFeed
from matcher.usecases.indexes.lease import Lease
from matcher.usecases.indexes.pair import IndexPair
from tests.fakes import MemoryStore
from tests.stores import put
from tests.unit.indexes.test_feed import BINDER, ENCODER, TAILOR, maker


@pytest.fixture
def fed(tmp_path: Path) -> str:
    """The URL of an index that knows two profiles."""
    url, store = f"edge://{tmp_path}/fed", MemoryStore()
    lexicon = default_lexicon("milan")
    put(store, lexicon.annotate(BINDER), lexicon.annotate(TAILOR))
    home = open_home(url)
    pair = IndexPair(home, ENCODER.fingerprint, ENCODER.dim)
    assert IndexFeed(store, maker(), pair, Lease(store, "feed", "one")).catch_up()
    home.close()
    return url


def test_without_a_setting_each_process_makes_its_own() -> None:
    served = ServedIndexes(Settings(), ENCODER, FaissIndex)

    assert isinstance(served.new("offers"), FaissIndex)
    assert served.shadow_counts is None
    served.close()


def test_what_is_fed_is_asked_and_not_written(fed: str) -> None:
    served = ServedIndexes(Settings(index_url=fed), ENCODER, FaissIndex)
    offers, seeks = served.new("offers"), served.new("seeks")

    assert (len(offers), len(seeks)) == (3, 1)
    every = offers.search(ENCODER.encode(["libri"], role="query"), 3).ids[0]
    assert offers.delete(every) == 0
    assert len(offers.snapshot()) == 3
    served.close()


def test_a_shadow_is_asked_beside_the_process_s_own(fed: str) -> None:
    served = ServedIndexes(Settings(shadow_index_url=fed), ENCODER, FaissIndex)
    index: VectorIndex = served.new("offers")

    found = index.search(ENCODER.encode(["libri"], role="query"), 2)
    served.close()

    assert found.ids.tolist() == [[-1, -1]]
    assert served.shadow_counts is not None
    assert (served.shadow_counts.compared, served.shadow_counts.overlap) == (1, 0.0)


def test_an_index_that_nobody_filled_is_not_asked(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="not filled"):
        ServedIndexes(Settings(index_url=f"edge://{tmp_path}/none"), ENCODER, FaissIndex)
