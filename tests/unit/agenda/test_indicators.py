"""The tables of indicators, as spreadsheets open them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest

from matcher.agenda.indicators import indicator_sheet, indicators_csv
from matcher.domain.attendance import Attendance, EventRecord
from matcher.domain.contact_requests import RequestState
from matcher.domain.profiles import Item, Kind, Place, Profile, SkillLink
from matcher.insights.meetings import count_meetings
from matcher.insights.presence import count_presence
from matcher.insights.requests import count_requests
from matcher.insights.skills import find_gaps
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.usecases.insights.counting import Indicators
from matcher.usecases.insights.tables import IndicatorTable

BINDER = Profile(
    "binder",
    Kind.ARTISAN,
    "Legatoria",
    offers=(Item("rilegatura", skills=(SkillLink("bookbinding", 1.0),)),),
    seeks=(Item("taglio laser", skills=(SkillLink("laser-cutting", 1.0),)),),
    place=Place(nil=23, municipio=3),
)
PEOPLE = (Attendance("a", None, True, True, False), Attendance("b", None, False, True, False))
FAIR = EventRecord("fiera", "=HYPERLINK(1)", datetime(2026, 3, 12, 9, tzinfo=UTC), PEOPLE, 1, (("a", "b"),))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon()


@pytest.fixture(scope="module")
def indicators(lexicon: Lexicon) -> Indicators:
    return Indicators(
        1,
        count_presence([BINDER], lexicon.gazetteer),
        find_gaps([BINDER], lexicon.skills),
        count_meetings([FAIR, EventRecord("bozza", "Bozza", FAIR.start, ())]),
        count_requests({RequestState.ACCEPTED: 2, RequestState.DECLINED: 1}),
    )


def rows(table: IndicatorTable, indicators: Indicators, lexicon: Lexicon, language: str = "it") -> list[list[str]]:
    text = indicators_csv(table, indicators, lexicon, language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("table", IndicatorTable)
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_table_is_headed_in_the_language_and_even(
    table: IndicatorTable, language: str, indicators: Indicators, lexicon: Lexicon
) -> None:
    sheet = indicator_sheet(table, indicators, lexicon, language)
    assert sheet.rows
    assert {len(row) for row in sheet.rows} == {len(sheet.headings)}
    assert len(set(sheet.headings)) == len(sheet.headings)


def test_a_skill_that_nobody_offers_is_named_in_every_district(indicators: Indicators, lexicon: Lexicon) -> None:
    assert rows(IndicatorTable.NOT_OFFERED, indicators, lexicon)[1:] == [
        ["città", "", "", "taglio laser", "laser-cutting", "1", "0"],
        ["Municipio", "3", "Municipio 3", "taglio laser", "laser-cutting", "1", "0"],
        ["NIL", "23", "Lambrate – Ortica", "taglio laser", "laser-cutting", "1", "0"],
    ]


def test_events_keep_what_is_not_known_empty_and_disarm_formulas(indicators: Indicators, lexicon: Lexicon) -> None:
    draft, fair, overall = rows(IndicatorTable.EVENTS, indicators, lexicon, "it")[1:]
    assert draft == ["Bozza", "bozza", "2026-03-12", "0", "0", "0", "0", "0", "", "", "", ""]
    assert fair == ["'=HYPERLINK(1)", "fiera", "2026-03-12", "2", "1", "2", "0", "1", "1", "1", "0", "0,000"]
    assert overall[:5] == ["totale", "", "", "2", "1"]
    assert rows(IndicatorTable.EVENTS, indicators, lexicon, "en")[2][-1] == "0.000"


def test_requests_are_told_by_their_outcome(indicators: Indicators, lexicon: Lexicon) -> None:
    assert dict(rows(IndicatorTable.REQUESTS, indicators, lexicon)[1:]) == {
        "in attesa": "0",
        "accettate": "2",
        "rifiutate": "1",
        "ritirate": "0",
        "scadute": "0",
        "totale": "3",
    }
