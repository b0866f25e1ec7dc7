"""What people are told: publishing, files to take home, and changes of the day that are looked at first."""

from __future__ import annotations

import pytest

from matcher.bootstrap.downloads import File
from matcher.usecases.events.keeping import find_event
from tests.api.conftest import CANARY, Api
from tests.api.fair import scheduled
from tests.api.web.conftest import Browser
from tests.api.web.test_timetable import meetings, text

PUBLISH, DAY, DOWNLOADS = "/events/fiera/publish", "/events/fiera/day", "/events/fiera/downloads"
FORM = {"version": "1", "first_slot": "1", "moves": "5", "refill": "true"}


@pytest.fixture
def drafted(event: Api) -> Api:
    """The fair with a draft of its timetable."""
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    return event


@pytest.fixture
def published(drafted: Api) -> Api:
    """As `drafted`, and published."""
    drafted.client.post("/events/fiera/timetable/publish", json={})
    return drafted


@pytest.mark.parametrize("path", [PUBLISH, DAY, DOWNLOADS])
def test_without_a_timetable_each_page_leads_to_making_one(event: Api, organiser: Browser, path: str) -> None:
    page = organiser.get(path)
    assert "There is no timetable yet" in page
    assert "/pages/events/fiera/timetable" in page


def test_a_draft_is_published_once_it_was_looked_at(drafted: Api, organiser: Browser) -> None:
    assert "Version 1 is a draft." in organiser.get(PUBLISH)
    assert organiser.post(PUBLISH, form=PUBLISH, version="1").headers["location"] == "/pages" + PUBLISH
    page = text(organiser.get(PUBLISH))
    assert "Version 1 is published. Now let people know." in page
    assert drafted.client.get("/events/fiera/timetable").json()["state"] == "published"


def test_a_version_that_is_no_longer_the_latest_is_not_published(drafted: Api, organiser: Browser) -> None:
    scheduled(drafted)
    answer = organiser.post(PUBLISH, form=PUBLISH, status=409, version="1")
    assert "Somebody made another version meanwhile" in answer.text
    assert drafted.client.get("/events/fiera/timetable").json()["state"] == "draft"


def test_what_changes_since_people_were_told_is_shown_with_whom_it_concerns(published: Api, organiser: Browser) -> None:
    first = meetings(published)[0]
    published.client.post("/events/fiera/timetable/moves", json={"meeting": first["id"], "slot": 5})
    page = text(organiser.get(PUBLISH))
    assert "What changes since version 1" in page
    assert "1 meetings moved" in page.replace("meetings moved 1", "1 meetings moved")
    assert "14:30, table" in page
    assert "2 people to be told anew" in page


def test_every_file_is_offered_with_what_it_is_for_and_can_be_had(published: Api, organiser: Browser) -> None:
    page = organiser.get(DOWNLOADS, language="en")
    for file in File:
        assert f"/downloads/{file}?version=1&amp;language=en" in page
    for file in (File.AGENDAS, File.CALENDAR, File.MAIL_MERGE_CSV):
        answer = organiser.client.get(f"/pages{DOWNLOADS}/{file}", params={"version": 1})
        assert (answer.status_code, answer.headers["content-type"]) == (200, file.media_type)
        assert CANARY not in answer.text
    letters = organiser.client.get(f"/pages{DOWNLOADS}/mail-merge.csv", params={"addresses": "true"})
    assert f"{CANARY}.anna@example.org" in letters.text
    own = organiser.client.get(f"/pages{DOWNLOADS}/agendas.pdf", params={"participant": "anna"})
    assert 'filename="fiera-anna-agendas.pdf"' in own.headers["content-disposition"]
    assert organiser.get(DOWNLOADS + "/nothing.pdf", status=422)


def test_a_draft_is_not_handed_out_unawares(drafted: Api, organiser: Browser) -> None:
    assert "do not hand it out" in organiser.get(DOWNLOADS)


