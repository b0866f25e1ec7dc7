"""Whatever is sent, the answer is a problem that says what to do, and nothing stored has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.problems import MEDIA_TYPE, STATUS, Problem, problem_of
from embeddings import EncoderUnavailable, IndexUnavailable
from matcher.bootstrap import Application
from matcher.errors import Conflict, Infeasible, InvalidInput, MatcherError, NotFound, Outdated, Unavailable
from matcher.settings import Settings
from tests.api.conftest import Api

JSON = {"content-type": "application/json"}
INLINE: dict[str, Any] = {"kind": "artisan", "name": "X", "seeks": ["sartoria"]}


@pytest.fixture(autouse=True)
def _nothing_changes(api: Api) -> Iterator[None]:
    before = api.stored()
    yield
    assert api.stored() == before


def assert_problem(answer: Response, status: int, *words: str) -> None:
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem = Problem.model_validate_json(answer.text)
    assert (answer.status_code, problem.status) == (status, status), problem.detail
    assert problem.type.startswith("urn:matcher:problem:")
    assert problem.title
    for word in words:
        assert word in problem.detail


MATCHES: list[tuple[Any, int, list[str]]] = [
    ([], 422, ["JSON object"]),
    ({}, 422, ["exactly one of", "none"]),
    ({"query": "sarto", "profile_id": "binder"}, 422, ["exactly one of", "profile_id and query"]),
    ({"query": "sarto", "k": 0}, 422, ["k should be greater than or equal to 1", "found 0"]),
    ({"query": "sarto", "k": 101}, 422, ["k should be less than or equal to 100"]),
    ({"query": "sarto", "k": "5"}, 422, ["k should be a valid integer"]),
    ({"query": "sarto", "k": True}, 422, ["k should be a valid integer"]),
    ({"query": " \t"}, 422, ["empty", "Write what is sought"]),
    ({"query": "a" * 10_000}, 422, ["10,000 characters", "at most 2,000"]),
    ({"query": "Lambrate"}, 422, ["names a place", "Add a trade"]),
    ({"query": "?!"}, 422, ["does not say what is sought"]),
    ({"query": "sarto\0"}, 422, ["query holds NUL"]),
    ({"query": "sarto", "colour": 1}, 422, ["no field 'colour'", "profile_id"]),
    ({"query": "sarto", "filters": {"nill": []}}, 422, ["filters", "no field 'nill'", "Did you mean 'nil'?"]),
    ({"query": "sarto", "facets": ["kin"]}, 422, ["'kind'", "'skills'"]),
    ({"query": "sarto", "direction": "up"}, 422, ["'supply', 'demand' or 'mutual'"]),
    ({"query": "sarto", "filters": {"kind": ["artisn"]}}, 422, ["'artisan', 'startup' or 'organisation'"]),
    ({"query": "sarto", "filters": {"nil": ["Lambrte"]}}, 422, ["No nil", "Did you mean 'Lambrate'"]),
    ({"query": "sarto", "filters": {"nil": ["Isla"]}}, 422, ["Did you mean 'Isola'"]),
    ({"query": "sarto", "filters": {"nil": [999]}}, 422, ["no nil 999", "from 1 to 88"]),
    ({"query": "sarto", "filters": {"nil": ["²"]}}, 422, ["No nil"]),
    ({"query": "sarto", "filters": {"municipio": ["Lambrate"]}}, 422, ["'Lambrate' is a nil"]),
    ({"query": "sarto", "filters": {"municipio": [True]}}, 422, ["an id or a name"]),
    ({"query": "sarto", "filters": {"skills": {"any": ["lasr cutting"]}}}, 422, ["Did you mean 'laser-cutting'"]),
    ({"query": "sarto", "filters": {"languages": ["italiano"]}}, 422, ["two letters"]),
    ({"query": "sarto", "filters": {"near": {"lat": 45.4}}}, 422, ["near.lon is required", "near.km is required"]),
    ({"query": "sarto", "cursor": "rubbish"}, 422, ["cursor does not belong"]),
    ({"query": "sarto", "cursor": "é"}, 422, ["cursor does not belong"]),
    ({"query": "sarto", "undo": ["rubbish"]}, 422, ["'skill:ID'"]),
    ({"profile_id": "binder", "undo": ["nil:1"]}, 422, ["'undo' corrects how a query was understood"]),
    ({"query": "sarto", "min_score": 1.5}, 422, ["min_score should be less than or equal to 1"]),
    ({"profile_id": "nobody"}, 404, ["No profile 'nobody'", "consent"]),
    ({"profile_id": "cutter", "direction": "supply"}, 422, ["does not say what it seeks", "Add an item to 'seeks'"]),
    ({"profile": INLINE | {"place": {"lat": 45.4}}}, 422, ["'lat' is given without 'lon'"]),
    ({"profile": INLINE | {"place": {"nil": 999}}}, 422, ["no nil 999"]),
    ({"profile": INLINE | {"facts": {"run_min": 5, "run_max": 2}}}, 422, ["'run_min' is 5 and 'run_max' 2"]),
    ({"profile": INLINE | {"seeks": ["\x19"]}}, 422, ["Item 1 of 'seeks'", "write words"]),
    ({"profile": INLINE | {"type": "fablab"}}, 422, ["only an organisation has one"]),
]


@pytest.mark.parametrize(("question", "status", "words"), MATCHES)
def test_a_question_that_breaks_a_rule(api: Api, question: object, status: int, words: list[str]) -> None:
    assert_problem(api.client.post("/match", json=question), status, *words)


BODIES: list[tuple[bytes, int, list[str]]] = [
    (b"", 422, ["body is required"]),
    (b'{"query": "sarto",\n }', 400, ["not JSON", "line 2, column 2"]),
    (b'{"query": "sart\xe0"}', 400, ["not UTF-8", "byte 16"]),
    (b'{"query": "sarto", "min_score": NaN}', 400, ["NaN is no JSON number"]),
    (b'{"query": "sarto", "min_score": 1e999}', 422, ["min_score should be less than or equal to 1"]),
    (b'{"query": "sarto", "k": ' + b"9" * 5000 + b"}", 400, ["too many digits"]),
    (b"[" * 100_000, 400, ["nested too deeply"]),
    (b'{"query": "sarto \\ud800"}', 422, ["half a character"]),
    (b'{"query": "sarto", "\\ud800": 1}', 422, ["half a character"]),
    (b'{"query": "sarto", "filters": {"skills": {"any": ["\\ud800"]}}}', 422, ["filters.skills.any.0"]),
]


@pytest.mark.parametrize(("body", "status", "words"), BODIES)
def test_a_body_that_cannot_be_read(api: Api, body: bytes, status: int, words: list[str]) -> None:
    assert_problem(api.client.post("/match", content=body, headers=JSON), status, *words)


def test_an_escaped_backslash_is_no_half_character(api: Api) -> None:
    answer = api.client.post("/match", content=rb'{"query": "sarto \\ud800 \\u0000"}', headers=JSON)
    assert answer.status_code == 200


PUTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": "X"}, ["kind is required"]),
    (INLINE | {"name": " "}, ["name should not be blank"]),
    (INLINE | {"name": "X\0"}, ["name holds NUL"]),
    (INLINE | {"seeks": ["x" * 501]}, ["seeks.0.text should have at most 500 characters"]),
    (INLINE | {"seeks": ["x"] * 51}, ["seeks should have at most 50 items"]),
    (INLINE | {"consent": "yes"}, ["consent should be a valid boolean"]),
    (INLINE | {"place": {"cap": "2013"}}, ["five digits"]),
    (INLINE | {"place": {"municipio": 10**30}}, ["no municipio 1000", "from 1 to 9"]),
    (INLINE | {"facts": {"run_max": 10**30}}, ["facts.run_max should be less than or equal to 2147483647"]),
    (INLINE | {"facts": {"available_from": 0}}, ["a date such as"]),
    (INLINE | {"contacts": {"fax": "02"}}, ["contacts", "no field 'fax'"]),
]


@pytest.mark.parametrize(("body", "words"), PUTS)
def test_a_profile_that_breaks_a_rule(api: Api, body: dict[str, Any], words: list[str]) -> None:
    assert_problem(api.client.put("/profiles/new", json=body), 422, *words)


@pytest.mark.parametrize(
    ("method", "words"), [("GET", "no profile 'nobody'"), ("DELETE", "nobody"), ("PATCH", "nobody")]
)
def test_a_profile_that_does_not_exist(api: Api, method: str, words: str) -> None:
    body = {"json": {}} if method == "PATCH" else {}
    assert_problem(api.client.request(method, "/profiles/nobody", **body), 404, words)


REQUESTS: list[tuple[str, str, dict[str, Any], int, list[str]]] = [
    ("GET", "/nowhere", {}, 404, ["/nowhere", "/docs"]),
    ("POST", "/match/", {"json": {"query": "sarto"}}, 404, ["/match/"]),
    ("DELETE", "/match", {}, 405, ["takes POST, not DELETE"]),
    ("POST", "/profiles/binder", {}, 405, ["takes DELETE, GET, PATCH, PUT"]),
    ("POST", "/match", {"content": b"query=sarto"}, 415, ["application/json", "without one"]),
    ("POST", "/match", {"data": {"query": "sarto"}}, 415, ["application/json", "x-www-form-urlencoded"]),
    ("POST", "/profiles/import", {"json": {}}, 415, ["multipart/form-data", "application/json"]),
    ("PUT", "/profiles/~x", {"json": INLINE}, 422, ["profile_id should be letters"]),
    ("GET", "/profiles?limit=0", {}, 422, ["limit should be greater than or equal to 1"]),
    ("GET", "/profiles?kind=baker", {}, 422, ["kind should be 'artisan'"]),
    ("GET", "/profiles?page=2", {}, 422, ["no parameter 'page'", "after, limit, kind"]),
    ("GET", "/skills?limit=5000", {}, 422, ["limit should be less than or equal to 2000"]),
    ("POST", "/profiles/import?dryrun=1", {"files": {"file": b"a"}}, 422, ["Did you mean 'dry_run'?"]),
    ("POST", "/profiles/import", {"files": {"fille": b"a"}}, 422, ["file is required"]),
]


@pytest.mark.parametrize(("method", "path", "sent", "status", "words"), REQUESTS)
def test_a_request_that_no_operation_takes(
    api: Api, method: str, path: str, sent: dict[str, Any], status: int, words: list[str]
) -> None:
    assert_problem(api.client.request(method, path, **sent), status, *words)


def test_a_method_refused_names_those_allowed(api: Api) -> None:
    assert api.client.post("/profiles/binder").headers["allow"] == "DELETE, GET, PATCH, PUT"


FILES: list[tuple[bytes, list[str]]] = [
    (b"\x89PNG\r\n\x1a\n" + bytes(2000), ["PNG", "CSV or XLSX"]),
    (b"", ["empty"]),
    (b"colour,size\nred,3\n", ["lacks columns", "colour", "A header that works"]),
    (bytes(range(256)) * 20, ["CSV or XLSX"]),
]


@pytest.mark.parametrize(("content", "words"), FILES)
def test_a_file_that_is_no_table_of_profiles(api: Api, content: bytes, words: list[str]) -> None:
    assert_problem(api.client.post("/profiles/import", files={"file": ("t.csv", content)}), 422, *words)


def test_a_broken_encoding_is_reported_by_row(api: Api) -> None:
    table = b"nome,offre\nBott\xff\xfe\x81\x8d\x00ga,rilegatura\n"
    report = api.client.post("/profiles/import", files={"file": ("t.csv", table)}).json()
    assert (report["created"], report["rejected"]) == (0, 1)
    assert report["errors"][0]["remedy"]


def test_a_body_that_is_too_large_is_refused_announced_or_not(tmp_path: Path) -> None:
    app = Application(Settings(data_dir=tmp_path, encoder="hashing:64", max_body_bytes=2000))
    with TestClient(create_app(app)) as client:
        body = json.dumps({"query": "a" * 3000}).encode()
        chunks = (body[start : start + 500] for start in range(0, len(body), 500))
        for content in (body, chunks):
            answer = client.post("/match", content=content, headers=JSON)
            assert_problem(answer, 413, "larger than", "Split it")
        chunked = client.post(
            "/profiles/import", content=iter([body, body]), headers={"content-type": "multipart/form-data; boundary=x"}
        )
        assert_problem(chunked, 413, "larger than")
        assert client.get("/livez").status_code == 200
        assert app.settings.max_body_bytes == 2000


def test_a_failure_on_our_side_is_a_problem_that_tells_nothing_of_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(api.app.engine, "match", fail)
    answer = api.client.post("/match", json={"query": "sarto"})
    assert_problem(answer, 500, "on our side", "Try again")
    assert "secret" not in answer.text


def test_before_the_profiles_are_loaded_the_server_asks_for_patience(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_yet() -> None:
        raise Unavailable("The profiles are still being loaded; try again in a few seconds.")

    with monkeypatch.context() as patched:
        patched.setattr(api.app, "require_ready", not_yet)
        answer = api.client.get("/readyz")
    assert_problem(answer, 503, "try again")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("kind", "status"),
    [(NotFound, 404), (InvalidInput, 422), (Conflict, 409), (Outdated, 412), (Infeasible, 422), (Unavailable, 503)],
)
def test_each_kind_of_error_has_its_status(kind: type[MatcherError], status: int) -> None:
    problem = problem_of(kind("Do this.", field="k", found=float("inf"), expected=frozenset({1})))
    assert (problem.status, problem.detail) == (status, "Do this.")
    assert problem.errors == [{"field": "k", "found": "inf", "expected": [1]}]


def test_every_kind_of_error_is_in_the_table() -> None:
    assert {*MatcherError.__subclasses__(), Outdated} == set(STATUS)
    assert problem_of(EncoderUnavailable("no weights")).status == 503
    unreachable = problem_of(IndexUnavailable("postgresql://h/d cannot be used. Check it."))
    assert (unreachable.status, unreachable.detail) == (
        503,
        "The index cannot be used: postgresql://h/d cannot be used. Check it.",
    )
