"""POST /schedule: the bare scheduling problem."""

from __future__ import annotations

import asyncio
import threading
from typing import Annotated, Literal

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import APIRouter, Body, Query, Request, Response

from api.access import READERS
from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from api.schemas.schedules import SchedulingAnswerOut, SchedulingProblemBody
from matcher.bootstrap import Application
from matcher.intake.scheduling_answer import answer_document
from matcher.intake.scheduling_problem import read_problem

router = APIRouter(tags=["schedule"], route_class=StrictRoute, dependencies=[READERS])


@router.post(
    "/schedule",
    summary="Solve a scheduling problem",
    response_model=SchedulingAnswerOut,
    responses=responses(400, 413, 415, 422, 503),
)
async def schedule(
    body: Annotated[SchedulingProblemBody, Body()],
    request: Request,
    app: App,
    language: Annotated[Literal["it", "en"], Query(description="Of the sentences that explain.")] = "en",
) -> Response:
    """Find the timetable with the fewest breaks, answered once it is proved or when the time limit is over.

    That no timetable exists is an answer too: its status is `infeasible`, and `explanation` says why and what helps.
    The search ends when the client disconnects. 503 says that others are being solved: try again.
    """
    stop = threading.Event()
    watch = asyncio.create_task(_stop_when_gone(request, stop))
    try:
        # A thread of its own: a few long searches would take all those that answer the other operations.
        return await anyio.to_thread.run_sync(_answer, body, app, language, stop, limiter=CapacityLimiter(1))
    finally:
        watch.cancel()
        stop.set()


async def _stop_when_gone(request: Request, stop: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    stop.set()


def _answer(body: SchedulingProblemBody, app: Application, language: str, stop: threading.Event) -> Response:
    solution = app.scheduler.solve(read_problem(body), stop=stop)
    answer = SchedulingAnswerOut.model_validate(answer_document(solution, language))
    return Response(answer.model_dump_json(), media_type="application/json")
