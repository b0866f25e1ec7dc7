"""Interests that are given for an event, in place of what profiles say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, UploadFile

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.routes.events import EventId
from api.schemas.event_answers import InterestsOut
from api.schemas.events import InterestsIn
from matcher.usecases.events.interests import give_scores, give_wishes
from matcher.usecases.events.presenting import interests_data

router = APIRouter(
    prefix="/events/{event_id}/interests", tags=["events"], route_class=ReplayedRoute, dependencies=[OWN_EVENT]
)


@router.put("", summary="Give scores or wish lists", responses=responses(400, 404, 413, 415, 422, 503))
def put_interests(event_id: EventId, body: InterestsIn, app: App) -> InterestsOut:
    """Replace the interests of an event; with none of them, profiles decide again who fits whom."""
    if body.wishes:
        count = give_wishes(event_id, [(one.participant, one.wanted) for one in body.wishes], app.store)
    else:
        count = give_scores(event_id, [(one.a, one.b, one.score) for one in body.scores], app.store)
    return InterestsOut(interests=count)


@router.post("/import", summary="Import a file of interests", responses=responses(400, 404, 413, 415, 422, 503))
def import_interests(
    event_id: EventId,
    app: App,
    file: Annotated[UploadFile, "A table with the columns a, b, score, or participant, wanted, or those and rank."],
) -> InterestsOut:
    """Replace the interests of an event by those of a CSV or XLSX: scores, wish lists, or wishes with their rank."""
    report = app.events.give_interests(event_id, file.file, name=file.filename or "upload")
    return InterestsOut(**interests_data(report))
