from __future__ import annotations

from pathlib import Path

import pytest

from matcher.ports import Store
from tests.events import keep
from tests.stores import empty_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds the fair and its five participants."""
    opened = empty_store(tmp_path)
    keep(opened)
    return opened
