"""Settings of every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.static_models import write_tiny_model

# In CI the same examples every time: a change that passed there passes again; elsewhere, new ones are sought.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny static model, to be read only."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
