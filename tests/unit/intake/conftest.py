from __future__ import annotations

from importlib import resources

import pytest

from matcher.lexicon.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(resources.files("matcher.lexicon").joinpath("data", "milan"))
