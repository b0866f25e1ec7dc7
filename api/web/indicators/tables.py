"""The tables behind the charts: parts of those that can be downloaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from api.web.indicators.missing import Bar, Missing
from api.web.page import Page
from matcher.usecases.insights.counting import Indicators
from matcher.usecases.insights.tables import IndicatorTable


@dataclass(frozen=True, slots=True)
class Table:
    """A table to look at; `name` is that of the file with all of it, the first cell of a row is what it is about."""

    name: IndicatorTable
    title: str
    headings: Sequence[object]
    rows: Sequence[Sequence[object]]


def tables_of(page: Page, indicators: Indicators, missing: Missing) -> dict[str, Table]:
    """The tables by their names."""
    profiles = _part(page, indicators, IndicatorTable.PROFILES)
    districts = _part(page, indicators, IndicatorTable.DISTRICTS, (2, 4, 5, 6, 7))
    events = _part(page, indicators, IndicatorTable.EVENTS, (0, 2, *range(3, 12)))
    requests = _part(page, indicators, IndicatorTable.REQUESTS)
    # Most neighbourhoods of a young programme are empty: they are in the file, and on the map.
    some = [row for row in districts.rows if row[0] and row[1]]
    return {
        "profiles": profiles,
        "districts": Table(districts.name, districts.title, districts.headings, some),
        "not_offered": _skills(page, indicators, IndicatorTable.NOT_OFFERED, missing.not_offered),
        "not_sought": _skills(page, indicators, IndicatorTable.NOT_SOUGHT, missing.not_sought),
        "events": events,
        "requests": requests,
    }


def _part(page: Page, indicators: Indicators, name: IndicatorTable, columns: Sequence[int] = ()) -> Table:
    sheet = page.app.programme.sheet(name, indicators, page.language)
    pick = itemgetter(*columns) if columns else tuple
    return Table(name, sheet.title, pick(sheet.headings), [pick(row) for row in sheet.rows])


def _skills(page: Page, indicators: Indicators, name: IndicatorTable, bars: Iterable[Bar]) -> Table:
    whole = _part(page, indicators, name, (3, 5, 6))
    return Table(name, whole.title, whole.headings, [(bar.label, bar.profiles, bar.elsewhere) for bar in bars])
