"""Acceptance is a share of the answers, not of the requests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.contact_requests import RequestState
from matcher.insights.requests import count_requests


@given(st.lists(st.sampled_from(RequestState)))
def test_requests_are_counted_by_state(states: list[RequestState]) -> None:
    found = count_requests({state: states.count(state) for state in set(states)})
    assert found.by_state == {state: states.count(state) for state in RequestState}
    assert found.total == len(states)
    answers = [state for state in states if state in (RequestState.ACCEPTED, RequestState.DECLINED)]
    assert found.answered == len(answers)
    if answers:
        assert found.acceptance == pytest.approx(answers.count(RequestState.ACCEPTED) / len(answers))
    else:
        assert found.acceptance is None
