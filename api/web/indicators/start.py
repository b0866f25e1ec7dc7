"""The start page and its tables."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.web.indicators.charts import Evolution, Segment, evolution, in_parts
from api.web.indicators.city import DistrictMap, colour_districts
from api.web.indicators.missing import missing_in
from api.web.indicators.tables import Table, tables_of
from api.web.page import Page, PageDep
from matcher.bootstrap.downloads import MEDIA_TYPES
from matcher.domain.contact_requests import RequestState
from matcher.domain.profiles import Kind
from matcher.insights.meetings import Meetings
from matcher.insights.requests import RequestCount
from matcher.usecases.insights.counting import Indicators
from matcher.usecases.insights.presenting import share
from matcher.usecases.insights.tables import IndicatorTable

router = APIRouter()
LATEST = 8
"""Events that are drawn, the latest first; the table has all."""
OUTCOMES = (
    RequestState.ACCEPTED,
    RequestState.DECLINED,
    RequestState.PENDING,
    RequestState.EXPIRED,
    RequestState.WITHDRAWN,
)
"""What becomes of requests, as they are drawn."""


@router.get("/")
def start(page: PageDep, municipio: int | None = None) -> Response:
    """Show two ways in and the indicators; skills are those of a Municipio, or of the whole city."""
    indicators = page.app.programme.indicators()
    if not (indicators.presence.everyone.profiles or indicators.meetings.by_event):
        return page.render("indicators/empty.html")
    missing = missing_in(municipio, indicators.gaps, page.app.lexicon, page.language)
    tables = tables_of(page, indicators, missing)
    return page.render(
        "indicators/start.html",
        indicators=indicators,
        kinds=_kinds(page, indicators),
        outside=[one.peripheries for one in indicators.presence.by_kind],
        places=_places(page, indicators),
        districts=_districts(page, indicators),
        missing=missing,
        latest=indicators.meetings.by_event[: -LATEST - 1 : -1],
        evolution=_evolution(indicators.meetings),
        requests=_requests(indicators.requests, tables["requests"]),
        share=share,
        tables=tables,
    )


@router.get("/indicators/{table}.csv")
def download(page: PageDep, table: Annotated[IndicatorTable, Path()]) -> Response:
    """Send a whole table, in the visitor's language."""
    file = Response(page.app.programme.csv(table, page.language), media_type=MEDIA_TYPES["csv"])
    file.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return page.finished(file)


def _kinds(page: Page, indicators: Indicators) -> tuple[Segment, ...]:
    labels = {
        Kind.ARTISAN: page.gettext("Artisans"),
        Kind.STARTUP: page.gettext("Startups"),
        Kind.ORGANISATION: page.gettext("Organisations"),
    }
    return in_parts([(labels[one.kind], one.profiles) for one in indicators.presence.by_kind if one.kind])


def _places(page: Page, indicators: Indicators) -> tuple[Segment, ...]:
    everyone = indicators.presence.everyone
    parts = [
        (page.gettext("In the peripheries"), everyone.peripheries),
        (page.gettext("In the centre"), everyone.profiles - everyone.peripheries - everyone.unplaced),
        (page.gettext("Place not known"), everyone.unplaced),
    ]
    return in_parts([(label, count) for label, count in parts if count])


def _districts(page: Page, indicators: Indicators) -> DistrictMap | None:
    drawn = page.app.lexicon.gazetteer.map
    return None if drawn is None else colour_districts(indicators.presence, drawn)


def _evolution(meetings: Meetings) -> Evolution | None:
    shares = [share(one.count.peripheral, one.count.meetings) for one in meetings.by_event]
    return evolution([one for one in shares if one is not None])


def _requests(count: RequestCount, table: Table) -> tuple[Segment, ...]:
    names = dict(zip(count.by_state, (str(row[0]) for row in table.rows), strict=False))
    return in_parts([(names[state], count.by_state[state]) for state in OUTCOMES])