def test_who_does_not_come_is_named_and_nothing_changes_before_it_was_looked_at(
    published: Api, organiser: Browser
) -> None:
    told = FORM | {"absent": ["anna ricci", ""]}
    preview = organiser.post(DAY, form=DAY, status=200, **told).text
    assert "Does not come: Anna Ricci." in preview
    assert "cancelled" in preview
    assert not any(person.absent for person in find_event("fiera", published.app.store)[1])
    back = organiser.post(DAY + "/edit", form=DAY, status=200, **told).text
    assert 'value="anna ricci"' in back
    kept = organiser.post(DAY + "/keep", form=DAY, **told)
    assert kept.headers["location"] == "/pages" + PUBLISH
    assert {person.id for person in find_event("fiera", published.app.store)[1] if person.absent} == {"anna"}
    assert published.client.get("/events/fiera/timetable").json()["number"] == 2
    assert "Marked as absent" in organiser.get(DAY)
    returned = organiser.post(DAY + "/keep", form=DAY, **FORM | {"version": "2", "back": "anna"})
    assert returned.status_code == 303
    assert not any(person.absent for person in find_event("fiera", published.app.store)[1])


def test_who_is_late_or_cannot_for_a_while_is_moved_or_cancelled(published: Api, organiser: Browser) -> None:
    late = FORM | {"late_who": "Carla Neri (Legatoria Neri)", "late_slot": "3"}
    late |= {"away_who": "Anna Ricci", "away_from": "4", "away_to": "5"}
    preview = text(organiser.post(DAY, form=DAY, status=200, **late).text)
    assert "Carla Neri cannot from 09:30 up to and with 10:10." in preview
    assert "Anna Ricci cannot from 14:00 up to and with 14:30." in preview
    organiser.post(DAY + "/keep", form=DAY, **late)
    unavailable = {person.id: person.unavailable for person in find_event("fiera", published.app.store)[1]}
    assert (unavailable["carla"], unavailable["anna"]) == ({1, 2, 3}, {4, 5})
    for one in meetings(published):
        assert one["slot"] not in unavailable[str(one["a"])] | unavailable[str(one["b"])]


def test_who_comes_without_a_registration_gets_meetings(published: Api, organiser: Browser) -> None:
    new = FORM | {"new_name": "Zoe Galli", "new_side": "guest", "new_seeks": "taglio laser di legno", "first_slot": "3"}
    preview = text(organiser.post(DAY, form=DAY, status=200, **new).text)
    assert "Has come without a registration: Zoe Galli." in preview
    assert "Anna Ricci – Zoe Galli" in preview
    assert "Zoe" not in published.client.get("/events/fiera/participants").text
    organiser.post(DAY + "/keep", form=DAY, **new)
    (zoe,) = [person for person in find_event("fiera", published.app.store)[1] if person.name == "Zoe Galli"]
    met = [one for one in meetings(published) if zoe.id in (one["a"], one["b"])]
    assert met
    assert all(one["slot"] >= 3 for one in met)  # type: ignore[operator]
    again = organiser.post(DAY, form=DAY, status=422, **new | {"version": "2"})
    assert "registered already" in again.text


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "Say first what is new"),
        ({"absent": "Nessuno"}, "Nobody here is called “Nessuno”"),
        ({"away_who": "Anna Ricci", "away_from": "4", "away_to": "2"}, "The last hour is before the first"),
        ({"new_seeks": "taglio"}, "Write the name"),
        ({"new_name": "Zoe"}, "Write what they offer or seek"),
        ({"new_name": "Zoe", "new_offers": "pane", "new_quota": "molti"}, "Write a whole number"),
        ({"new_name": "Zoe", "new_offers": "pane", "new_email": "zoe"}, "This is no e-mail address"),
        ({"new_name": "Zoe", "new_offers": "; ".join(f"pane {number}" for number in range(60))}, "This is too long"),
        ({"absent": "Anna Ricci", "back": "anna"}, "Anna Ricci"),
    ],
)
def test_what_cannot_be_read_is_said_where_it_was_typed(
    published: Api, organiser: Browser, said: dict[str, str], problem: str
) -> None:
    answer = organiser.post(DAY, form=DAY, status=422, **FORM | said)
    assert problem in answer.text
    for value in said.values():
        assert value in answer.text or len(value) > 100


def test_changes_to_a_timetable_that_has_changed_are_not_kept(published: Api, organiser: Browser) -> None:
    published.client.post("/events/fiera/timetable/moves", json={"meeting": meetings(published)[0]["id"], "slot": 5})
    answer = organiser.post(DAY + "/keep", form=DAY, status=422, **FORM | {"absent": "Anna Ricci"})
    assert "Somebody changed the timetable meanwhile" in answer.text
