"""The list of measurements, and questions they ask."""

from __future__ import annotations

import pytest

from api.schemas.questions import MatchIn
from benchmarks.__main__ import main
from benchmarks.questions import questions
from benchmarks.synthetic import profiles


def test_an_unknown_measurement_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mtach", "1000"]) == 2
    told = capsys.readouterr().err
    assert "called mtach;" in told
    assert {"match", "update", "growth", "quality"} <= set(told.replace(".", "").replace(",", "").split())


def test_every_question_is_one_the_api_takes() -> None:
    asked = questions([profile for profile, _ in profiles(40)])
    assert len(asked) == 5
    for bodies in asked.values():
        assert bodies
        for body in bodies:
            MatchIn.model_validate(body)
