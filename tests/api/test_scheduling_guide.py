"""What the guide says about scheduling problems is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from api.documentation import examples
from api.schemas.schedules import SchedulingAnswerOut, SchedulingProblemIn
from matcher.domain.schedules import PlacedMeeting, Status
from matcher.intake.scheduling_problem import read_problem
from matcher.scheduling.verification import breaks_of, verify

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "scheduling.md").read_text(encoding="utf-8")
WORDING = Path(__file__).parents[2] / "matcher" / "scheduling" / "wording.json"
NO_CAUSES_HERE = {"wanted_by_too_many", "no_candidates", "must_over_quota"} | {
    "too_many_meetings_in_session",
    "too_few_places_in_session",
}
"""Causes about who meets whom, which is settled here, and further sentences of causes that are in the guide."""


def test_the_timetable_shown_solves_the_problem_shown() -> None:
    question, answer = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL))
    problem = read_problem(question).problem
    assert SchedulingAnswerOut.model_validate(answer).model_dump(mode="json") == answer
    placed = [PlacedMeeting(**one) for one in answer["meetings"]]
    assert verify(problem, placed) == ()
    assert answer["breaks"] == breaks_of(problem, placed)


def test_the_problems_shown_to_callers_can_be_read() -> None:
    for body in examples()["schedule"]["requests"].values():
        assert read_problem(body).problem.meetings


def test_every_field_status_cause_and_remedy_is_in_the_guide() -> None:
    words = json.loads(WORDING.read_text(encoding="utf-8"))
    causes = {re.sub("_perhaps$", "", name) for name in words["sentences"]} - NO_CAUSES_HERE
    remedies = {name for name in words["remedies"] if not name.endswith("not_enough")}
    told = set(re.findall(r"`(\w+)`", GUIDE))
    assert told >= {*SchedulingProblemIn.model_fields, *Status, *causes, *remedies}
