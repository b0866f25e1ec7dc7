"""Markets: whom to recommend to everyone at once."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.access import READERS
from api.cursors import read_place, write_place
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.schemas.markets import MarketIn, MarketOut, RecommendationsOut
from matcher.usecases.markets.keeping import find_market, recommendations
from matcher.usecases.markets.presenting import market_data, recommended_data

router = APIRouter(prefix="/market", tags=["market"], route_class=ReplayedRoute, dependencies=[READERS])
MarketId = Annotated[str, Path(max_length=200, description="What `POST /market` has answered.")]
STARTED: dict[int | str, dict[str, Any]] = {
    202: {"model": MarketOut, "description": "Accepted; `Location` is where the market tells how far it is."}
}


@router.post(
    "",
    summary="Recommend to everyone at once",
    status_code=202,
    responses=STARTED | responses(400, 413, 415, 422, 503),
)
def start_market(body: MarketIn, response: Response, app: App) -> MarketOut:
    """Start a job that recommends `k` to everyone of both sides, so that not all are sent to the same few.

    The same question while it is being answered is the same market; its new answer replaces the last one.
    """
    job = app.markets.start(body.to_domain())
    response.headers["Location"] = f"/market/{job.id}"
    return MarketOut(**market_data(job))


@router.get("/{market_id}", summary="Say how far a market is", responses=responses(404, 422, 503))
def get_market(market_id: MarketId, app: App) -> MarketOut:
    """Say how far a market is, and once it is done what the correction has changed for everyone together."""
    return MarketOut(**market_data(find_market(market_id, app.store)))


@router.get("/{market_id}/recommendations", summary="Read recommendations", responses=responses(404, 409, 422, 503))
def list_recommendations(
    market_id: MarketId,
    app: App,
    profile_id: Annotated[str | None, Query(max_length=200, description="Only what this one is recommended.")] = None,
    cursor: Annotated[str | None, Query(max_length=600, description="Go on where the last page ended.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="People on a page.")] = 50,
) -> RecommendationsOut:
    """Read what people are recommended, a page at a time, or one of them on both sides.

    Whoever was erased or withdrew since is left out.
    """
    after = read_place(cursor, market_id) if cursor is not None else None
    page = recommendations(market_id, app.store, profile_id=profile_id, after=after, limit=limit)
    return RecommendationsOut(
        people=[recommended_data(one) for one in page.people],
        next=write_place(page.next, market_id) if page.next else None,
    )
