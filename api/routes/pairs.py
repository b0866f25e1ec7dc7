"""Who meets whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.routes.events import EventId
from api.schemas.event_answers import FairnessOut, PairList, PairOut
from api.schemas.events import PairEditsIn
from matcher.domain.events import Pair
from matcher.usecases.events.pairs import change_pairs, find_pairs
from matcher.usecases.events.presenting import fairness_data, pair_data

router = APIRouter(prefix="/events/{event_id}", tags=["events"], route_class=ReplayedRoute, dependencies=[OWN_EVENT])


@router.get("/pairs", summary="List pairs", responses=responses(404, 422, 503))
def list_pairs(
    event_id: EventId,
    app: App,
    chosen: Annotated[bool | None, Query(description="Only pairs that are, or are not, chosen.")] = None,
    participant: Annotated[str | None, Query(max_length=200, description="Only pairs of this participant.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> PairList:
    """List who may meet, the best first, with the reasons."""
    pairs = find_pairs(event_id, app.store, of=participant, chosen=chosen is True)
    wanted = [pair for pair in pairs if chosen in (None, pair.chosen)]
    return _listed(wanted, limit)


@router.post("/pairs", summary="Choose who meets whom", responses=responses(404, 409, 422, 503))
def choose_pairs(event_id: EventId, app: App) -> PairList:
    """Weigh all who may meet, by given interests or by profiles, and choose; what the organiser decided stays."""
    return _listed([pair for pair in app.events.propose_pairs(event_id) if pair.chosen])


@router.get("/fairness", summary="Say who got what", responses=responses(404, 422, 503))
def get_fairness(event_id: EventId, app: App) -> FairnessOut:
    """Say who got what from the chosen pairs: the least, the median, inequality, envy; newcomers and peripheries."""
    return FairnessOut(**fairness_data(app.events.fairness(event_id)))


@router.patch("/pairs", summary="Decide about pairs", responses=responses(400, 404, 413, 415, 422, 503))
def patch_pairs(event_id: EventId, body: PairEditsIn, app: App) -> PairList:
    """Lock, forbid, want, add or swap pairs, all or none; the answer lists the chosen ones."""
    pairs = change_pairs(event_id, [change.to_domain() for change in body.changes], app.store)
    return _listed([pair for pair in pairs if pair.chosen])


def _listed(pairs: Sequence[Pair], limit: int | None = None) -> PairList:
    best = sorted(pairs, key=lambda pair: (-pair.utility, pair.a, pair.b))[:limit]
    return PairList(
        pairs=[PairOut(**pair_data(pair)) for pair in best],
        total=len(pairs),
        chosen=sum(pair.chosen for pair in pairs),
    )
