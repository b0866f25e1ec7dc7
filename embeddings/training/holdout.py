"""Which judged texts a measured model must not have seen.

A fifth of the ESCO occupations, by the hash of their id, and all economic activities are held out: the model that is
measured learns from the rest, the one that ships from everything. What is learnt on top, such as how kinds of evidence
mix, is learnt on the held-out ones.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDS = 5

WORK = Path(".training")
"""Where training keeps what it needs again, in the folder it is run from."""

MEASURED = WORK / "held-out"
"""The model that has not seen what is held out."""


def is_held_out(occupation: str) -> bool:
    """Whether the occupation of this id is held out."""
    return int(hashlib.sha256(occupation.encode()).hexdigest(), 16) % FOLDS == 0
