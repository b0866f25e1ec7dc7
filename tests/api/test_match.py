"""POST /match and POST /match/batch, as whoever calls them sees them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from matcher.domain.matches import MatchRequest, MatchResult
from tests.api.conftest import PROFILES, Api

GOLDEN = Path(__file__).parents[1] / "golden" / "match_answer.json"
ALL_KNOWN = {"profile_id": "binder", "k": 100}


def test_a_sentence_finds_who_offers_what_it_seeks(api: Api) -> None:
    answer = api.match(query="cerco taglio laser su cartone a Lambrate", k=1)
    (match,) = answer["matches"]
    assert match["profile"]["id"] == "fablab"
    assert match["direction"] == "supply"
    assert match["one_way"]
    assert match["utility"]["from"] is None
    assert {reason["way"] for reason in match["reasons"]} == {"to"}
    assert match["context"]["district"] == "Lambrate – Ortica"
    (district,) = answer["interpreted"]["districts"]
    assert (district["level"], district["id"]) == ("nil", "23")


def test_a_profile_asks_for_mutual_matches_unless_it_says_otherwise(api: Api) -> None:
    assert {match["direction"] for match in api.match(profile_id="binder")["matches"]} == {"mutual"}
    assert {match["direction"] for match in api.match(profile_id="binder", direction="supply")["matches"]} == {"supply"}
    assert api.ids(profile_id="binder", direction="demand")[0] in {"fablab", "english"}


def test_the_answer_of_a_stored_profile_is_that_of_the_same_profile_sent_along(api: Api) -> None:
    # Nobody blocks the fablab and it has no colleagues: those rules go by id, which a profile sent along has not.
    stored = api.match(profile_id="fablab", k=100)["matches"]
    sent = api.match(profile=PROFILES["fablab"], k=100, filters={"exclude": ["fablab"]})["matches"]
    assert stored
    assert rounded(sent) == rounded(stored)


def rounded(answer: object) -> object:
    """An answer whose numbers differ by more than the rounding of single precision, or not at all."""
    if isinstance(answer, dict):
        return {name: rounded(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [rounded(value) for value in answer]
    return round(answer, 4) if isinstance(answer, float) else answer


def test_the_components_of_a_score_recombine_to_it(api: Api) -> None:
    matches = [
        match
        for profile_id in ("binder", "fablab", "english")
        for direction in ("supply", "demand", "mutual")
        for match in api.match(profile_id=profile_id, direction=direction, k=100)["matches"]
    ]
    assert len(matches) > 20
    for match in matches:
        total = sum(part["weight"] * part["value"] for part in match["components"])
        assert total == pytest.approx(match["score"], abs=1e-6)
        for way in ("to", "from", "wanted"):
            part = match["details"][way]
            if part["utility"] is None:
                assert part["coverage"] is None
            elif part["context"] is None:
                assert part["utility"] == pytest.approx(part["coverage"], abs=1e-6)
            else:
                weight = part["context_weight"]
                expected = (1 - weight) * part["coverage"] + weight * part["context"]
                assert part["utility"] == pytest.approx(expected, abs=1e-6)


def test_blocks_colleagues_and_missing_consent_keep_profiles_apart(api: Api) -> None:
    assert not {"cutter", "silent", "binder"} & set(api.ids(**ALL_KNOWN))
    assert "binder" not in api.ids(profile_id="cutter", k=100)
    assert "embroidery" not in api.ids(profile_id="tailor", k=100)
    assert "cutter" in api.ids(query="taglio laser di cartone", k=100)


def test_a_profile_without_consent_cannot_ask(api: Api) -> None:
    assert api.client.post("/match", json={"profile_id": "silent"}).status_code == 404


def test_following_the_cursor_gives_the_whole_list_once(api: Api) -> None:
    question: dict[str, Any] = {"profile_id": "fablab", "facets": ["kind"], "k": 2}
    whole = api.match(**question | {"k": 100})
    pages = [api.match(**question)]
    while cursor := pages[-1]["cursor"]:
        pages.append(api.match(**question, cursor=cursor))
    assert [match for page in pages for match in page["matches"]] == whole["matches"]
    assert [len(page["matches"]) for page in pages] == [2, 2, 1]
    assert {(page["total"], json.dumps(page["facets"])) for page in pages} == {
        (whole["total"], json.dumps(whole["facets"]))
    }


@pytest.mark.parametrize(
    "change",
    [{"k": 3}, {"profile_id": "english"}, {"min_score": 0.1}, {"sort": "name"}, {"filters": {"kind": ["artisan"]}}],
)
def test_the_cursor_of_another_question_is_refused(api: Api, change: dict[str, Any]) -> None:
    question: dict[str, Any] = {"profile_id": "fablab", "k": 1}
    cursor = api.match(**question)["cursor"]
    answer = api.client.post("/match", json=question | change | {"cursor": cursor})
    assert answer.status_code == 422
    assert "Ask without a cursor" in answer.json()["detail"]


def test_totals_and_facets_count_all_that_pass_whatever_the_page(api: Api) -> None:
    answer = api.match(query="taglio laser", facets=["kind", "municipio", "type"], k=1)
    # All but the one without consent offer something.
    assert answer["total"] == 6
    assert answer["facets"]["kind"] == {"artisan": 3, "startup": 2, "organisation": 1}
    assert answer["facets"]["type"] == {"fablab": 1}
    assert answer["facets"]["municipio"]["9"] == 1


def test_filters_hold_for_every_match(api: Api) -> None:
    assert set(api.ids(query="taglio laser", filters={"kind": ["startup"]}, k=100)) <= {"embroidery", "english"}
    assert set(api.ids(query="taglio laser", filters={"nil": ["Lambrate"]}, k=100)) == {"binder", "fablab"}
    assert set(api.ids(query="sarto", filters={"municipio": ["zona 9"]}, k=100)) == {"cutter"}
    skills = {"any": ["taglio laser"]}
    assert set(api.ids(query="cartone", filters={"skills": skills}, k=100)) == {"fablab", "cutter", "english"}
    near = {"lat": 45.479, "lon": 9.249, "km": 1}
    assert set(api.ids(query="taglio laser", filters={"near": near}, k=100)) == {"binder", "fablab"}
    assert "fablab" not in api.ids(query="taglio laser", filters={"exclude": ["fablab"]}, k=100)


def test_no_match_scores_below_the_least_score_asked_for(api: Api) -> None:
    every = api.match(query="taglio laser di cartone", k=100)["matches"]
    least = every[1]["score"]
    kept = api.match(query="taglio laser di cartone", k=100, min_score=least)["matches"]
    assert [match["score"] for match in kept] == [match["score"] for match in every if match["score"] >= least]


def test_matches_come_by_distance_or_by_name_on_request(api: Api) -> None:
    question: dict[str, Any] = {"query": "taglio laser a Lambrate", "k": 100}
    best = api.match(**question)["matches"]
    nearest = api.match(**question, sort="distance")["matches"]
    distances = [match["context"]["distance_km"] for match in nearest]
    assert distances[:2] == [0.0, 0.0]
    known = [km for km in distances if km is not None]
    assert distances == sorted(known) + [None] * (len(distances) - len(known))
    names = [match["profile"]["name"] for match in api.match(**question, sort="name")["matches"]]
    assert names == sorted(match["profile"]["name"] for match in best)
    assert {match["profile"]["name"] for match in nearest} == set(names)


def test_an_unknown_order_is_refused(api: Api) -> None:
    answer = api.client.post("/match", json={"query": "taglio laser", "sort": "price"})
    assert answer.status_code == 422
    assert "sort" in answer.text


def test_without_explanation_the_scores_are_the_same(api: Api) -> None:
    explained, plain = api.match(profile_id="binder"), api.match(profile_id="binder", explain=False)
    assert [match["score"] for match in plain["matches"]] == [match["score"] for match in explained["matches"]]
    assert all(match["reasons"] == match["unmet"] == [] for match in plain["matches"])
    assert any(match["reasons"] for match in explained["matches"])


def test_what_was_understood_wrongly_can_be_undone(api: Api) -> None:
    understood = api.match(query="taglio laser a Lambrate")["interpreted"]
    (skill,) = understood["skills"]
    undo = ["nil:23", f"skill:{skill['skill']}"]
    undone = api.match(query="taglio laser a Lambrate", undo=undo)["interpreted"]
    assert (undone["skills"], undone["districts"]) == ([], [])
    assert "Lambrate" in undone["rest"]


def test_a_batch_answers_each_question_in_its_place(api: Api) -> None:
    questions: list[Any] = [
        {"profile_id": "binder", "k": 2},
        {"query": ""},
        "no question",
        {"profile_id": "nobody"},
        {"query": "sarto\0"},
        {"query": "sarto", "colour": "red"},
        {"query": "taglio laser", "k": 1},
    ]
    results = api.client.post("/match/batch", json={"requests": questions}).json()["results"]
    assert [result["status"] for result in results] == [200, 422, 422, 404, 422, 422, 200]
    assert results[0]["result"]["matches"] == api.match(**questions[0])["matches"]
    assert results[6]["result"]["matches"] == api.match(**questions[6])["matches"]
    for result in results[1:6]:
        assert result["result"] is None
        assert result["problem"]["status"] == result["status"]
        assert result["problem"]["detail"]


def test_a_batch_holds_a_thousand_questions_and_no_more(api: Api) -> None:
    refused = {"profile_id": "nobody"}
    answer = api.client.post("/match/batch", json={"requests": [refused] * 1000})
    assert [result["status"] for result in answer.json()["results"]] == [404] * 1000
    assert api.client.post("/match/batch", json={"requests": [refused] * 1001}).status_code == 422


def test_a_failure_on_our_side_spoils_one_question_of_a_batch(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([RuntimeError("broken"), api.app.engine.match])

    def fail_once(request: MatchRequest) -> MatchResult:
        answer = next(answers)
        if isinstance(answer, RuntimeError):
            raise answer
        return answer(request)

    monkeypatch.setattr(api.app.engine, "match", fail_once)
    questions = [{"profile_id": "binder"}, {"profile_id": "fablab"}]
    results = api.client.post("/match/batch", json={"requests": questions}).json()["results"]
    assert [result["status"] for result in results] == [500, 200]
    assert "broken" not in json.dumps(results)


def test_a_full_answer_is_the_one_agreed_on(api: Api) -> None:
    """Set UPDATE_GOLDEN=1 to write the file anew, and read the difference before committing it."""
    answer = api.match(profile_id="binder", k=2, facets=["kind", "nil"])
    answer.pop("took_ms")
    answer.pop("cursor")
    text = json.dumps(_rounded(answer), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value
