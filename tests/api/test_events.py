"""An event over HTTP: from registrations to a published timetable."""

from __future__ import annotations

from typing import Any

import pytest

from api.problems import MEDIA_TYPE
from tests.api.conftest import CANARY, Api
from tests.api.fair import EVENT, registered, scheduled


def test_an_event_can_be_created_read_changed_and_erased(api: Api) -> None:
    created = api.client.post("/events", json=EVENT)
    assert (created.status_code, created.headers["Location"]) == (201, "/events/fiera")
    event = created.json()
    assert [(slot["number"], slot["start"]) for slot in event["slots"]] == [
        (1, "2026-03-12T09:30:00+01:00"),
        (2, "2026-03-12T09:50:00+01:00"),
        (3, "2026-03-12T10:10:00+01:00"),
        (None, "2026-03-12T10:30:00+01:00"),
        (4, "2026-03-12T14:00:00+01:00"),
        (5, "2026-03-12T14:30:00+01:00"),
    ]
    assert event["tables"] == ["1", "2", "3"]
    assert api.client.get("/events/fiera").json() == event
    assert api.client.post("/events", json=EVENT).status_code == 409
    body = {name: value for name, value in EVENT.items() if name != "id"} | {"tables": ["A", "B"]}
    assert api.client.put("/events/fiera", json=body).json()["tables"] == ["A", "B"]
    assert [one["id"] for one in api.client.get("/events").json()["events"]] == ["fiera"]
    assert api.client.delete("/events/fiera").status_code == 204
    assert api.client.get("/events/fiera").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time zone"),
        ({"sessions": [], "slots": []}, "slots"),
        ({"tables": ["A", "a"]}, "table"),
        ({"tables": 0}, "tables"),
        ({"sessions": [{"start": "9:30", "end": "2026-03-12T10:30", "minutes": 20}]}, "2026-03-12T09:30"),
        ({"slots": [EVENT["slots"][0]] * 2}, "overlap"),
        ({"colour": "red"}, "no field 'colour'"),
        ({"id": "no spaces"}, "id"),
        ({"name": "\0"}, "NUL"),
    ],
)
def test_an_event_that_cannot_be_is_a_problem_with_what_to_do(api: Api, change: dict[str, Any], says: str) -> None:
    answer = api.client.post("/events", json=EVENT | change)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, MEDIA_TYPE)
    assert says in answer.json()["detail"]
    assert api.client.get("/events").json()["total"] == 0


def test_registrations_are_kept_and_addresses_never_shown(event: Api) -> None:
    assert registered(event, dry_run=True)["unchanged"] == 4
    people = event.client.get("/events/fiera/participants")
    assert CANARY not in people.text
    by_id = {one["id"]: one for one in people.json()["participants"]}
    assert (by_id["dario"]["side"], by_id["dario"]["unavailable"]) == ("guest", [4, 5])
    assert by_id["dario"]["offers"] == ["tornitura"]
    new = {"id": "elsa", "name": "Elsa Conti", "side": "guest", "email": f"{CANARY}@example.org"}
    report = event.client.post("/events/fiera/participants", json={"participants": [new]})
    assert report.json()["created"] == 1
    wrong = event.client.post("/events/fiera/participants", json={"participants": [new | {"email": f"{CANARY} no"}]})
    assert wrong.status_code == 422
    assert CANARY not in wrong.text
    assert event.client.delete("/events/fiera/participants/elsa").status_code == 204
    assert event.client.delete("/events/fiera/participants/elsa").status_code == 404


def test_pairs_are_chosen_by_profiles_with_reasons_and_the_organiser_decides(event: Api) -> None:
    chosen = event.client.post("/events/fiera/pairs").json()["pairs"]
    best = chosen[0]
    assert (best["a"], best["b"]) == ("anna", "carla")
    assert {"seeker": "carla", "seek": "taglio laser di cartone", "offer": "taglio laser di legno e cartone"} in best[
        "reasons"
    ]
    # Taglio Vivo blocks the binder: nothing proposes it, and the organiser may still want it.
    assert ("bruno", "carla") not in {(pair["a"], pair["b"]) for pair in chosen}
    swap = {
        "changes": [
            {"a": "carla", "b": "anna", "chosen": False, "locked": True},
            {"a": "bruno", "b": "carla", "rule": "must"},
        ]
    }
    after = event.client.patch("/events/fiera/pairs", json=swap).json()["pairs"]
    assert ("bruno", "carla") in {(pair["a"], pair["b"]) for pair in after}
    again = event.client.post("/events/fiera/pairs").json()["pairs"]
    assert ("anna", "carla") not in {(pair["a"], pair["b"]) for pair in again}
    listed = event.client.get("/events/fiera/pairs", params={"participant": "carla", "chosen": True}).json()
    assert [(pair["a"], pair["rule"]) for pair in listed["pairs"]] == [("bruno", "must")]


def test_interests_decide_in_the_place_of_profiles(event: Api) -> None:
    scores = {"scores": [{"a": "bruno", "b": "Dario Villa", "score": 1}]}
    assert event.client.put("/events/fiera/interests", json=scores).json()["interests"] == 1
    pairs = event.client.post("/events/fiera/pairs").json()["pairs"]
    assert [(pair["a"], pair["b"], pair["utility"]) for pair in pairs] == [("bruno", "dario", 0.5)]
    files = {"file": ("desideri.csv", b"partecipante;scelta 1;scelta 2\nanna;dario;carla\n")}
    assert event.client.post("/events/fiera/interests/import", files=files).json()["interests"] == 2
    both = scores | {"wishes": [{"participant": "anna", "wanted": ["carla"]}]}
    assert event.client.put("/events/fiera/interests", json=both).status_code == 422
    assert event.client.put("/events/fiera/interests", json={}).json()["interests"] == 0


