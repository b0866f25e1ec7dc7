"""`matcher schedule` as its user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from matcher.bootstrap.scheduler import Scheduler
from matcher.domain.schedules import Explanation, Remedy, Solution, Status
from tests.event_solvers import solve_first_fit
from tests.unit.cli.conftest import Run, only_json

Write = Callable[[str, str], Path]
PROBLEM: dict[str, Any] = {
    "slots": 3,
    "tables": 2,
    "participants": [{"id": name} for name in ("anna", "bruno", "carla", "d[ario]")],
    "meetings": [
        {"id": "m1", "a": "anna", "b": "bruno"},
        {"id": "m2", "a": "carla", "b": "d[ario]"},
        {"id": "m3", "a": "anna", "b": "carla", "slot": 3},
    ],
    "time_limit_s": 5,
    "seed": 3,
}
INSTANCE = """nBusiness = 2; nMeetings = 1; nTables = 1; nTotalSlots = 2; nMorningSlots = 1;
requested = [|1, 2, 3|]; forbidden = [{0}, {1}];
"""
INFEASIBLE = Solution(
    Status.INFEASIBLE,
    explanation=(
        Explanation(
            "too_many_meetings",
            {"session": "any", "count": 2, "free": 1},
            ("anna",),
            remedies=(Remedy("add_slots", {"count": 1, "suffices": True}),),
        ),
    ),
)


@pytest.fixture
def asked(matcher: Run, table: Write, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Writes `problem.json` and has it solved by first fit; what the solver was asked comes here."""
    found: dict[str, Any] = {}

    def solve(problem: Any, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        found.update(options, problem=problem)
        return solve_first_fit(problem, **options)

    monkeypatch.setattr(Scheduler, "solver", property(lambda self: solve))
    table("problem.json", json.dumps(PROBLEM))
    return found


def solved_as(solution: Solution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scheduler, "solver", property(lambda self: lambda problem, **options: solution))


def test_a_timetable_is_shown_by_slot(
    matcher: Run, asked: dict[str, Any], golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    outcome = matcher("schedule", "solve", "problem.json")
    assert outcome.code == 0, outcome.err
    golden("schedule_solve", outcome.out)
    assert (asked["time_limit_s"], asked["seed"]) == (5.0, 3)
    assert not (tmp_path / "data").exists(), "a problem of its own needs no database"


def test_a_timetable_is_one_json_document(matcher: Run, asked: dict[str, Any]) -> None:
    outcome = matcher("schedule", "solve", "problem.json", "--json", "--time-limit", "9", "--seed", "1")
    assert (outcome.code, outcome.err) == (0, "")
    assert only_json(outcome) == {
        "status": "feasible",
        "objective": 0,
        "bound": 0,
        "meetings": [
            {"id": "m3", "slot": 3, "table": 1},
            {"id": "m1", "slot": 1, "table": 1},
            {"id": "m2", "slot": 1, "table": 2},
        ],
        "breaks": {"anna": 0, "bruno": 0, "carla": 0, "d[ario]": 0},
        "explanation": [],
        "wall_s": 0.0,
    }
    assert (asked["time_limit_s"], asked["seed"]) == (9.0, 1)


def test_what_comes_on_standard_input_is_read(
    matcher: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(PROBLEM).encode())))
    assert only_json(matcher("schedule", "solve", "-", "--json"))["status"] == "feasible"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"slots: 3")))
    refused = matcher("schedule", "solve", "-")
    assert refused.code == 2
    assert "standard input is not JSON" in refused.err


@pytest.mark.parametrize(
    ("language", "cause", "remedy"),
    [
        ("en", "anna has 2 meetings but only 1 free slot.", "1. Add 1 slot."),
        ("it", "anna ha 2 incontri ma solo 1 turno libero.", "1. Aggiungi 1 turno."),
    ],
)
@pytest.mark.usefixtures("asked")
def test_a_problem_without_an_answer_is_explained(
    matcher: Run, monkeypatch: pytest.MonkeyPatch, language: str, cause: str, remedy: str
) -> None:
    solved_as(INFEASIBLE, monkeypatch)
    outcome = matcher("schedule", "solve", "problem.json", "--language", language)
    assert (outcome.code, outcome.out) == (1, "")
    for sentence in ("No timetable can be made.", cause, remedy):
        assert sentence in outcome.err
    outcome = matcher("schedule", "solve", "problem.json", "--language", language, "--json")
    assert outcome.code == 1
    assert only_json(outcome)["explanation"][0]["sentence"] == cause


@pytest.mark.usefixtures("asked")
def test_time_that_ran_out_is_told(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    solved_as(Solution(Status.UNKNOWN), monkeypatch)
    outcome = matcher("schedule", "solve", "problem.json")
    assert outcome.code == 1
    assert "No timetable was found in the time given." in outcome.err


@pytest.mark.parametrize(
    ("text", "word"), [('{"slots": 3}', "participants is required"), ("", "not JSON"), (None, "There is no file")]
)
def test_wrong_input_is_wrong_use(matcher: Run, table: Write, text: str | None, word: str) -> None:
    if text is not None:
        table("problem.json", text)
    outcome = matcher("schedule", "solve", "problem.json", "--json")
    assert outcome.code == 2
    error = only_json(outcome)["error"]
    assert error["kind"] == "InvalidInput"
    assert word in error["message"]


def test_an_instance_is_converted_and_then_solved(matcher: Run, asked: dict[str, Any], table: Write) -> None:
    table("fair.dzn", INSTANCE)
    document = only_json(matcher("schedule", "from-dzn", "fair.dzn"))
    assert (document["fairness"], document["participants"][1]) == (2, {"id": "p2", "unavailable": [1]})
    assert only_json(matcher("schedule", "from-dzn", "fair.dzn", "--fairness", "none"))["fairness"] is None
    outcome = matcher("schedule", "from-dzn", "fair.dzn", "--fairness", "1", "--out", "fair.json")
    assert (outcome.code, outcome.out) == (0, "")
    assert only_json(matcher("schedule", "solve", "fair.json", "--json"))["meetings"] == [
        {"id": "m1", "slot": 2, "table": 1}
    ]
    assert asked["problem"].fairness == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("fair.dzn", "--fairness", "some"), "--fairness takes a number from 0 on, or 'none'"),
        (("fair.dzn", "--out", "."), "cannot be written"),
        (("none.dzn",), "There is no file"),
    ],
)
def test_a_conversion_that_cannot_be_is_wrong_use(
    matcher: Run, table: Write, arguments: tuple[str, ...], word: str
) -> None:
    table("fair.dzn", INSTANCE)
    outcome = matcher("schedule", "from-dzn", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert word in outcome.err
