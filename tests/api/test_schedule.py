"""POST /schedule: answers, refusals, and searches that end when nobody waits for them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from api.schemas.schedules import SchedulingAnswerOut, SchedulingMeetingIn, SchedulingParticipantIn, SchedulingProblemIn
from matcher.bootstrap.scheduler import MOST_AT_ONCE, Scheduler
from matcher.domain.schedules import Explanation, Remedy, SchedulingProblem, Solution, Status
from matcher.errors import InvalidInput
from matcher.intake.scheduling_problem import read_problem
from tests.api.conftest import Api
from tests.api.test_bad_input import JSON, assert_problem
from tests.event_solvers import solve_first_fit
from tests.unit.intake.test_scheduling_problem import REFUSED, document

INFEASIBLE = Solution(
    Status.INFEASIBLE,
    explanation=(
        Explanation(
            "no_common_slot",
            participants=("anna", "bruno"),
            meetings=("m1",),
            remedies=(Remedy("drop_meetings", {"meetings": ["m1"], "suffices": None}),),
        ),
    ),
)
PATIENCE_S = 30


class Waiting:
    """A solver that finds nothing until it is stopped, or let go on."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.stopped = threading.Semaphore(0)

    def __call__(self, problem: SchedulingProblem, *, stop: threading.Event, **options: object) -> Solution:
        self.begun.release()
        while not self.let_go.is_set():
            if stop.wait(0.01):
                self.stopped.release()
                break
        return Solution(Status.UNKNOWN)


@pytest.fixture
def server(api: Api) -> Iterator[Api]:
    """The server with a scheduler of its own that places meetings by first fit."""
    kept, api.app.scheduler = api.app.scheduler, Scheduler()
    api.app.scheduler.solver = solve_first_fit
    yield api
    api.app.scheduler = kept


def test_a_timetable_answers(server: Api) -> None:
    answer = server.client.post("/schedule", json=document())
    assert answer.status_code == 200
    assert SchedulingAnswerOut.model_validate(answer.json()).model_dump(mode="json") == answer.json()
    assert [(one["id"], one["slot"], one["table"]) for one in answer.json()["meetings"]] == [("m1", 1, 1), ("m2", 2, 1)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "anna and bruno are to meet but have no free slot in common."),
        ("?language=it", "anna e bruno devono incontrarsi ma non hanno nessun turno libero in comune."),
    ],
)
def test_that_there_is_no_timetable_is_an_answer_too(server: Api, query: str, sentence: str) -> None:
    server.app.scheduler.solver = lambda problem, **options: INFEASIBLE
    answer = server.client.post(f"/schedule{query}", json=document())
    assert (answer.status_code, answer.json()["status"]) == (200, "infeasible")
    (cause,) = answer.json()["explanation"]
    assert (cause["sentence"], cause["remedies"][0]["suffices"]) == (sentence, None)


@pytest.mark.parametrize(
    ("value", "field", "words"), [case for case in REFUSED if case[0] is not None], ids=lambda value: ""
)
def test_the_body_has_the_rules_of_the_file(server: Api, value: object, field: str, words: list[str]) -> None:
    text = json.dumps(value).replace("Infinity", "1e400")
    answer = server.client.post("/schedule", content=text.encode(), headers=JSON)
    assert_problem(answer, 422, *words)
    assert answer.json()["errors"][0]["field"] == field


def test_a_body_that_is_no_json_and_an_unknown_parameter_are_refused(server: Api) -> None:
    assert_problem(server.client.post("/schedule", content=b'{"slots": NaN}', headers=JSON), 400, "no JSON number")
    assert_problem(server.client.post("/schedule", content=b"", headers=JSON), 422, "required")
    assert_problem(server.client.post("/schedule", content=b"{}"), 415, "application/json")
    assert_problem(server.client.post("/schedule?seed=1", json=document()), 422, "no parameter 'seed'")
    assert_problem(server.client.post("/schedule?language=fr", json=document()), 422, "'it' or 'en'")


def test_the_documented_body_is_the_one_that_is_read(server: Api) -> None:
    shown = server.client.get("/openapi.json").json()
    media = shown["paths"]["/schedule"]["post"]["requestBody"]["content"]["application/json"]
    assert media["schema"]["$ref"].endswith("/SchedulingProblemIn")
    full: dict[str, Any] = {
        "slots": 1,
        "tables": 1,
        "participants": [{"id": "a"}, {"id": "b"}],
        "meetings": [{"id": "m", "a": "a", "b": "b"}],
    }
    places = [
        (SchedulingProblemIn, full),
        (SchedulingParticipantIn, full["participants"][0]),
        (SchedulingMeetingIn, full["meetings"][0]),
    ]
    for model, members in places:
        for name in model.model_fields:
            given = name in members
            kept = members.pop(name, None)
            if given:
                with pytest.raises(InvalidInput, match="required"):
                    read_problem(full)
                with pytest.raises(ValidationError):
                    SchedulingProblemIn.model_validate(full)
                members[name] = kept
            else:
                assert read_problem(full) == read_problem(_with_null(full, members, name))


def _with_null(full: dict[str, Any], members: dict[str, Any], name: str) -> dict[str, Any]:
    members[name] = None
    copy: dict[str, Any] = json.loads(json.dumps(full))
    del members[name]
    SchedulingProblemIn.model_validate(copy)
    return copy


def test_searches_over_the_bound_are_told_to_come_again_and_others_are_answered(server: Api) -> None:
    server.app.scheduler.solver = waiting = Waiting()
    answers: list[int] = []

    def ask() -> None:
        answers.append(server.client.post("/schedule", json=document()).status_code)

    threads = [threading.Thread(target=ask) for _ in range(MOST_AT_ONCE)]
    try:
        for thread in threads:
            thread.start()
            assert waiting.begun.acquire(timeout=PATIENCE_S)
        refused = server.client.post("/schedule", json=document())
        assert_problem(refused, 503, "Try again in a few seconds")
        assert refused.headers["retry-after"]
        assert server.client.get("/livez").status_code == 200
        assert server.match(query="rilegatura a mano")["matches"]
    finally:
        waiting.let_go.set()
        for thread in threads:
            thread.join(PATIENCE_S)
    assert answers == [200] * MOST_AT_ONCE
    assert server.client.post("/schedule", json=document()).json()["status"] == "unknown"


def test_a_client_who_goes_away_ends_the_search(server: Api) -> None:
    server.app.scheduler.solver = waiting = Waiting()
    body = json.dumps(document()).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/schedule",
        "raw_path": b"/schedule",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    told = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in told:
            return message
        await asyncio.to_thread(waiting.begun.acquire, timeout=PATIENCE_S)
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        """Nobody is there to take it."""

    asyncio.run(server.client.app(scope, receive, send))  # type: ignore[arg-type]
    assert waiting.stopped.acquire(timeout=PATIENCE_S)
