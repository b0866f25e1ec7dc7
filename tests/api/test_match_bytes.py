"""What POST /match sends is what its documented model would have sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.schemas.matches import BatchOut, MatchesOut
from tests.api.conftest import PROFILES, Api

ASKERS = st.sampled_from(
    [
        {"profile_id": "binder"},
        {"profile_id": "english"},
        {"profile": PROFILES["fablab"]},
        {"query": "cerco taglio laser su cartone a Lambrate"},
        {"query": "leather bags, Municipio 3"},
    ]
)
QUESTIONS = st.builds(
    lambda asker, rest: asker | rest,
    ASKERS,
    st.fixed_dictionaries(
        {},
        optional={
            "k": st.sampled_from([1, 2, 100]),
            "explain": st.booleans(),
            "direction": st.sampled_from(["supply", "mutual"]),
            "facets": st.sampled_from([["kind"], ["municipio", "skills", "nil", "languages", "type"]]),
            "sort": st.sampled_from(["score", "distance", "name"]),
            "filters": st.sampled_from([{"kind": ["artisan"]}, {"languages": ["en"]}]),
        },
    ),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS)
def test_the_bytes_are_valid_and_say_what_the_model_would_have_said(api: Api, question: dict[str, Any]) -> None:
    sent = api.client.post("/match", json=question)
    assert sent.headers["content-type"] == "application/json"
    model = MatchesOut.model_validate_json(sent.content, strict=True)
    assert json.loads(sent.content) == json.loads(model.model_dump_json())


def test_a_batch_is_sent_as_its_model_would_have_sent_it(api: Api) -> None:
    questions = [{"profile_id": "binder"}, {"profile_id": "nobody"}, {"query": 1}, "no question"]
    sent = api.client.post("/match/batch", json={"requests": questions})
    model = BatchOut.model_validate_json(sent.content, strict=True)
    assert [one.status for one in model.results] == [200, 404, 422, 422]
    assert json.loads(sent.content) == json.loads(model.model_dump_json())


@pytest.mark.parametrize("name", ["Légatoria «Ø» ✂", 'a\u2028b\\"c', "  "])
def test_texts_arrive_as_they_were_stored(api: Api, name: str) -> None:
    body = {"kind": "artisan", "name": f"x{name}", "offers": ["taglio laser su cartone"]}
    assert api.put("texts", body) == 201
    found = {
        match["profile"]["id"]: match["profile"]["name"] for match in api.match(query="taglio laser", k=100)["matches"]
    }
    api.client.delete("/profiles/texts")
    assert found["texts"] == body["name"].strip()
