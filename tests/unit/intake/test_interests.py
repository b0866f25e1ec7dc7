"""Files of interests: scores, wish lists and ranked wishes are told apart by their columns."""

from __future__ import annotations

import io

import pytest

from matcher.domain.rows import InterestRow, RowError
from matcher.errors import InvalidInput
from matcher.intake import ReadOptions, open_interests


def read(text: str) -> list[InterestRow | RowError]:
    with open_interests(io.BytesIO(text.encode()), name="interessi.csv", options=ReadOptions()) as file:
        return list(file.rows())


def test_scores() -> None:
    assert read("a,b,score\nacme,carla,0.5\nbit,elsa,3\n") == [
        InterestRow(2, "acme", ("carla",), 0.5),
        InterestRow(3, "bit", ("elsa",), 3.0),
    ]
    assert read("Partecipante;Preferenza;Punteggio\nacme;carla;0,5\n") == [InterestRow(2, "acme", ("carla",), 0.5)]


def test_wish_lists_in_one_cell_or_in_several() -> None:
    several = "Partecipante;Scelta 1;Scelta 2;Scelta 3\nacme;carla;elsa;\n"
    one = "Partecipante;Preferenze\nacme;carla | elsa\n"
    assert read(several) == read(one) == [InterestRow(2, "acme", ("carla", "elsa"))]


def test_ranked_wishes_come_in_their_order() -> None:
    assert read("participant;wanted;rank\nacme;elsa;2\nbit;dario;1\nacme;carla;1\n") == [
        InterestRow(2, "acme", ("carla", "elsa")),
        InterestRow(3, "bit", ("dario",)),
    ]


def test_rows_that_say_nothing_usable_are_reported() -> None:
    rows = read("a,b,score\n,carla,1\nacme,carla,much\nacme,carla,-1\nacme,carla,\nacme,,1\nacme,carla | elsa,1\n")
    found = [(row.line, row.code) for row in rows if isinstance(row, RowError)]
    assert found == [
        (2, "missing-name"), (3, "bad-score"), (4, "bad-score"), (5, "bad-score"), (6, "one-name"), (7, "one-name"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), [("x;y\n1;2\n", "a;b;score"), ('{"a": 1}\n', "CSV")])
def test_another_table_is_refused_whole(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read(text)
