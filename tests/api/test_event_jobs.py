"""Timetables are made by jobs that can be followed, stopped and helped."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.schedules import Explanation, Progress, Remedy, SchedulingProblem, Solution, Status
from tests.api.conftest import Api
from tests.api.fair import ended, scheduled
from tests.event_solvers import SIMPLE


@pytest.fixture
def paired(event: Api) -> Api:
    """The fair with its pairs."""
    event.client.post("/events/fiera/pairs")
    return event


def test_a_long_job_tells_how_far_it_is_and_is_cancelled(paired: Api) -> None:
    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        options["progress"](Progress(best=7, bound=4, wall_s=1.5))
        assert options["stop"].wait(30)
        return SIMPLE.solve(problem, **options)

    paired.app.events.solvers = replace(SIMPLE, solve=solve)
    started = paired.client.post("/events/fiera/timetable", json={"time_limit_s": 600})
    path = started.headers["Location"]
    while (job := paired.client.get(path).json())["progress"]["best"] is None:
        time.sleep(0.01)
    assert job["progress"] == {"best": 7, "bound": 4, "gap": 3, "placed": 0, "wall_s": 1.5}
    assert (job["state"], job["attempts"]) == ("running", 1)
    assert job["deadline"] > job["started_at"]
    assert paired.client.post("/events/fiera/timetable", json={}).status_code == 409
    assert paired.client.delete(path).json()["cancel_requested"]
    job = ended(paired, path)
    assert (job["state"], job["result"]) == ("cancelled", None)
    assert paired.client.get("/events/fiera/timetable").status_code == 404
    assert [one["id"] for one in paired.client.get("/events/fiera/jobs").json()["jobs"]] == [job["id"]]


def test_what_stands_in_the_way_is_said_in_both_languages_and_what_helps_is_done(paired: Api) -> None:
    helps = (Remedy("add_tables", {"count": 2, "suffices": True}), Remedy("any_session", {"meeting": "m-1"}))
    cause = Explanation("no_common_slot", participants=("anna", "carla"), remedies=helps)
    solution = Solution(Status.INFEASIBLE, explanation=(cause,))
    paired.app.events.solvers = replace(SIMPLE, solve=lambda problem, **options: solution)
    job = scheduled(paired)
    (told,) = job["result"]["explanation"]
    assert (job["state"], job["result"]["status"], job["result"]["version"]) == ("done", "infeasible", None)
    assert told["sentence"].startswith("Anna Ricci e Carla Neri devono incontrarsi")
    in_english = paired.client.get(f"/jobs/{job['id']}", params={"language": "en"}).json()
    assert in_english["result"]["explanation"][0]["remedies"][0] == {
        "code": "add_tables",
        "values": {"count": 2, "suffices": True},
        "sentence": "Add 2 tables.",
    }
    refused = paired.client.post("/events/fiera/timetable", json={"remedies": told["remedies"]})
    assert refused.status_code == 422
    assert "any_session" in refused.json()["detail"]
    assert paired.client.get("/events/fiera").json()["tables"] == ["1", "2", "3"]
    paired.app.events.solvers = SIMPLE
    helped = paired.client.post("/events/fiera/timetable", json={"remedies": told["remedies"][:1]}).json()
    assert helped["input"]["remedies"] == [{"code": "add_tables", "values": {"count": 2, "suffices": True}}]
    assert ended(paired, f"/jobs/{helped['id']}")["result"]["version"] == 1
    assert paired.client.get("/events/fiera").json()["tables"] == ["1", "2", "3", "4", "5"]


def test_meetings_are_locked_and_versions_listed(paired: Api) -> None:
    scheduled(paired)
    name = paired.client.get("/events/fiera/timetable").json()["meetings"][0]["id"]
    locked = paired.client.patch("/events/fiera/timetable", json={"lock": [name]}).json()
    assert [one["id"] for one in locked["meetings"] if one["locked"]] == [name]
    paired.client.post("/events/fiera/timetable/publish", json={})
    assert paired.client.patch("/events/fiera/timetable", json={"unlock": [name]}).json()["number"] == 2
    versions = paired.client.get("/events/fiera/timetable/versions").json()["versions"]
    assert [(one["number"], one["state"], one["note"]) for one in versions] == [
        (1, "published", None),
        (2, "draft", "locks of version 1"),
    ]
    assert paired.client.patch("/events/fiera/timetable", json={"lock": ["m-none"]}).status_code == 404
    assert paired.client.get("/events/nessuno/timetable/versions").status_code == 404
    assert paired.client.get("/events/nessuno/jobs").status_code == 404


def test_who_got_what_is_told(paired: Api) -> None:
    found = paired.client.get("/events/fiera/fairness").json()
    assert found["everyone"]["people"] == 4
    assert found["groups"].keys() == {"newcomers", "peripheries"}
    assert found["groups"]["newcomers"]["group"]["people"] == 4
    assert found["groups"]["peripheries"]["group"] is None
    assert paired.client.get("/events/nessuno/fairness").status_code == 404
