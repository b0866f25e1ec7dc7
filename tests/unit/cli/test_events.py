"""`matcher event` as its user meets it: from a registration file to a published timetable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.domain.schedules import Explanation, Remedy, Solution, Status
from tests.event_solvers import SIMPLE
from tests.unit.cli.conftest import Outcome, Run, only_json

Write = Callable[[str, str], Path]
CREATE = (
    "event", "create", "fiera", "--name", "Incontri", "--tables", "2", "--quota", "2",
    "--session", "2026-03-12 09:30-10:30 mattina", "--session", "2026-03-12 11:00-11:40",
    "--break", "2026-03-12 10:30-11:00 Caffè",
)  # fmt: skip
REGISTRATIONS = """id;Nome;Organizzazione;Ruolo;Offre;Cerca
anna;Anna Ricci;Acme;ospitante;taglio laser di cartone;
bruno;Bruno Sala;Bit;ospitante;sensori IoT;
carla;Carla Neri;Legatoria;visitatore;rilegatura;taglio laser di cartone
dario;Dario Villa;Officina;chissà;;
"""


@pytest.fixture
def event(matcher: Run, table: Write, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As `matcher`, with an event and three participants."""
    monkeypatch.setattr("matcher.bootstrap.events.default_solvers", lambda: SIMPLE)
    assert matcher(*CREATE).code == 0
    assert matcher("event", "import", "fiera", table("iscritti.csv", REGISTRATIONS).name).code == 0
    return matcher


def told(outcome: Outcome) -> str:
    assert outcome.code == 0, outcome.err
    return outcome.out


def test_an_event_is_created_and_listed(matcher: Run) -> None:
    assert "There are no events yet" in told(matcher("event", "list"))
    assert "5 slots for meetings at 2 tables" in told(matcher(*CREATE))
    (found,) = only_json(matcher("event", "list", "--json"))["events"]
    assert [slot["label"] for slot in found["slots"] if slot["kind"] == "break"] == ["Caffè"]
    assert "Incontri" in told(matcher("event", "list"))
    again = matcher(*CREATE, "--json")
    assert (again.code, only_json(again)["error"]["kind"]) == (1, "Conflict")


def test_registrations_are_reported(event: Run, table: Write) -> None:
    name = table("iscritti.csv", REGISTRATIONS).name
    outcome = event("event", "import", "fiera", name, "--language", "it")
    assert "0 created, 0 updated, 3 unchanged, 1 rejected" in told(outcome)
    assert "ospitante o visitatore" in outcome.err
    assert only_json(event("event", "import", "fiera", name, "--dry-run", "--json"))["rejected"] == 1


def test_pairs_are_chosen_and_decided_about(event: Run, table: Write) -> None:
    shown = told(event("event", "pairs", "fiera"))
    assert "Anna Ricci" in shown
    assert "taglio laser" in shown
    after = only_json(event("event", "pairs", "fiera", "--must", "bruno,carla", "--drop", "anna,carla", "--json"))
    assert [(pair["a"], pair["b"], pair["rule"]) for pair in after["pairs"]] == [("bruno", "carla", "must")]
    assert "must" in told(event("event", "pairs", "fiera", "--show"))
    name = table("voti.csv", "a;b;score\nanna;Carla Neri;1\n").name
    assert "1 interest" in told(event("event", "interests", "fiera", name))
    assert event("event", "pairs", "fiera", "--must", "bruno").code == 2


def test_a_timetable_is_made_shown_and_published(event: Run) -> None:
    assert event("event", "timetable", "fiera").code == 2
    event("event", "pairs", "fiera", "--add", "anna,carla", "--add", "bruno,carla")
    shown = told(event("event", "timetable", "fiera", "--time-limit", "5"))
    assert "Version 1 (draft): 2 meetings" in shown
    assert told(event("event", "timetable", "fiera", "--show")) == shown
    assert "Version 1 is published: 2 meetings" in told(event("event", "publish", "fiera"))
    assert event("event", "publish", "fiera").code == 1
    assert only_json(event("event", "timetable", "fiera", "--show", "--json"))["state"] == "published"


