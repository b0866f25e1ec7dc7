"""The sample data that ships: where it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path

TABLES = ("milan_historic_shops.csv", "milan_makers_synthetic.csv")


@contextmanager
def sample_tables() -> Iterator[list[Path]]:
    """The tables of sample profiles, as files."""
    with ExitStack() as stack:
        yield [stack.enter_context(resources.as_file(resources.files("fixtures") / name)) for name in TABLES]


@contextmanager
def golden_folder() -> Iterator[Path]:
    """The folder of the golden set, as files."""
    with resources.as_file(resources.files("fixtures") / "golden") as folder:
        yield folder
