"""The tiny folder of training texts."""

from __future__ import annotations

import pytest

from embeddings.training.sources import Sources
from tests.unit.training.data_folder import write_data_folder


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """To be read only."""
    return Sources(write_data_folder(tmp_path_factory.mktemp("training") / "data"))
