"""POST /match and POST /match/batch."""

from __future__ import annotations

import logging
from time import monotonic, perf_counter
from typing import Any

import orjson
from fastapi import APIRouter, Response
from pydantic import ValidationError

from api.access import READERS
from api.asking import request_of
from api.bodies import StrictRoute
from api.cursors import write_cursor
from api.dependencies import App
from api.problems import problem_of, responses
from api.schemas.matches import BatchOut, MatchesOut
from api.schemas.questions import BatchIn, MatchIn
from embeddings import EncoderUnavailable, IndexUnavailable
from matcher.bootstrap import Application
from matcher.errors import MatcherError
from matcher.usecases.following import PATIENCE_S
from matcher.usecases.presenting import result_data

log = logging.getLogger(__name__)
router = APIRouter(tags=["match"], route_class=StrictRoute, dependencies=[READERS])


@router.post(
    "/match",
    summary="Find the best matches",
    response_model=MatchesOut,
    responses=responses(400, 404, 413, 415, 422, 503),
)
def match(body: MatchIn, app: App) -> Response:
    """Answer one question: a stored profile, a profile sent along or a sentence, with the reasons for each match."""
    app.follower.refresh()
    return _sent(answer(body, app, monotonic() + PATIENCE_S))


@router.post(
    "/match/batch",
    summary="Ask up to 1,000 questions at once",
    response_model=BatchOut,
    responses=responses(400, 413, 415, 422, 503),
)
def match_batch(body: BatchIn, app: App) -> Response:
    """Answer each question in its place; one that cannot be answered gets a problem and does not stop the others."""
    app.follower.refresh()
    deadline = monotonic() + PATIENCE_S
    return _sent({"results": [_one(question, app, deadline) for question in body.requests]})


def answer(body: MatchIn, app: Application, deadline: float) -> dict[str, Any]:
    """The answer to one question on the profiles as they are, as plain data with the fields of `MatchesOut`.

    A change that it needs may come until `deadline`. No model is built of it: what the engine answers is typed already,
    and to check it again took longer than all else around the engine. Tests hold the bytes against what the model would
    have sent.
    """
    started = perf_counter()
    if body.min_generation is not None:
        app.follower.reach(body.min_generation, deadline)
    result = app.engine.match(request_of(body, app))
    cursor = None if result.next_offset is None else write_cursor(result.next_offset, body)
    data = result_data(result, app.lexicon.gazetteer)
    return data | {"cursor": cursor, "took_ms": round((perf_counter() - started) * 1000, 2)}


def _one(question: Any, app: Application, deadline: float) -> dict[str, Any]:  # noqa: ANN401 -- raw JSON
    """The answer to one question of a batch with the fields of `BatchItemOut`."""
    try:
        return {"status": 200, "result": answer(MatchIn.model_validate(question), app, deadline), "problem": None}
    except (MatcherError, ValidationError, EncoderUnavailable, IndexUnavailable) as error:
        problem = problem_of(error)
    except Exception as error:
        log.exception("A question of a batch failed.")
        problem = problem_of(error)
    return {"status": problem.status, "result": None, "problem": problem.model_dump()}


def as_json(answer: dict[str, Any]) -> bytes:
    """Plain data as JSON; numbers of numpy are numbers."""
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


def _sent(answer: dict[str, Any]) -> Response:
    """The answer as JSON, made here in the worker's thread: a long one would hold up the others on the event loop."""
    return Response(as_json(answer), media_type="application/json")
