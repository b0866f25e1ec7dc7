"""The timetable's pages: made, looked at, moved by hand, locked; what stands in the way is told in words."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.schedules import Explanation, Progress, Remedy, SchedulingProblem, Solution, Status
from tests.api.conftest import Api
from tests.api.fair import ended, scheduled
from tests.api.web.conftest import Browser
from tests.event_solvers import SIMPLE

BASE = "/events/fiera/timetable"


@pytest.fixture
def drafted(event: Api) -> Api:
    """The fair with a draft of its timetable."""
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    return event


def meetings(api: Api) -> list[dict[str, object]]:
    found: list[dict[str, object]] = api.client.get(BASE).json()["meetings"]
    return found


def text(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_only_who_runs_events_sees_it(event: Api, anonymous: Browser, editor: Browser) -> None:
    answer = anonymous.client.get("/pages" + BASE)
    assert (answer.status_code, "/pages/sign-in" in answer.headers["location"]) == (303, True)
    assert "another key" in editor.get(BASE, status=403)


def test_without_pairs_the_page_leads_to_them_and_nothing_is_made(event: Api, organiser: Browser) -> None:
    assert "/pages/events/fiera/pairs" in organiser.get(BASE)
    answer = organiser.post(BASE + "/make", status=422, time_limit_s="5")
    assert "choose who meets whom first" in answer.text


def test_a_timetable_is_made_and_shown(event: Api, organiser: Browser) -> None:
    event.client.post("/events/fiera/pairs")
    assert "Make the timetable" in organiser.get(BASE)
    job = organiser.post(BASE + "/make", form=BASE, time_limit_s="5").headers["location"]
    ended(event, "/jobs/" + job.rpartition("/")[2])
    answer = organiser.client.get(job)
    assert answer.headers["location"] == "/pages" + BASE
    assert organiser.client.get(job + "/progress").json()["ended"]
    page = text(organiser.get(BASE))
    assert "The timetable is made: version 1 is a draft." in page
    assert "Anna Ricci Carla Neri" in page


def test_a_timetable_says_when_the_pairs_have_changed_since(drafted: Api, organiser: Browser) -> None:
    assert "have changed since" not in organiser.get(BASE)
    meeting = meetings(drafted)[0]
    given_up = {"a": meeting["a"], "b": meeting["b"], "chosen": False}
    drafted.client.patch("/events/fiera/pairs", json={"changes": [given_up]}).raise_for_status()
    page = text(organiser.get(BASE))
    assert "The pairs have changed since this timetable was made." in page
    assert "1 meeting is of a pair that is no longer chosen." in page


def test_how_far_it_is_is_told_without_a_script_and_it_can_be_stopped(event: Api, organiser: Browser) -> None:
    def solve(problem: SchedulingProblem, **options: Any) -> Solution:  # noqa: ANN401 -- passed on
        options["progress"](Progress(best=7, bound=4, wall_s=1.5))
        assert options["stop"].wait(30)
        return SIMPLE.solve(problem, **options)

    event.client.post("/events/fiera/pairs")
    event.app.events.solvers = replace(SIMPLE, solve=solve)
    job = organiser.post(BASE + "/make", form=BASE, time_limit_s="600").headers["location"].removeprefix("/pages")
    while organiser.client.get(f"/pages{job}/progress").json()["best"] is None:
        time.sleep(0.01)
    page = organiser.get(job)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "7 breaks in the best timetable so far" in " ".join(reversed(re.findall(r">([^<>]+)</d[td]>", page)))
    assert organiser.client.get("/pages" + BASE).headers["location"] == "/pages" + job
    refused = organiser.post(BASE + "/make", form=job, status=409, time_limit_s="60")
    assert "A timetable is being made" in refused.text
    organiser.post(job + "/cancel", form=job)
    ended(event, "/jobs/" + job.rpartition("/")[2])
    assert "The making was stopped" in organiser.get(job)


def test_what_is_in_the_way_is_told_and_what_helps_is_done_by_a_button(event: Api, organiser: Browser) -> None:
    event.client.post("/events/fiera/pairs")
    helps = (Remedy("add_slots", {"count": 1}), Remedy("add_tables", {"count": 2, "suffices": None}))
    cause = Explanation("no_common_slot", participants=("anna", "carla"), remedies=helps)
    event.app.events.solvers = replace(SIMPLE, solve=lambda *_, **__: Solution(Status.INFEASIBLE, explanation=(cause,)))
    job = organiser.post(BASE + "/make", form=BASE, time_limit_s="5").headers["location"].removeprefix("/pages")
    ended(event, "/jobs/" + job.rpartition("/")[2])
    page = organiser.get(job)
    assert "Anna Ricci and Carla Neri are to meet but have no free slot in common." in page
    assert "Add 2 tables. Other changes may be needed too." in page
    event.app.events.solvers = SIMPLE
    chosen = {"job": job.rpartition("/")[2], "remedy": "2", "time_limit_s": "5"}
    again = organiser.post(BASE + "/make", form=job, **chosen).headers["location"]
    ended(event, "/jobs/" + again.rpartition("/")[2])
    assert len(event.client.get("/events/fiera").json()["tables"]) == 5
    assert organiser.post(BASE + "/make", form=job, status=422, **chosen | {"remedy": "9"})
    assert organiser.get("/events/fiera/timetable/jobs/none", status=404)


@pytest.mark.parametrize("view", ["table", "person", "time"])
def test_it_is_seen_in_three_ways_that_hold_the_same_meetings(drafted: Api, organiser: Browser, view: str) -> None:
    page = organiser.get(BASE, view=view)
    times = 2 if view == "person" else 1
    for one in meetings(drafted):
        assert page.count(f"timetable/move?m={one['id']}") == times
    assert page.count("<table") == 1
    assert "09:30" in page


def test_a_search_shows_the_meetings_of_whom_it_finds(drafted: Api, organiser: Browser) -> None:
    rows = text(organiser.get(BASE, view="person", q="legatoria")).partition("by name")[0]
    assert "Carla Neri" in rows or "One person" in rows
    assert "Bruno" not in re.sub(r"<a .*?</a>", "", organiser.get(BASE, view="person", q="carla"))
    assert "class=hit" in organiser.get(BASE, q="Carla NERI")
    assert "Nobody of this name takes part." in organiser.get(BASE, view="person", q="nessuno")
    assert "No meeting of anybody of this name." in organiser.get(BASE, view="time", q="nessuno")


def test_earlier_versions_are_looked_at_and_not_moved(drafted: Api, organiser: Browser) -> None:
    drafted.client.post(BASE + "/publish", json={})
    drafted.client.patch(BASE, json={"lock": [meetings(drafted)[0]["id"]]})
    assert "move?m=" not in organiser.get(BASE, version=1)
    assert "move?m=" in organiser.get(BASE, version=2)
    assert "There is no version 7" in organiser.get(BASE, status=404, version=7)


def test_a_meeting_is_locked_and_unlocked(drafted: Api, organiser: Browser) -> None:
    name = str(meetings(drafted)[0]["id"])
    move = f"{BASE}/move?m={name}"
    organiser.post(BASE + "/lock", form=move, meeting=name, state="lock")
    assert meetings(drafted)[0]["locked"]
    assert "stays where it is" in organiser.get(move)
    organiser.post(BASE + "/lock", form=move, meeting=name, state="unlock")
    assert not meetings(drafted)[0]["locked"]


def test_a_meeting_is_moved_by_a_form_once_it_was_seen_what_that_does(drafted: Api, organiser: Browser) -> None:
    first = meetings(drafted)[0]
    move = f"{BASE}/move?m={first['id']}"
    assert "free, table" in organiser.get(move)
    preview = text(organiser.get(move + "&slot=5"))
    assert "What this move does" in preview
    assert meetings(drafted)[0] == first
    answer = organiser.post(BASE + "/move", form=move, m=first["id"], slot="5", version="1")
    assert answer.headers["location"] == "/pages" + BASE
    (moved,) = [one for one in meetings(drafted) if one["id"] == first["id"]]
    assert (moved["slot"], moved["locked"]) == (5, True)
    assert "now at 14:30" in organiser.get(BASE)


def test_a_move_that_breaks_a_rule_is_refused_with_the_rule(drafted: Api, organiser: Browser) -> None:
    two = [one for one in meetings(drafted) if "carla" in (one["a"], one["b"])][:2]
    move = f"{BASE}/move?m={two[0]['id']}"
    drafted.client.post("/events/fiera/changes", json={"unavailable": {"carla": [5]}})
    assert "Carla Neri asked for no meeting at 14:30." in organiser.get(move + "&slot=5")
    refused = organiser.post(BASE + "/move", form=move, status=409, m=two[0]["id"], slot="5", version="2")
    assert "Only if you set this aside" in refused.text
    organiser.post(BASE + "/move", form=move, m=two[0]["id"], slot="5", version="2", confirmed="unavailable")
    assert [one["slot"] for one in meetings(drafted) if one["id"] == two[0]["id"]] == [5]
    stale = organiser.post(BASE + "/move", form=move, m=two[0]["id"], slot="4", version="1")
    assert "/timetable/move" in stale.headers["location"]
    assert organiser.get(BASE + "/move?m=m-none", status=404)


def test_a_script_asks_where_a_meeting_may_go_and_drops_it(drafted: Api, organiser: Browser) -> None:
    first = meetings(drafted)[0]
    found = organiser.client.get("/pages" + BASE + "/targets", params={"m": first["id"]}).json()
    assert len(found["seats"]) == 5 * 3
    assert len(found["any"]) == 5
    assert found["any"]["5"] == []
    assert len(found["rules"]) == len(found["firm"])
    form = f"{BASE}/move?m={first['id']}"
    place = {"m": first["id"], "slot": "5", "version": "1"}
    done = organiser.post(BASE + "/drop", form=form, status=200, **place).json()
    assert (done["done"], done["moved"][0]["slot"], done["moved"][0]["from"]) == (
        True,
        5,
        [first["slot"], first["table"]],
    )
    stale = organiser.post(BASE + "/drop", form=form, status=409, **place | {"version": "9"}).json()
    assert (stale["done"], stale["stale"]) == (False, True)
    drafted.client.post("/events/fiera/changes", json={"unavailable": {str(first["a"]): [4]}})
    refused = organiser.post(BASE + "/drop", form=form, status=409, **place | {"slot": "4", "version": "2"}).json()
    assert [(rule["code"], rule["firm"]) for rule in refused["rules"]] == [("unavailable", False)]
