"""Run measurements in turn: `python -m benchmarks [NAME ...] [OPTIONS]`; each one named gets the options.

Without a name all run but `quality` and `robustness`, which ask a model that `make train-encoder` makes, and `feed`,
which takes minutes.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import takewhile
from pathlib import Path

USUAL = (
    *("gazetteer", "encode", "imports", "index", "match", "market", "update", "growth", "pages"),
    *("scheduling", "scheduling_pairs", "scheduling_replan"),
)
ALL = (*USUAL, "quality", "robustness", "feed")


def main(arguments: list[str]) -> int:
    """Run the measurements named, or the usual ones, each in a process of its own; 1 when one of them failed."""
    names = list(takewhile(lambda argument: argument[:1].isalpha(), arguments))
    options = arguments[len(names) :]
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.stderr.write(f"No measurement is called {', '.join(unknown)}; there are {', '.join(ALL)}.\n")
        return 2
    failed = 0
    for name in names or USUAL:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", f"benchmarks.{name}", *(options if names else [])]
        failed |= subprocess.run(command, cwd=Path(__file__).parents[1], check=False).returncode != 0  # noqa: S603
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
