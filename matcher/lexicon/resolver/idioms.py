"""Phrases that mean something other than their words."""

from __future__ import annotations

import csv
from importlib import resources


def idioms() -> list[tuple[str, str]]:
    """Those that ship, with their languages: "carta di credito"."""
    file = resources.files("matcher.lexicon") / "data" / "idioms.csv"
    return [(row["phrase"], row["language"]) for row in csv.DictReader(file.read_text("utf-8").splitlines())]
