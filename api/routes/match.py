"""POST /match and POST /match/batch."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ValidationError

from api.asking import request_of
from api.bodies import StrictRoute
from api.cursors import write_cursor
from api.dependencies import App
from api.problems import problem_of, responses
from api.schemas.matches import BatchItemOut, BatchOut, MatchesOut
from api.schemas.questions import BatchIn, MatchIn
from embeddings import EncoderUnavailable, IndexUnavailable
from matcher.bootstrap import Application
from matcher.errors import MatcherError
from matcher.usecases.presenting import result_data

log = logging.getLogger(__name__)
router = APIRouter(tags=["match"], route_class=StrictRoute)


@router.post(
    "/match",
    summary="Find the best matches",
    response_model=MatchesOut,
    responses=responses(400, 404, 413, 415, 422, 503),
)
def match(body: MatchIn, app: App) -> Response:
    """Answer one question: a stored profile, a profile sent along or a sentence, with the reasons for each match."""
    app.follower.catch_up()
    return _json(answer(body, app))


@router.post(
    "/match/batch",
    summary="Ask up to 1,000 questions at once",
    response_model=BatchOut,
    responses=responses(400, 413, 415, 422, 503),
)
def match_batch(body: BatchIn, app: App) -> Response:
    """Answer each question in its place; one that cannot be answered gets a problem and does not stop the others."""
    app.follower.catch_up()
    return _json(BatchOut(results=[_one(question, app) for question in body.requests]))


def answer(body: MatchIn, app: Application) -> MatchesOut:
    """The answer to one question on the profiles as they are."""
    started = perf_counter()
    result = app.engine.match(request_of(body, app))
    cursor = None if result.next_offset is None else write_cursor(result.next_offset, body)
    data = result_data(result, app.lexicon.gazetteer)
    return MatchesOut(**data, cursor=cursor, took_ms=round((perf_counter() - started) * 1000, 2))


def _one(question: Any, app: Application) -> BatchItemOut:  # noqa: ANN401 -- raw JSON, validated here
    try:
        return BatchItemOut(status=200, result=answer(MatchIn.model_validate(question), app))
    except (MatcherError, ValidationError, EncoderUnavailable, IndexUnavailable) as error:
        problem = problem_of(error)
    except Exception as error:
        log.exception("A question of a batch failed.")
        problem = problem_of(error)
    return BatchItemOut(status=problem.status, problem=problem)


def _json(answer: BaseModel) -> Response:
    """The answer as JSON, made here in the worker's thread: a long one would hold up the others on the event loop."""
    return Response(answer.model_dump_json(), media_type="application/json")
