from __future__ import annotations

from pathlib import Path

import pytest

from matcher.ports import Store
from tests.events import FAIR, keep
from tests.stores import empty_store
from tests.unit.events.planning import CHOSEN


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds the fair and its five participants."""
    opened = empty_store(tmp_path)
    keep(opened)
    return opened


@pytest.fixture
def paired(store: Store) -> Store:
    """As `store`, with three chosen pairs and one that is not."""
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, CHOSEN)
        unit.commit()
    return store
