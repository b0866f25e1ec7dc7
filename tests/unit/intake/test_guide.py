from __future__ import annotations

import re
from pathlib import Path

from matcher.intake.columns import field_of
from matcher.intake.headers import FIELDS

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "importing.md"
ROWS = [line.split("|")[1:3] for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]


def test_the_guide_lists_every_field_in_order() -> None:
    assert re.findall(r"`(\w+)`", "".join(fields for fields, _ in ROWS)) == list(FIELDS)


def test_every_header_in_the_guide_names_its_field() -> None:
    for fields, headers in ROWS:
        known = set(re.findall(r"`(\w+)`", fields))
        assert {field_of(header) for header in re.split("[,;]", headers)} <= known
