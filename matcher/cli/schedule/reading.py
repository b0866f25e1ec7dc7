"""What `matcher schedule` reads: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

STDIN = Path("-")


def opened(file: Path) -> tuple[Path | BinaryIO, str | None]:
    """Where a file is read from, and what messages call it where it has no name."""
    if file != STDIN:
        return file, None
    return sys.stdin.buffer, "standard input"
