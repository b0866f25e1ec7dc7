"""What several tests of the parts watch."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from matcher.domain.profiles import Profile
from matcher.engine import Engine


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The generations of the markets that were made from the database."""
    generations: list[int] = []
    load = Engine.load

    def watched(engine: Engine, profiles: Iterable[Profile], generation: int) -> None:
        generations.append(generation)
        load(engine, profiles, generation)

    monkeypatch.setattr(Engine, "load", watched)
    return generations
