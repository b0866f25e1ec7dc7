"""What stands on the tables, and what the organiser pins to the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from matcher.agenda import overview_pdf, table_signs_pdf
from matcher.errors import InvalidInput
from tests.unit.agenda.milan_meetings import EVENT, MADE_AT, PARTICIPANTS, ROME, VERSION, meeting, slots
from tests.unit.agenda.reading import pages, sizes

EMPTY = replace(VERSION, meetings=(), unplaced=())


def test_a_sign_says_table_host_and_who_comes_when() -> None:
    pdf = table_signs_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT)
    assert sizes(pdf) == {(210, 148)}
    texts = pages(pdf)
    assert len(texts) == 6
    first = texts[0]
    assert "TAVOLO 1" in first
    assert "RICEVE Niccolò Brambilla Stamperia 3D Bovisa giovedì 12 marzo 2026" in first
    assert "09:30 Ludovica Sant’Ambrogio Liuteria Sant’Ambrogio 09:55 Tommaso Galbiati" in first
    assert "Sala Colonne" in texts[5]
    assert "TAVOLO" not in texts[5]


def test_without_a_host_both_are_named() -> None:
    moving = replace(EVENT, rules=replace(EVENT.rules, hosts_stay=False))
    first = pages(table_signs_pdf(moving, PARTICIPANTS, VERSION, made_at=MADE_AT))[0]
    assert "RICEVE" not in first
    assert "09:30 Niccolò Brambilla Stamperia 3D Bovisa Ludovica Sant’Ambrogio" in first


def test_a_table_has_a_sign_for_each_day_and_an_unnamed_one_goes_by_its_number() -> None:
    days = [slots(datetime(2026, 3, day, 9, 0, tzinfo=ROME), (25, None)) for day in (12, 13)]
    event = replace(EVENT, slots=days[0] + days[1], tables=("", " "))
    version = replace(VERSION, meetings=(meeting("p01", "p07", 1, 2), meeting("p01", "p08", 2, 2)), unplaced=())
    thursday, friday = pages(table_signs_pdf(event, PARTICIPANTS, version, made_at=MADE_AT))
    assert "TAVOLO 2" in thursday
    assert "giovedì 12 marzo 2026 09:00 Ludovica" in thursday
    assert "TAVOLO 2" in friday
    assert "venerdì 13 marzo 2026 09:00 Tommaso" in friday


def test_no_meetings_no_signs() -> None:
    with pytest.raises(InvalidInput, match="Make a timetable first"):
        table_signs_pdf(EVENT, PARTICIPANTS, EMPTY, made_at=MADE_AT)


def test_the_overview_has_a_row_for_each_person_and_each_table() -> None:
    pdf = overview_pdf(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT)
    assert sizes(pdf) == {(297, 210)}
    people, tables = pages(pdf)
    assert people.startswith("Per persona giovedì 12 marzo 2026 Incontri di fabbricazione digitale")
    assert "Gioielli Crespi 3 Matilde D’Angiò Sala Colonne Agnès Perego 1 Niccolò Brambilla 4 Émile" in people
    assert all(one.name in people for one in PARTICIPANTS)
    assert tables.startswith("Per tavolo")
    assert "Tavolo 3 Matilde D’Angiò Beatrice Crespi Ludovica Sant’Ambrogio Pietro Maria" in tables
    assert "pagina 2 di 2" in tables


def test_a_long_day_goes_on_a3_and_then_on_the_next_sheet() -> None:
    event = replace(EVENT, slots=slots(datetime(2026, 3, 12, 9, 0, tzinfo=ROME), *[(20, None)] * 25))
    pdf = overview_pdf(event, PARTICIPANTS, VERSION, made_at=MADE_AT)
    assert sizes(pdf) == {(420, 297)}
    first, second, *_ = pages(pdf)
    assert "14:40" in first
    assert "15:00 – 15:20" not in first
    assert "15:00 – 15:20" in second


def test_the_overview_of_an_event_without_anybody_shows_its_hours() -> None:
    people, tables = pages(overview_pdf(EVENT, (), EMPTY, made_at=MADE_AT))
    assert "09:30 – 09:55" in people
    assert "Sala Colonne" in tables


def test_the_same_input_gives_the_same_bytes() -> None:
    for sheet in (table_signs_pdf, overview_pdf):
        assert len({sheet(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT) for _ in range(2)}) == 1
