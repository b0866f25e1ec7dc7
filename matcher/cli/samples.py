"""The sample data that ships: where it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

EVENT, REGISTRATIONS = "milan_event.json", "milan_event_registrations.csv"
TABLES = ("milan_historic_shops.csv", "milan_makers_synthetic.csv")


@contextmanager
def sample_tables() -> Iterator[list[Path]]:
    """The tables of sample profiles, as files."""
    with ExitStack() as stack:
        yield [stack.enter_context(resources.as_file(resources.files("fixtures") / name)) for name in TABLES]


@contextmanager
def sample_event() -> Iterator[tuple[dict[str, Any], Path]]:
    """The sample event as options of `matcher event create`, by name, and the file of its registrations."""
    folder = resources.files("fixtures")
    with resources.as_file(folder / REGISTRATIONS) as registrations:
        yield json.loads((folder / EVENT).read_text(encoding="utf-8")), registrations


@contextmanager
def golden_folder() -> Iterator[Path]:
    """The folder of the golden set, as files."""
    with resources.as_file(resources.files("fixtures") / "golden") as folder:
        yield folder
