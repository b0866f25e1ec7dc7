"""Cells that list what is offered or sought."""

from __future__ import annotations

import pytest

from matcher.domain.profiles import Need
from matcher.intake.items import as_text, offered_items, sought_items
from matcher.intake.limits import Limits


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("Gioielleria - oreficeria - orologeria", ["Gioielleria - oreficeria - orologeria"]),
        ("- taglio laser\n- stampa 3D", ["taglio laser", "stampa 3D"]),
        ("1. cornici; 2) doratura", ["cornici", "doratura"]),
        ("stampa in 2 colori, 1. scelta", ["stampa in 2 colori, 1. scelta"]),
        ("ceramica | Ceramica | raku", ["ceramica", "raku"]),
    ],
)
def test_a_marker_is_taken_off_only_where_an_element_begins(cell: str, texts: list[str]) -> None:
    assert [item.text for item in offered_items(cell, Limits())] == texts


def test_items_written_as_a_cell_are_read_again() -> None:
    items = sought_items("!taglio laser - anche curvo | ricamo (must) | colle", Limits())
    assert [item.need for item in items] == [Need.MUST, Need.MUST, Need.WANT]
    assert sought_items(as_text(items), Limits()) == items
