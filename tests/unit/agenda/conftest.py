"""What tests of agendas share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """Compares with the file kept under a name, byte for byte; with UPDATE_GOLDEN=1 in the environment, keeps it."""

    def check(name: str, content: bytes) -> None:
        path = GOLDEN / f"agenda_{name}"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_bytes(content)
        assert content.decode() == path.read_bytes().decode()

    return check