def test_a_timetable_is_made_by_a_job_and_published_for_good(event: Api) -> None:
    assert event.client.get("/events/fiera/timetable").status_code == 404
    assert event.client.post("/events/fiera/timetable", json={}).status_code == 422
    event.client.post("/events/fiera/pairs")
    job = scheduled(event)
    assert (job["state"], job["result"]["version"]) == ("done", 1)
    draft = event.client.get("/events/fiera/timetable").json()
    assert (draft["state"], draft["number"]) == ("draft", 1)
    assert all(meeting["table_name"] in ("1", "2", "3") and meeting["start"] for meeting in draft["meetings"])
    published = event.client.post("/events/fiera/timetable/publish", json={}).json()
    assert published == draft | {"state": "published"}
    assert event.client.post("/events/fiera/timetable/publish", json={"version": 1}).status_code == 409
    assert scheduled(event)["result"]["version"] == 2
    assert event.client.get("/events/fiera/timetable", params={"version": 1}).json() == published


def test_a_meeting_is_moved_by_hand_and_each_rule_it_breaks_is_told(event: Api) -> None:
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    meeting = event.client.get("/events/fiera/timetable").json()["meetings"][0]
    body = {"meeting": meeting["id"], "slot": 5, "version": 1}
    preview = event.client.post("/events/fiera/timetable/moves", json=body | {"dry_run": True}).json()
    assert (preview["possible"], preview["version"], preview["meetings"][0]["before"]) == (True, None, meeting)
    done = event.client.post("/events/fiera/timetable/moves", json=body).json()
    assert done == preview | {"version": 1}
    assert (done["meetings"][0]["after"]["slot"], done["meetings"][0]["after"]["locked"]) == (5, True)
    busy = {"meeting": meeting["id"], "slot": 1, "table": 1, "first_slot": 2, "dry_run": True}
    found = event.client.post("/events/fiera/timetable/moves?language=en", json=busy).json()
    assert [(one["code"], one["firm"]) for one in found["rules"]][:1] == [("slot_over", True)]
    assert found["rules"][0]["sentence"] == "Nothing can change at 09:30 any more: it is over."
    refused = event.client.post("/events/fiera/timetable/moves", json=busy | {"dry_run": False})
    assert (refused.status_code, refused.json()["errors"][0]["rules"][:1]) == (409, ["slot_over"])
    assert event.client.post("/events/fiera/timetable/moves", json=body | {"version": 7}).status_code == 409
    assert event.client.post("/events/fiera/timetable/moves", json=body | {"confirmed": ["no"]}).status_code == 422


def test_changes_on_the_day_are_looked_at_and_then_kept(event: Api) -> None:
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    body = {"absent": ["anna"], "dry_run": True}
    preview = event.client.post("/events/fiera/changes", json=body).json()
    assert preview["version"] is None
    assert {meeting["a"] for meeting in preview["cancelled"]} == {"anna"}
    assert event.client.get("/events/fiera/timetable").json()["number"] == 1
    kept = event.client.post("/events/fiera/changes", json=body | {"dry_run": False}).json()
    assert kept == preview | {"version": 2}
    assert event.client.get("/events/fiera/timetable").json()["number"] == 2
    refused = event.client.post("/events/fiera/changes", json={"unavailable": {"carla": [77]}})
    assert refused.status_code == 422
    assert event.client.post("/events/fiera/changes", json={"absent": ["nessuno"]}).status_code == 404


def test_who_comes_without_a_registration_meets_in_seats_that_are_free(event: Api) -> None:
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    late = {"id": "zoe", "name": "Zoe Galli", "side": "guest", "seeks": ["taglio laser di legno"], "email": "z@ex.org"}
    body = {"arrivals": [late], "first_slot": 3}
    preview = event.client.post("/events/fiera/changes", json=body | {"dry_run": True}).json()
    assert {(one["a"], one["b"]) for one in preview["added"]} == {("anna", "zoe"), ("bruno", "zoe")}
    assert "zoe" not in event.client.get("/events/fiera/participants").text
    assert event.client.post("/events/fiera/changes", json=body).json() == preview | {"version": 2}
    assert preview["added"][0]["slot"] >= 3
    (zoe,) = [
        one for one in event.client.get("/events/fiera/participants").json()["participants"] if one["id"] == "zoe"
    ]
    assert (zoe["name"], zoe["side"], zoe["newcomer"]) == ("Zoe Galli", "guest", True)
    assert event.client.post("/events/fiera/changes", json=body).status_code == 409
    far = late | {"id": "zeno", "unavailable": [77]}
    assert event.client.post("/events/fiera/changes", json={"arrivals": [far]}).status_code == 422


def test_a_job_that_has_ended_is_left_as_it_is_and_an_unknown_one_is_not_there(event: Api) -> None:
    event.client.post("/events/fiera/pairs")
    job = scheduled(event)
    assert event.client.delete(f"/jobs/{job['id']}").json() == job
    assert event.client.get("/jobs/none").status_code == event.client.delete("/jobs/none").status_code == 404


@pytest.mark.parametrize("path", ["", "/participants", "/pairs", "/timetable"])
def test_what_belongs_to_no_event_is_not_there(api: Api, path: str) -> None:
    answer = api.client.get(f"/events/nessuno{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, MEDIA_TYPE)
