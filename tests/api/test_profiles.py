"""Profiles written, read, erased and imported: the next match knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from matcher.domain.profiles import Contacts
from tests.api.conftest import CANARY, PROFILES, Api, contacts
from tests.api.fair import ended

ENGRAVER: dict[str, Any] = {
    "kind": "artisan",
    "name": "Bulino",
    "offers": ["incisione a bulino su ottone"],
    "seeks": [{"text": "ottone in lastre", "need": "must"}],
    "place": {"cap": "20134"},
    "facts": {"languages": ["it"], "run_max": 20, "available_from": "2026-05-31"},
}
ASK = {"query": "incisione a bulino su ottone", "k": 1}


@pytest.fixture
def engraver(api: Api) -> Iterator[str]:
    assert api.put("engraver", ENGRAVER | {"contacts": contacts("engraver")}) == 201
    yield "engraver"
    api.client.delete("/profiles/engraver")


def stored_contacts(api: Api, profile_id: str) -> Contacts | None:
    with api.app.store.unit_of_work() as unit:
        return unit.profiles.contacts(profile_id)


def test_a_profile_put_is_matched_by_the_next_request_and_erased_it_is_gone(api: Api) -> None:
    assert api.put("engraver", ENGRAVER) == 201
    assert api.ids(**ASK) == ["engraver"]
    assert api.client.delete("/profiles/engraver").status_code == 204
    assert "engraver" not in api.ids(query=ASK["query"], k=100)
    assert api.client.get("/profiles/engraver").status_code == 404
    assert api.client.delete("/profiles/engraver").status_code == 404
    assert api.client.post("/match", json={"profile_id": "engraver"}).status_code == 404


def test_what_is_read_is_what_was_written_with_what_was_derived(api: Api, engraver: str) -> None:
    read = api.client.get(f"/profiles/{engraver}").json()
    assert read["offers"][0]["text"] == "incisione a bulino su ottone"
    assert read["seeks"][0]["need"] == "must"
    assert read["seeks"][0]["language"] == "it"
    assert read["place"]["cap"] == "20134"
    assert read["facts"] == {
        "languages": ["it"],
        "run_min": None,
        "run_max": 20,
        "lead_time_days": None,
        "available_from": "2026-05-31",
    }
    assert read["version"] == 1


def test_the_same_profile_again_changes_nothing(api: Api, engraver: str) -> None:
    before = api.stored()
    assert api.put(engraver, ENGRAVER) == 200
    assert api.stored() == before


def test_replacing_a_profile_counts_from_the_next_match_on(api: Api, engraver: str) -> None:
    generation = api.match(**ASK)["generation"]
    assert api.put(engraver, ENGRAVER | {"offers": ["panetteria"]}) == 200
    assert api.ids(query="panetteria", k=1) == [engraver]
    assert api.match(**ASK)["generation"] == generation + 1


def test_a_patch_replaces_the_fields_given_and_keeps_the_others(api: Api, engraver: str) -> None:
    before = api.client.get(f"/profiles/{engraver}").json()
    changes = {"seeks": ["panetteria"], "facts": {"lead_time_days": 3}, "place": None}
    after = api.client.patch(f"/profiles/{engraver}", json=changes).json()
    assert [item["text"] for item in after["seeks"]] == ["panetteria"]
    assert (after["facts"]["lead_time_days"], after["facts"]["run_max"], after["facts"]["languages"]) == (3, None, [])
    assert set(after["place"].values()) == {None}
    assert after["offers"] == before["offers"]
    assert after["version"] == before["version"] + 1


def test_an_empty_patch_changes_nothing(api: Api, engraver: str) -> None:
    before = api.stored()
    assert api.client.patch(f"/profiles/{engraver}", json={}).status_code == 200
    assert api.stored() == before


@pytest.mark.parametrize("field", ["kind", "name", "consent"])
def test_what_a_profile_cannot_lack_cannot_be_emptied(api: Api, engraver: str, field: str) -> None:
    before = api.stored()
    answer = api.client.patch(f"/profiles/{engraver}", json={field: None})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert api.stored() == before


def test_consent_taken_back_ends_matching_and_given_again_resumes_it(api: Api, engraver: str) -> None:
    api.client.patch(f"/profiles/{engraver}", json={"consent": False})
    assert engraver not in api.ids(query=ASK["query"], k=100)
    api.client.patch(f"/profiles/{engraver}", json={"consent": True})
    assert api.ids(**ASK) == [engraver]


def test_contacts_stay_unless_they_are_given_and_are_erased_when_given_empty(api: Api, engraver: str) -> None:
    known = Contacts(**contacts(engraver))
    api.put(engraver, ENGRAVER)
    api.client.patch(f"/profiles/{engraver}", json={"name": "Bulino e Figli"})
    assert stored_contacts(api, engraver) == known
    api.client.patch(f"/profiles/{engraver}", json={"contacts": None})
    assert stored_contacts(api, engraver) in (None, Contacts())
    api.put(engraver, ENGRAVER | {"contacts": contacts(engraver)})
    api.put(engraver, ENGRAVER | {"contacts": {}})
    assert stored_contacts(api, engraver) in (None, Contacts())


def test_no_answer_ever_shows_a_contact(api: Api) -> None:
    get = ["/profiles?limit=500", *(f"/profiles/{one}" for one in PROFILES), "/skills?q=a", "/districts", "/version"]
    answers = [api.client.get(path) for path in get]
    questions: list[dict[str, Any]] = [{"profile_id": one, "k": 100, "facets": ["kind"]} for one in PROFILES]
    questions += [{"query": f"{CANARY} taglio laser", "k": 100}, {"query": f"{CANARY}.binder@example.org", "k": 100}]
    answers += [api.client.post("/match", json=question) for question in questions[:-2]]
    answers.append(api.client.post("/match/batch", json={"requests": questions[:-2]}))
    too_long = {"email": CANARY * 99}
    answers.append(api.client.put("/profiles/binder", json=PROFILES["binder"] | {"contacts": too_long}))
    answers.append(api.client.put("/profiles/binder", json=PROFILES["binder"] | {"contacts": contacts("binder")}))
    assert len(answers) == 21
    assert [answer.request.url for answer in answers if CANARY in answer.text] == []
    # A reason repeats the words of the question, but no question brings a contact out of a profile.
    asked = [match for question in questions[-2:] for match in api.match(**question)["matches"]]
    assert asked
    assert all(CANARY not in str((match["profile"], [one["offer"] for one in match["reasons"]])) for match in asked)


def test_the_pages_of_the_list_are_the_whole_list(api: Api) -> None:
    pages, after = [], None
    while True:
        page = api.client.get("/profiles", params={"limit": 3} | ({"after": after} if after else {})).json()
        pages.append([profile["id"] for profile in page["profiles"]])
        after = page["next"]
        if after is None:
            break
    assert [profile_id for page in pages for profile_id in page] == sorted(PROFILES)
    assert [len(page) for page in pages] == [3, 3, 1]


def test_the_list_can_hold_one_kind_only(api: Api) -> None:
    page = api.client.get("/profiles", params={"kind": "startup"}).json()
    assert {profile["id"] for profile in page["profiles"]} == {"embroidery", "english"}
    assert page["total"] == 2


TABLE = "nome;offre;cerca;email\nTornio Uno;tornitura di ottone;saldatura;{canary}@example.org\n;fusione;;\n"


def test_an_import_keeps_good_rows_reports_bad_ones_and_is_matched(api: Api) -> None:
    file = {"file": ("tornio.csv", TABLE.format(canary=CANARY), "text/csv")}
    before = api.stored()
    tried = api.client.post("/profiles/import", params={"dry_run": True}, files=file).json()
    assert (tried["created"], tried["rejected"], tried["dry_run"]) == (1, 1, True)
    assert api.stored() == before
    done = api.client.post("/profiles/import", files=file).json()
    assert (done["created"], done["rejected"]) == (1, 1)
    (error,) = done["errors"]
    assert (error["line"], error["column"]) == (3, "nome")
    assert error["remedy"]
    found = api.match(query="tornitura di ottone", k=1)["matches"][0]["profile"]
    assert found["name"] == "Tornio Uno"
    again = api.client.post("/profiles/import", files=file).json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)
    api.client.delete(f"/profiles/{found['id']}")


def test_a_profile_without_items_is_read_from_its_description(api: Api) -> None:
    told = {"kind": "artisan", "name": "Due righe", "description": "Cerco saldatura. Offro tornitura di ottone. …"}
    api.put("told", told)
    read = api.client.get("/profiles/told").json()
    assert [len(read[side]) for side in ("offers", "seeks")] == [1, 1]
    assert "saldatura" in read["seeks"][0]["text"]
    api.client.delete("/profiles/told")


def test_skills_are_found_in_both_languages(api: Api) -> None:
    for word in ("legatoria", "bookbinding"):
        found = api.client.get("/skills", params={"q": word, "limit": 1}).json()["skills"]
        assert found[0]["id"] == "bookbinding"
    listed = api.client.get("/skills", params={"limit": 3}).json()
    assert len(listed["skills"]) == 3
    assert listed["total"] >= 600


def test_districts_are_those_of_the_city(api: Api) -> None:
    districts = api.client.get("/districts").json()
    assert (len(districts["municipi"]), len(districts["nils"])) == (9, 88)
    lambrate = next(nil for nil in districts["nils"] if nil["id"] == 23)
    assert lambrate["municipi"]["3"] > 0.9


def test_the_server_says_how_it_is(api: Api) -> None:
    assert api.client.get("/livez").json() == {"status": "alive"}
    assert api.client.get("/readyz").json()["profiles"] == len(PROFILES)
    assert api.client.get("/version").json()["model"] == api.app.answering.fingerprint


def test_an_import_that_is_a_job_tells_its_rows(api: Api) -> None:
    table = "id;Nome;Cosa offre\nimported-job;Cornici Rossi;cornici\n"
    upload = api.app.imports.upload("botteghe.csv", table.encode(), language="it")
    path = f"/jobs/{api.app.imports.begin(upload.id, dry_run=True, language='it').id}"
    job = ended(api, path)
    assert (job["kind"], job["event_id"], job["state"]) == ("import", None, "done")
    assert (job["progress"]["done"], job["progress"]["expected"]) == (1, 1)
    assert job["result"] == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "dry_run": True,
        "complete": True,
    }
