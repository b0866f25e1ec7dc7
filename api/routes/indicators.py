"""What the programme is measured by."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.access import READERS
from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from api.schemas.indicators import IndicatorsOut
from matcher.bootstrap.downloads import MEDIA_TYPES
from matcher.usecases.insights.tables import IndicatorTable

router = APIRouter(prefix="/indicators", tags=["indicators"], route_class=StrictRoute, dependencies=[READERS])
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, to be saved.",
        "content": {MEDIA_TYPES["csv"].partition(";")[0]: {"schema": {"type": "string"}}},
    }
}


@router.get("", summary="Count the indicators", responses=responses(422, 503))
def get_indicators(
    app: App,
    limit: Annotated[int, Query(ge=0, le=2000, description="Most skills listed of each district.")] = 10,
) -> IndicatorsOut:
    """Count who is there, what is sought and not offered (and the reverse), and what came of events."""
    return IndicatorsOut(**app.programme.data(limit))


@router.get("/{table}", summary="Download a table", response_class=Response, responses=FILE | responses(404, 422, 503))
def get_indicator_table(
    table: Annotated[IndicatorTable, Path()],
    app: App,
    language: Annotated[Literal["it", "en"], Query(description="Of the headings and the skills.")] = "en",
) -> Response:
    """Download a table of indicators, whole, as CSV with semicolons."""
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    return Response(app.programme.csv(table, language), media_type=MEDIA_TYPES["csv"], headers=headers)