def test_what_stands_in_the_way_is_said_and_numbered_and_done_by_its_number(
    event: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    event("event", "pairs", "fiera", "--add", "anna,carla", "--add", "bruno,carla")
    helps = (Remedy("add_slots", {"count": 1}), Remedy("add_tables", {"count": 2, "suffices": None}))
    cause = Explanation("no_common_slot", participants=("bruno", "carla"), remedies=helps)
    infeasible = replace(SIMPLE, solve=lambda problem, **options: Solution(Status.INFEASIBLE, explanation=(cause,)))
    monkeypatch.setattr("matcher.bootstrap.events.default_solvers", lambda: infeasible)
    outcome = event("event", "timetable", "fiera", "--language", "en")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines()[-5:] == [
        "No timetable can be made.",
        "  Bruno Sala and Carla Neri are to meet but have no free slot in common.",
        "    1. Add 1 slot.",
        "    2. Add 2 tables. Other changes may be needed too.",
        "To do the first and try again: matcher event timetable fiera --apply 1",
    ]
    in_italian = only_json(event("event", "timetable", "fiera", "--json"))["result"]["explanation"][0]["sentence"]
    assert in_italian == "Bruno Sala e Carla Neri devono incontrarsi ma non hanno nessun turno libero in comune."
    assert event("event", "timetable", "fiera", "--apply", "3").code == 2
    monkeypatch.setattr("matcher.bootstrap.events.default_solvers", lambda: SIMPLE)
    told(event("event", "timetable", "fiera", "--apply", "2", "--apply", "1"))
    (changed,) = only_json(event("event", "list", "--json"))["events"]
    assert (len(changed["tables"]), changed["slots"][-1]["end"]) == (4, "2026-03-12 12:00:00+01:00")
    assert event("event", "timetable", "fiera", "--apply", "1").code == 2


def test_meetings_are_locked_and_the_day_changed(event: Run) -> None:
    event("event", "pairs", "fiera", "--add", "anna,carla", "--add", "bruno,carla")
    made = only_json(event("event", "timetable", "fiera", "--json"))["meetings"]
    name = made[0]["id"]
    assert f"{name} locked" in told(event("event", "lock", "fiera", name))
    assert "locked" not in told(event("event", "lock", "fiera", name, "--unlock"))
    preview = told(event("event", "change", "fiera", "--absent", "bruno", "--away", "carla:4-5", "--dry-run"))
    assert "Bruno Sala – Carla Neri" in preview
    assert "1 cancelled, 0 moved, 0 added to the 2 meetings of version 1: dry run, nothing is stored." in preview
    kept = only_json(event("event", "change", "fiera", "--absent", "bruno", "--json"))
    assert (kept["version"], len(kept["cancelled"])) == (2, 1)
    assert event("event", "change", "fiera", "--away", "carla").code == 2
    assert event("event", "change", "fiera", "--away", "carla:x").code == 2


def test_a_meeting_is_moved_by_hand_and_what_stands_in_the_way_told(event: Run) -> None:
    event("event", "pairs", "fiera", "--add", "anna,carla", "--add", "bruno,carla")
    event("event", "timetable", "fiera")
    first, second = only_json(event("event", "timetable", "fiera", "--show", "--json"))["meetings"]
    refused = event("event", "move", "fiera", first["id"], str(second["slot"]))
    assert refused.code == 1
    assert "Carla Neri already meets Bruno Sala at 09:50. (firm)" in refused.err
    assert "dry run" in told(event("event", "move", "fiera", first["id"], "3", "--dry-run"))
    assert "→ 12/03 10:10 (1)" in told(event("event", "move", "fiera", first["id"], "3"))
    swapped = only_json(event("event", "move", "fiera", first["id"], "2", "--swap", "--json"))
    assert [(one["before"]["slot"], one["after"]["slot"]) for one in swapped["meetings"]] == [(3, 2), (2, 3)]


def test_who_comes_without_a_registration_is_taken_in_from_a_file(event: Run, table: Write) -> None:
    event("event", "pairs", "fiera", "--add", "bruno,carla")
    event("event", "timetable", "fiera")
    name = table("sul-posto.csv", "id;Nome;Ruolo;Cerca\nelsa;Elsa Conti;visitatore;taglio laser di cartone\n").name
    assert "Anna Ricci – Elsa Conti" in told(event("event", "change", "fiera", "--arrivals", name, "--from", "2"))
    again = event("event", "change", "fiera", "--arrivals", name)
    assert (again.code, "already" in again.err) == (1, True)
    bad = table("sbagliato.csv", "id;Nome;Ruolo\nzeno;Zeno Po;boh\n").name
    assert event("event", "change", "fiera", "--arrivals", bad).code == 2


def test_what_people_take_home_is_written_to_a_folder(event: Run, tmp_path: Path) -> None:
    assert event("event", "agendas", "fiera", "--out", "stampe").code == 1
    event("event", "pairs", "fiera", "--add", "anna,carla")
    event("event", "timetable", "fiera")
    assert "9 files in stampe: fiera-agendas.pdf" in told(event("event", "agendas", "fiera", "--out", "stampe"))
    files = only_json(event("event", "agendas", "fiera", "--out", "stampe/en", "--language", "en", "--json"))["files"]
    assert sorted(files) == sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("stampe/en/*"))


def test_who_got_what_is_told(event: Run) -> None:
    event("event", "pairs", "fiera", "--add", "anna,carla")
    shown = told(event("event", "fairness", "fiera"))
    assert "Gini 0.00 (0: all alike); 0 envy somebody else's partners." in shown
    assert "newcomers" in shown
    assert only_json(event("event", "fairness", "fiera", "--json"))["everyone"]["people"] == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*CREATE, "--session", "domani"), "--session takes"),
        ((*CREATE, "--break", "2026-13-40 10:00-11:00"), "--break takes"),
        ((*CREATE, "--time-zone", "Europe/Atlantis"), "time zone"),
        ((*CREATE, "--minutes", "600"), "fits"),
    ],
)
def test_wrong_use_is_told(matcher: Run, arguments: tuple[str, ...], says: str) -> None:
    outcome = matcher(*arguments)
    assert outcome.code == 2
    assert says in outcome.err
