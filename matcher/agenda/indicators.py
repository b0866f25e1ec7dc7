"""The programme's indicators as tables that spreadsheets open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcher.agenda.sheets import Cell, Sheet
from matcher.agenda.spreadsheets import csv_file
from matcher.agenda.texts import say
from matcher.domain.profiles import Kind
from matcher.insights.districts import District, Level, name_of
from matcher.insights.meetings import MeetingCount
from matcher.insights.presence import KindCount
from matcher.insights.skills import Gap
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.insights.counting import Indicators
from matcher.usecases.insights.tables import IndicatorTable


def indicators_csv(table: IndicatorTable, indicators: Indicators, lexicon: Lexicon, language: str) -> bytes:
    """A table of indicators as CSV, as `csv_file` writes it, in `it` or `en`."""
    return csv_file(indicator_sheet(table, indicators, lexicon, language))


def indicator_sheet(table: IndicatorTable, indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    """A table of indicators with its headings in `it` or `en`."""
    return _SHEETS[table](indicators, lexicon, language)


def _sheet(table: IndicatorTable, language: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
    told = [say(f"count_{heading}", language) for heading in headings]
    return Sheet(table, say(f"table_{table}", language), told, rows)


def _profiles(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    def row(count: KindCount) -> Sequence[Cell]:
        kind = say(f"kind_{count.kind}" if count.kind else "count_all", language)
        without = (count.without_consent, count.without_district)
        return [kind, count.profiles, count.peripheries, count.unplaced, *without]

    headings = ("kind", "profiles", "peripheries", "unplaced", "without_consent", "without_district")
    presence = indicators.presence
    rows = [row(count) for count in (*presence.by_kind, presence.everyone)]
    return _sheet(IndicatorTable.PROFILES, language, headings, rows)


def _districts(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    headings = ("level", "district_id", "district", "periphery", "profiles", *(f"of_{kind}" for kind in Kind))
    rows = [
        [
            *_district(count.district, lexicon, language),
            None if count.periphery is None else say("yes" if count.periphery else "no", language),
            count.profiles,
            *(count.by_kind[kind] for kind in Kind),
        ]
        for count in indicators.presence.by_district
    ]
    return _sheet(IndicatorTable.DISTRICTS, language, headings, rows)


def _balances(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    headings = ("level", "district_id", "district", "sought", "not_offered", "offered", "not_sought")
    rows = [
        [*_district(one.district, lexicon, language), one.sought, one.not_offered, one.offered, one.not_sought]
        for one in indicators.gaps.balances
    ]
    return _sheet(IndicatorTable.BALANCES, language, headings, rows)


def _not_offered(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    headings = ("level", "district_id", "district", "skill", "skill_id", "seeking", "offering_elsewhere")
    rows = _gap_rows(indicators.gaps.not_offered, lexicon, language)
    return _sheet(IndicatorTable.NOT_OFFERED, language, headings, rows)


def _not_sought(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    headings = ("level", "district_id", "district", "skill", "skill_id", "offering", "seeking_elsewhere")
    rows = _gap_rows(indicators.gaps.not_sought, lexicon, language)
    return _sheet(IndicatorTable.NOT_SOUGHT, language, headings, rows)


def _gap_rows(gaps: Sequence[Gap], lexicon: Lexicon, language: str) -> Sequence[Sequence[Cell]]:
    return [
        [
            *_district(gap.district, lexicon, language),
            lexicon.skills.label(gap.skill, language),
            gap.skill,
            gap.profiles,
            gap.elsewhere,
        ]
        for gap in gaps
    ]


def _events(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    headings = (
        "event", "event_id", "day", "participants", "from_peripheries", "newcomers", "absent", "pairs", "meetings",
        "peripheral", "without_meeting", "exposure_gini",
    )  # fmt: skip
    meetings = indicators.meetings
    rows: list[Sequence[Cell]] = [
        [one.name, one.id, one.start.date(), *_counted(one.count, language)] for one in meetings.by_event
    ]
    overall: Sequence[Cell] = [say("count_all", language), None, None, *_counted(meetings.overall, language)]
    return _sheet(IndicatorTable.EVENTS, language, headings, [*rows, overall])


def _requests(indicators: Indicators, lexicon: Lexicon, language: str) -> Sheet:
    count = indicators.requests
    rows: list[Sequence[Cell]] = [
        [say(f"request_{state}", language), number] for state, number in count.by_state.items()
    ]
    total: Sequence[Cell] = [say("count_all", language), count.total]
    return _sheet(IndicatorTable.REQUESTS, language, ("state", "requests"), [*rows, total])


def _counted(count: MeetingCount, language: str) -> Sequence[Cell]:
    return [
        count.participants,
        count.peripheries,
        count.newcomers,
        count.absent,
        count.pairs,
        count.meetings,
        count.peripheral,
        count.without_meeting,
        None if count.exposure_gini is None else _decimal(count.exposure_gini, language),
    ]


def _decimal(value: float, language: str) -> str:
    """Three decimals with the language's mark, as its spreadsheets read numbers."""
    return f"{value:.3f}".replace(".", "," if language == "it" else ".")


def _district(district: District, lexicon: Lexicon, language: str) -> Sequence[Cell]:
    if district.level is Level.CITY:
        return [say("level_city", language), None, None]
    name = name_of(district, lexicon.gazetteer)
    return [say(f"level_{district.level}", language), district.id, name]


_SHEETS: Mapping[IndicatorTable, Callable[[Indicators, Lexicon, str], Sheet]] = {
    IndicatorTable.PROFILES: _profiles,
    IndicatorTable.DISTRICTS: _districts,
    IndicatorTable.BALANCES: _balances,
    IndicatorTable.NOT_OFFERED: _not_offered,
    IndicatorTable.NOT_SOUGHT: _not_sought,
    IndicatorTable.EVENTS: _events,
    IndicatorTable.REQUESTS: _requests,
}
