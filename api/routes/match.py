"""POST /match and POST /match/batch."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError

from api.asking import request_of
from api.cursors import write_cursor
from api.dependencies import App
from api.problems import problem_of, responses
from api.schemas.matches import BatchIn, BatchItemOut, BatchOut, MatchesOut, MatchIn
from matcher.bootstrap import Application
from matcher.errors import MatcherError
from matcher.usecases.presenting import result_data

router = APIRouter(tags=["match"])


@router.post("/match", responses=responses(404, 413, 422, 503))
def match(body: MatchIn, app: App) -> MatchesOut:
    """Find the best matches for a profile, a description of one, or a sentence, with the reasons."""
    app.follower.catch_up()
    return answer(body, app)


@router.post("/match/batch", responses=responses(413, 422, 503))
def match_batch(body: BatchIn, app: App) -> BatchOut:
    """Answer up to 1,000 questions; one that cannot be answered does not stop the others."""
    app.follower.catch_up()
    return BatchOut(results=[_one(question, app) for question in body.requests])


def answer(body: MatchIn, app: Application) -> MatchesOut:
    """The answer to one question on the profiles as they are."""
    started = perf_counter()
    result = app.engine.match(request_of(body, app))
    cursor = None if result.next_offset is None else write_cursor(result.next_offset, body)
    data = result_data(result, app.lexicon.gazetteer)
    return MatchesOut(**data, cursor=cursor, took_ms=(perf_counter() - started) * 1000)


def _one(question: dict[str, Any], app: Application) -> BatchItemOut:
    try:
        return BatchItemOut(status=200, result=answer(MatchIn.model_validate(question), app))
    except (MatcherError, ValidationError) as error:
        problem = problem_of(error)
        return BatchItemOut(status=problem.status, problem=problem.model_dump())
