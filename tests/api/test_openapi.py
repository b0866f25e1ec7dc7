"""The document of the API: complete, true, and shown without anything from outside."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from api.documentation import examples
from api.problems import MEDIA_TYPE
from api.schemas.event_answers import (
    EventOut,
    EventPage,
    FairnessOut,
    InterestsOut,
    PairList,
    ParticipantList,
    RegistrationsOut,
)
from api.schemas.events import EventBody, EventIn, InterestsIn, PairEditsIn, ParticipantsIn
from api.schemas.imports import ImportOut
from api.schemas.indicators import IndicatorsOut
from api.schemas.markets import MarketIn, MarketOut, RecommendationsOut
from api.schemas.matches import BatchOut, MatchesOut
from api.schemas.profiles import ProfileIn, ProfilePatch
from api.schemas.questions import BatchIn, FacetName, MatchIn
from api.schemas.schedules import SchedulingAnswerOut, SchedulingProblemIn
from api.schemas.stored import ProfilePage, StoredProfileOut
from api.schemas.timetable_answers import ChangesOut, JobList, JobOut, MoveOut, TimetableOut, VersionList
from api.schemas.timetables import ChangesIn, LocksIn, MoveIn, PublishIn, TimetableIn
from matcher.engine.filtering import FACETS
from tests.api.conftest import Api

OPERATIONS = {
    "match": ("post", "/match"),
    "match_batch": ("post", "/match/batch"),
    "start_market": ("post", "/market"),
    "get_market": ("get", "/market/{market_id}"),
    "list_recommendations": ("get", "/market/{market_id}/recommendations"),
    "list_profiles": ("get", "/profiles"),
    "get_profile": ("get", "/profiles/{profile_id}"),
    "put_profile": ("put", "/profiles/{profile_id}"),
    "patch_profile": ("patch", "/profiles/{profile_id}"),
    "delete_profile": ("delete", "/profiles/{profile_id}"),
    "import_profiles": ("post", "/profiles/import"),
    "list_events": ("get", "/events"),
    "create_event": ("post", "/events"),
    "get_event": ("get", "/events/{event_id}"),
    "put_event": ("put", "/events/{event_id}"),
    "delete_event": ("delete", "/events/{event_id}"),
    "list_participants": ("get", "/events/{event_id}/participants"),
    "put_participants": ("post", "/events/{event_id}/participants"),
    "import_participants": ("post", "/events/{event_id}/participants/import"),
    "delete_participant": ("delete", "/events/{event_id}/participants/{participant_id}"),
    "put_interests": ("put", "/events/{event_id}/interests"),
    "import_interests": ("post", "/events/{event_id}/interests/import"),
    "list_pairs": ("get", "/events/{event_id}/pairs"),
    "choose_pairs": ("post", "/events/{event_id}/pairs"),
    "patch_pairs": ("patch", "/events/{event_id}/pairs"),
    "get_fairness": ("get", "/events/{event_id}/fairness"),
    "make_timetable": ("post", "/events/{event_id}/timetable"),
    "get_timetable": ("get", "/events/{event_id}/timetable"),
    "lock_timetable": ("patch", "/events/{event_id}/timetable"),
    "move_in_timetable": ("post", "/events/{event_id}/timetable/moves"),
    "list_versions": ("get", "/events/{event_id}/timetable/versions"),
    "publish_timetable": ("post", "/events/{event_id}/timetable/publish"),
    "change_day": ("post", "/events/{event_id}/changes"),
    "download": ("get", "/events/{event_id}/downloads/{file}"),
    "list_jobs": ("get", "/events/{event_id}/jobs"),
    "get_job": ("get", "/jobs/{job_id}"),
    "cancel_job": ("delete", "/jobs/{job_id}"),
    "schedule": ("post", "/schedule"),
    "get_indicators": ("get", "/indicators"),
    "get_indicator_table": ("get", "/indicators/{table}"),
    "list_skills": ("get", "/skills"),
    "list_districts": ("get", "/districts"),
    "livez": ("get", "/livez"),
    "readyz": ("get", "/readyz"),
    "version": ("get", "/version"),
}
NEEDED = {
    "events": "events",
    "jobs": "events",
    "health": "none",
    "put_profile": "write",
    "patch_profile": "write",
    "delete_profile": "write",
    "import_profiles": "write",
}
"""The scope that an operation needs, by its name or its tag; the others need `read`."""
FILES = {"download": "application/pdf", "get_indicator_table": "text/csv"}


@pytest.fixture(scope="module")
def document(api: Api) -> dict[str, Any]:
    return api.client.get("/openapi.json").json()


def test_the_document_holds_the_operations_and_no_others(document: dict[str, Any]) -> None:
    found = {
        operation["operationId"]: (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert found == OPERATIONS


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_does_with_examples_and_problems(document: dict[str, Any], name: str) -> None:
    method, path = OPERATIONS[name]
    operation = document["paths"][path][method]
    assert operation["summary"].count(" ") >= 1
    assert len(operation["description"]) > 20
    assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        assert media["examples"]
    answered = {status for status in operation["responses"] if status.startswith("2")}
    assert answered
    for status in answered - {"204"}:
        answer = operation["responses"][status]["content"]
        assert FILES[name] in answer if name in FILES else answer["application/json"]["example"]
    refused = operation["responses"].keys() - answered - {"304"}
    assert refused
    for status in refused:
        problem = operation["responses"][status]["content"]
        assert problem == {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if "requestBody" in operation:
        assert {"400", "413", "415", "422"} <= refused


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_which_key_it_needs(document: dict[str, Any], name: str) -> None:
    method, path = OPERATIONS[name]
    operation = document["paths"][path][method]
    scope = NEEDED.get(name) or NEEDED.get(operation["tags"][0], "read")
    assert operation.get("security") == (None if scope == "none" else [{"key": [scope]}])
    assert ({"401", "403", "429"} <= operation["responses"].keys()) == (scope != "none")
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_what_makes_something_may_be_sent_again_under_a_name(document: dict[str, Any]) -> None:
    named = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
        if "Idempotency-Key" in {parameter["name"] for parameter in operation.get("parameters", [])}
    }
    posts = {name for name, (method, _) in OPERATIONS.items() if method == "post"}
    assert named == posts - {"match", "match_batch", "schedule"}


def test_every_reference_of_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert names <= document["components"]["schemas"].keys()
    assert {"Problem", "MatchIn", "ProfileIn"} <= names
    assert "HTTPValidationError" not in document["components"]["schemas"]


REQUESTS = {
    "match": MatchIn,
    "match_batch": BatchIn,
    "start_market": MarketIn,
    "put_profile": ProfileIn,
    "patch_profile": ProfilePatch,
    "create_event": EventIn,
    "put_event": EventBody,
    "put_participants": ParticipantsIn,
    "put_interests": InterestsIn,
    "patch_pairs": PairEditsIn,
    "make_timetable": TimetableIn,
    "lock_timetable": LocksIn,
    "move_in_timetable": MoveIn,
    "publish_timetable": PublishIn,
    "change_day": ChangesIn,
    "schedule": SchedulingProblemIn,
}
ANSWERS = {
    "match": MatchesOut,
    "match_batch": BatchOut,
    "start_market": MarketOut,
    "get_market": MarketOut,
    "list_recommendations": RecommendationsOut,
    "list_profiles": ProfilePage,
    "get_profile": StoredProfileOut,
    "put_profile": StoredProfileOut,
    "patch_profile": StoredProfileOut,
    "import_profiles": ImportOut,
    "list_events": EventPage,
    "create_event": EventOut,
    "get_event": EventOut,
    "put_event": EventOut,
    "list_participants": ParticipantList,
    "put_participants": RegistrationsOut,
    "import_participants": RegistrationsOut,
    "put_interests": InterestsOut,
    "import_interests": InterestsOut,
    "list_pairs": PairList,
    "choose_pairs": PairList,
    "patch_pairs": PairList,
    "get_fairness": FairnessOut,
    "make_timetable": JobOut,
    "get_timetable": TimetableOut,
    "lock_timetable": TimetableOut,
    "move_in_timetable": MoveOut,
    "list_versions": VersionList,
    "publish_timetable": TimetableOut,
    "change_day": ChangesOut,
    "list_jobs": JobList,
    "get_job": JobOut,
    "cancel_job": JobOut,
    "schedule": SchedulingAnswerOut,
    "get_indicators": IndicatorsOut,
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_requests_shown_are_valid(name: str) -> None:
    shown = examples()[name]["requests"]
    assert shown
    for body in shown.values():
        REQUESTS[name].model_validate(body)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_shown_have_every_field_and_no_other(name: str) -> None:
    for body in examples()[name]["answers"].values():
        assert TypeAdapter(ANSWERS[name]).validate_python(body).model_dump(mode="json").keys() == body.keys()


def test_the_example_of_a_profile_can_be_put_and_that_of_a_patch_applied(api: Api) -> None:
    for name, method, status in (("put_profile", "PUT", 201), ("patch_profile", "PATCH", 200)):
        (body,) = examples()[name]["requests"].values()
        assert api.client.request(method, "/profiles/example", json=body).status_code == status
    api.client.delete("/profiles/example")


def test_facets_are_those_the_engine_counts() -> None:
    assert get_args(FacetName) == FACETS


def test_the_page_of_operations_needs_nothing_from_outside(api: Api) -> None:
    page = api.client.get("/docs").text
    assert not re.search(r"https?://", page)
    parts = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(parts) >= 3
    assert {part: api.client.get(part).status_code for part in parts} == dict.fromkeys(parts, 200)
