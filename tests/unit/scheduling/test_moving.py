"""Rules of a move that only events know: hosts, locks, absences, hours that are over; told in both languages."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from matcher.domain.schedules import PlacedMeeting
from matcher.scheduling.replan.moving import Board, MoveRule, Obstacle
from matcher.scheduling.wording import obstacle_sentence
from tests.unit.scheduling.problems import problem

PLACED = (PlacedMeeting("ax", 1, 1), PlacedMeeting("ay", 2, 1), PlacedMeeting("bx", 2, 2), PlacedMeeting("by", 3, 2))
NAMES = {"a": "Anna Ricci", "b": "Elio Sala", "x": "Carla Neri", "y": "Dario Villa"}


def board(**more: object) -> Board:
    return Board(problem(4, 2, "ax ay bx by"), PLACED, **{"hosts": "ab", **more})  # type: ignore[arg-type]


def codes(found: tuple[Obstacle, ...]) -> list[str]:
    return [one.code.value for one in found]


def test_a_host_keeps_the_table_unless_it_is_said_otherwise() -> None:
    assert board().move("ax", 4).placed == (PlacedMeeting("ax", 4, 1),)
    assert codes(board().move("ax", 4, 2).obstacles) == ["host_moves"]
    assert board(hosts="").move("ax", 4, 2).obstacles == ()


def test_what_is_over_stays_and_takes_nobody_in() -> None:
    assert codes(board(first_slot=2).move("ax", 4).obstacles) == ["slot_over"]
    assert codes(board(first_slot=2).move("by", 1).obstacles) == ["slot_over"]


def test_who_is_absent_meets_nobody() -> None:
    (found,) = board(absent="x").move("ax", 4).obstacles
    assert (found.code, found.participants, found.firm) == (MoveRule.ABSENT, ("x",), True)


def test_a_locked_meeting_is_moved_but_does_not_make_room_unasked() -> None:
    assert board(locked=["ax"]).move("ax", 4).obstacles == ()
    (found,) = board(locked=["ax"]).move("bx", 1, 1, swap=True).obstacles[-1:]
    assert (found.code, found.meetings, found.firm) == (MoveRule.LOCKED, ("ax",), False)


def test_whom_one_meets_already_is_swapped_where_no_table_is_asked_for() -> None:
    swapped = board().move("ay", 1, swap=True)
    assert swapped.placed == (PlacedMeeting("ay", 1, 1), PlacedMeeting("ax", 2, 1))
    assert [(one.code, one.participants) for one in swapped.obstacles] == [(MoveRule.PARTICIPANT_BUSY, ("x", "b"))]


def test_where_both_meet_somebody_already_neither_meeting_makes_room() -> None:
    stuck = board().move("ax", 2, swap=True)
    assert [one.id for one in stuck.placed] == ["ax"]
    assert codes(stuck.obstacles) == ["participant_busy", "participant_busy", "no_free_table"]


def test_who_agreed_to_a_slot_once_is_not_asked_again() -> None:
    away = Board(problem(4, 2, "ax ay bx by", away={"a": [1]}), PLACED)
    assert away.move("ax", 1, 2).obstacles == ()
    assert codes(away.move("ay", 1, 2).obstacles) == ["unavailable", "participant_busy"]


OBSTACLES = (
    Obstacle(MoveRule.PARTICIPANT_BUSY, ("a", "b"), ("ax", "ab"), (1,)),
    Obstacle(MoveRule.TABLE_TAKEN, ("a", "b"), ("ax", "ab"), (1,), {"table": 2}),
    Obstacle(MoveRule.NO_FREE_TABLE, (), ("ax",), (1,)),
    Obstacle(MoveRule.SLOT_OVER, ("a", "x"), ("ax",), (1,)),
    Obstacle(MoveRule.ABSENT, ("a",), ("ax",), (1,)),
    Obstacle(MoveRule.UNAVAILABLE, ("a",), ("ax",), (1,)),
    Obstacle(MoveRule.HOST_MOVES, ("a",), ("ax",), (1,), {"table": 2, "own": 1}),
    Obstacle(MoveRule.FAIRNESS_EXCEEDED, ("a", "b"), ("ax",), (), {"most": 3, "least": 0, "fairness": 2}),
    Obstacle(MoveRule.LOCKED, ("a", "b"), ("ab",), (1,)),
)
TOLD = {
    "it": [
        "Anna Ricci ha già un incontro con Elio Sala alle 9:30.",
        "Il tavolo Ortica è occupato alle 9:30 da Anna Ricci ed Elio Sala.",
        "Nessun tavolo è libero alle 9:30.",
        "Non si può più cambiare nulla alle 9:30: è già passato.",
        "Anna Ricci risulta assente.",
        "Anna Ricci ha chiesto di non avere incontri alle 9:30.",
        "Anna Ricci riceve al tavolo 1 e dovrebbe spostarsi al tavolo Ortica.",
        "Anna Ricci avrebbe 3 pause, Elio Sala 0: la differenza può essere al massimo 2.",
        "L'incontro tra Anna Ricci ed Elio Sala, che farebbe posto, è bloccato alle 9:30.",
    ],
    "en": [
        "Anna Ricci already meets Elio Sala at 9:30.",
        "Table Ortica is taken at 9:30 by Anna Ricci and Elio Sala.",
        "No table is free at 9:30.",
        "Nothing can change at 9:30 any more: it is over.",
        "Anna Ricci is marked as absent.",
        "Anna Ricci asked for no meeting at 9:30.",
        "Anna Ricci receives at table 1 and would have to go to table Ortica.",
        "Anna Ricci would have 3 breaks and Elio Sala 0: the difference may be 2 at most.",
        "The meeting of Anna Ricci and Elio Sala, which makes room, is locked at 9:30.",
    ],
}


@pytest.mark.parametrize("language", TOLD)
def test_what_stands_in_the_way_is_told_in_plain_sentences(language: str) -> None:
    times, tables = {1: "9:30"}, ("1", "Ortica")
    told = [obstacle_sentence(one, NAMES, language, tables=tables, times=times) for one in OBSTACLES]
    assert told == TOLD[language]


def test_there_are_words_for_every_rule_and_no_others() -> None:
    words = json.loads(resources.files("matcher.scheduling").joinpath("wording.json").read_text(encoding="utf-8"))
    assert set(words["moves"]) == set(MoveRule) == {one.code for one in OBSTACLES}
