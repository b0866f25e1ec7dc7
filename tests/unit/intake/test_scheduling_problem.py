"""The bare scheduling problem as JSON: what is taken, what is refused and with which words."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.schedules import (
    Explanation,
    MeetingRequest,
    Objective,
    Participant,
    PlacedMeeting,
    Remedy,
    SchedulingProblem,
    Session,
    Solution,
    Status,
)
from matcher.errors import InvalidInput
from matcher.intake.scheduling_answer import answer_document
from matcher.intake.scheduling_problem import read_problem, read_problem_file


def document(**changes: object) -> dict[str, Any]:
    """Two meetings of three people, with changes; None leaves a member out."""
    whole = {
        "slots": 4,
        "tables": 2,
        "participants": [{"id": "anna"}, {"id": "bruno"}, {"id": "carla"}],
        "meetings": [meeting("m1"), meeting("m2", b="carla")],
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def meeting(name: str, **changes: object) -> dict[str, Any]:
    return {"id": name, "a": "anna", "b": "bruno", **changes}


def test_every_member_is_read() -> None:
    asked = read_problem(
        document(
            morning_slots=2,
            fairness=1,
            participants=[{"id": "anna", "unavailable": [3, 4, 3]}, {"id": "bruno"}],
            meetings=[meeting("m1", session="morning", slot=1), meeting("m2", session="any", after=["m1"])],
            objective="none",
            time_limit_s=5,
            seed=7,
        )
    )
    assert (asked.time_limit_s, asked.seed) == (5.0, 7)
    assert asked.problem == SchedulingProblem(
        slots=4,
        tables=2,
        participants=(Participant("anna", frozenset({3, 4})), Participant("bruno")),
        meetings=(
            MeetingRequest("m1", "anna", "bruno", Session.MORNING, 1),
            MeetingRequest("m2", "anna", "bruno", after=("m1",)),
        ),
        morning_slots=2,
        fairness=1,
        objective=Objective.NONE,
    )


def test_what_is_left_out_or_null_has_its_default() -> None:
    asked = read_problem(document())
    assert (asked.time_limit_s, asked.seed) == (120.0, 0)
    assert (asked.problem.fairness, asked.problem.objective) == (None, Objective.BREAKS)
    assert asked.problem.meetings[0] == MeetingRequest("m1", "anna", "bruno")
    nulls = dict.fromkeys(("morning_slots", "fairness", "objective", "time_limit_s", "seed"))
    people = [{"id": name, "unavailable": None} for name in ("anna", "bruno", "carla")]
    meetings = [one | dict.fromkeys(("session", "slot", "after")) for one in document()["meetings"]]
    assert read_problem(document() | nulls | {"participants": people, "meetings": meetings}) == asked


def test_nobody_who_meets_nobody_is_a_problem_too() -> None:
    assert read_problem(document(participants=[], meetings=[])).problem.meetings == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"participants": [{"id": "anna", "unavailable": [1]}, {"id": "bruno"}], "meetings": [meeting("m1", slot=1)]},
        {"meetings": [meeting("m1", after=["m2"]), meeting("m2", after=["m1"])]},
        {"morning_slots": 0, "meetings": [meeting("m1", session="morning")]},
        {"morning_slots": 4, "meetings": [meeting("m1", session="afternoon", slot=1)]},
    ],
    ids=["fixed when away", "order in a circle", "no morning", "fixed outside its session"],
)
def test_what_has_no_answer_is_no_error_of_the_input(changes: dict[str, Any]) -> None:
    assert read_problem(document(**changes)).problem.meetings


REFUSED: list[tuple[Any, str, list[str]]] = [
    ([], "body", ["document should be a JSON object", "found a list"]),
    (None, "body", ["document should be a JSON object", "found none"]),
    (document(slots=None), "slots", ["slots is required"]),
    (document(meetings=None), "meetings", ["meetings is required"]),
    (document(slot=4), "slot", ["no field 'slot'", "Did you mean 'slots'?"]),
    (document(slots=0), "slots", ["slots should be from 1 to 500", "found 0"]),
    (document(slots=10**30), "slots", ["from 1 to 500"]),
    (document(slots=4.0), "slots", ["whole number", "4.0"]),
    (document(slots=True), "slots", ["whole number", "found true"]),
    (document(tables="2"), "tables", ["whole number"]),
    (document(tables=-1), "tables", ["from 1 to 10,000"]),
    (document(fairness=-1), "fairness", ["from 0 to 500"]),
    (document(morning_slots=5), "morning_slots", ["from 0 to 4"]),
    (document(objective="gaps"), "objective", ["'breaks' or 'none'", "gaps"]),
    (document(time_limit_s=0), "time_limit_s", ["above 0 and at most 3600"]),
    (document(time_limit_s=float("inf")), "time_limit_s", ["at most 3600"]),
    (document(time_limit_s="1"), "time_limit_s", ["number of seconds"]),
    (document(seed=2**31), "seed", ["from 0 to 2,147,483,647"]),
    (document(participants={}), "participants", ["should be a list", "found an object"]),
    (document(participants=[{"id": "x"}] * 5001), "participants", ["at most 5,000 entries"]),
    (document(participants=["anna"]), "participants.0", ["participants.0 should be a JSON object", "anna"]),
    (document(participants=[{"name": "anna"}]), "participants.0.name", ["no field 'name' in participants.0"]),
    (document(participants=[{"id": 1}]), "participants.0.id", ["text, in quotes", "found 1"]),
    (document(participants=[{"id": " "}]), "participants.0.id", ["printable"]),
    (document(participants=[{"id": "a\0"}]), "participants.0.id", ["printable"]),
    (document(participants=[{"id": "\ud800"}]), "participants.0.id", ["printable"]),
    (document(participants=[{"id": "a" * 201}]), "participants.0.id", ["1 to 200", "…"]),
    (
        document(participants=[{"id": "anna"}, {"id": "bruno"}, {"id": "anna"}]),
        "participants.2.id",
        ["'anna', which is the id of participants.0 already"],
    ),
    (
        document(participants=[{"id": "anna", "unavailable": [1, 5]}]),
        "participants.0.unavailable.1",
        ["from 1 to 4", "found 5"],
    ),
    (document(meetings=[meeting("m1", a="dora")]), "meetings.0.a", ["the id of a participant", "dora"]),
    (document(meetings=[meeting("m1", b="anna")]), "meetings.0.b", ["nobody meets themselves"]),
    (document(meetings=[meeting("m1"), meeting("m1")]), "meetings.1.id", ["the id of meetings.0 already"]),
    (document(meetings=[meeting("m1", slot=5)]), "meetings.0.slot", ["from 1 to 4"]),
    (document(meetings=[meeting("m1", slot=0)]), "meetings.0.slot", ["from 1 to 4"]),
    (document(meetings=[meeting("m1", session="night")]), "meetings.0.session", ["'morning' or 'afternoon'"]),
    (document(meetings=[meeting("m1", session=["any"])]), "meetings.0.session", ["found a list"]),
    (document(meetings=[meeting("m1", session="morning")]), "morning_slots", ["Add 'morning_slots'", "meetings.0"]),
    (document(meetings=[meeting("m1", after="m2")]), "meetings.0.after", ["should be a list"]),
    (document(meetings=[meeting("m1", after=["m9"])]), "meetings.0.after", ["'m9', which is the id of no meeting"]),
    (document(meetings=[meeting("m1", after=["m1"])]), "meetings.0.after", ["cannot come after itself"]),
]


@pytest.mark.parametrize(("value", "field", "words"), REFUSED, ids=lambda value: value if type(value) is str else "")
def test_what_breaks_a_rule_is_refused_where_it_stands(value: object, field: str, words: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_problem(value)
    assert refused.value.details["field"] == field
    for word in words:
        assert word in refused.value.message


ids = st.lists(
    st.text(st.characters(categories=("L", "N", "P"), codec="utf-8"), min_size=1, max_size=6),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(st.data())
def test_a_problem_written_down_is_read_as_it_was(data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, 9))
    some_slots = st.frozensets(st.integers(1, slots))
    people = [Participant(name, data.draw(some_slots)) for name in data.draw(ids)]
    names = data.draw(ids)
    meetings = []
    for name in names:
        a, b = data.draw(st.permutations([person.id for person in people]))[:2]
        after = tuple(data.draw(st.sets(st.sampled_from(names))) - {name})
        slot = data.draw(st.none() | st.integers(1, slots))
        meetings.append(MeetingRequest(name, a, b, data.draw(st.sampled_from(Session)), slot, after))
    problem = SchedulingProblem(
        slots,
        data.draw(st.integers(1, 9)),
        tuple(people),
        tuple(meetings),
        data.draw(st.integers(0, slots)),
        data.draw(st.none() | st.integers(0, 9)),
        data.draw(st.sampled_from(Objective)),
    )
    written = {
        "slots": problem.slots,
        "morning_slots": problem.morning_slots,
        "tables": problem.tables,
        "fairness": problem.fairness,
        "participants": [{"id": one.id, "unavailable": sorted(one.unavailable)} for one in people],
        "meetings": [
            {"id": one.id, "a": one.a, "b": one.b, "session": one.session, "slot": one.slot, "after": one.after}
            for one in meetings
        ],
        "objective": problem.objective,
    }
    assert read_problem_file(BytesIO(json.dumps(written).encode())).problem == problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", ["not JSON", "line 1, column 1"]),
        (b'{"slots": 4,\n "tables": 2', ["problem.json is not JSON", "line 2, column 13"]),
        (b'{"slots": NaN}', ["NaN is no JSON number"]),
        (b'{"slots": "\xe9"}', ["not UTF-8", "byte 12"]),
        (b"[" * 100_000, ["nested too deeply"]),
        (b'{"slots": ' + b"9" * 5000 + b"}", ["too many digits"]),
    ],
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, text: bytes, words: list[str]) -> None:
    (tmp_path / "problem.json").write_bytes(text)
    with pytest.raises(InvalidInput) as refused:
        read_problem_file(tmp_path / "problem.json")
    for word in words:
        assert word in refused.value.message


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="There is no file"):
        read_problem_file(tmp_path / "none.json")


def test_the_answer_has_the_fields_of_the_contract() -> None:
    solution = Solution(Status.FEASIBLE, 1, 0, (PlacedMeeting("m1", 2, 1),), {"anna": 1, "bruno": 0}, wall_s=1.23456)
    assert answer_document(solution, "en") == {
        "status": "feasible",
        "objective": 1,
        "bound": 0,
        "meetings": [{"id": "m1", "slot": 2, "table": 1}],
        "breaks": {"anna": 1, "bruno": 0},
        "explanation": [],
        "wall_s": 1.235,
    }


@pytest.mark.parametrize(
    ("language", "cause", "remedy"),
    [
        ("en", "anna has 2 meetings but only 1 free slot.", "Add 1 slot."),
        ("it", "anna ha 2 incontri ma solo 1 turno libero.", "Aggiungi 1 turno."),
    ],
)
def test_the_answer_explains_itself_in_the_language_asked_for(language: str, cause: str, remedy: str) -> None:
    values = {"session": "any", "count": 2, "free": 1}
    helps = Remedy("add_slots", {"count": 1, "suffices": True})
    why = Explanation("too_many_meetings", values, ("anna",), ("m1", "m2"), (1,), (helps,))
    assert answer_document(Solution(Status.INFEASIBLE, explanation=(why,)), language)["explanation"] == [
        {
            "code": "too_many_meetings",
            "sentence": cause,
            "values": values,
            "participants": ["anna"],
            "meetings": ["m1", "m2"],
            "slots": [1],
            "remedies": [{"code": "add_slots", "values": {"count": 1}, "sentence": remedy, "suffices": True}],
        }
    ]
