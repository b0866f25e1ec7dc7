"""What happens to an afternoon when somebody stays away, comes late, or a table breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from matcher.domain.schedules import MeetingRequest, Participant, PlacedMeeting, SchedulingProblem
from matcher.errors import Conflict
from matcher.scheduling.replan import packing
from matcher.scheduling.replan.conflicts import Policy
from matcher.scheduling.replan.differences import differences
from matcher.scheduling.replan.repair import repair

Seats = Mapping[str, tuple[int, int]]


def requests(*names: str) -> tuple[MeetingRequest, ...]:
    """Meetings named after who meets: `ax` is of a and x."""
    return tuple(MeetingRequest(name, *name) for name in names)


def event(*names: str, slots: int = 3, tables: int = 2, **unavailable: set[int]) -> SchedulingProblem:
    people = tuple(Participant(name, frozenset(unavailable.get(name, ()))) for name in "abcwxyz")
    return SchedulingProblem(slots, tables, people, requests(*names))


def placed(seats: Seats) -> list[PlacedMeeting]:
    return [PlacedMeeting(name, slot, table) for name, (slot, table) in seats.items()]


def seats_of(meetings: tuple[PlacedMeeting, ...]) -> dict[str, tuple[int, int]]:
    return {one.id: (one.slot, one.table) for one in meetings}


def test_the_seat_of_who_stays_away_goes_to_the_best_pair_that_is_free_then() -> None:
    problem = event("ax", "by", "cx", slots=2)
    before = {"ax": (1, 1), "by": (2, 1), "cx": (2, 2)}
    after = repair(problem, placed(before), requests("cz", "bz", "ay"))
    assert {name: slot for name, (slot, _) in seats_of(after).items() if name not in before} == {"cz": 1}
    assert before.items() <= seats_of(after).items()


def test_two_good_meetings_are_better_than_the_best_one() -> None:
    after = repair(event(slots=1, tables=2), (), requests("ax", "ay", "bx"))
    assert seats_of(after).keys() == {"ay", "bx"}


def test_who_comes_late_meets_later_and_at_the_expense_of_no_one() -> None:
    before = {"ax": (1, 1), "by": (1, 2), "ay": (2, 1)}
    after = seats_of(repair(event("ax", "by", "ay", x={1}), placed(before), requests("az", "bx")))
    assert after == {"ax": (3, 1), "by": (1, 2), "ay": (2, 1), "az": (1, 1), "bx": (2, 2)}


def test_what_has_no_place_left_is_left_out() -> None:
    before = {"ax": (1, 1), "ay": (2, 1)}
    assert seats_of(repair(event("ax", "ay", slots=2, x={1}), placed(before), ())) == {"ay": (2, 1)}


def test_a_meeting_makes_room_when_it_may_move() -> None:
    problem = event("ax", "by", x={3}, z={1, 3})
    before = placed({"ax": (2, 1), "by": (1, 1)})
    assert seats_of(repair(problem, before, requests("az"))).keys() == {"ax", "by"}
    after = repair(problem, before, requests("az"), moves=1)
    assert {name: slot for name, (slot, _) in seats_of(after).items()} == {"ax": 1, "by": 1, "az": 2}
    assert [one.id for one, _ in differences(before, after).moved] == ["ax"]


def test_a_planned_meeting_is_worth_a_move_even_where_a_spare_one_would_do() -> None:
    problem = event("ax", "by", "az", x={3}, z={1, 3})
    people = tuple(replace(one, quota=2) if one.id == "a" else one for one in problem.participants)
    before = placed({"ax": (2, 1), "by": (1, 1), "az": (1, 2)})
    problem = replace(problem, participants=people)
    assert seats_of(repair(problem, before, requests("ay"))).keys() == {"ax", "by", "ay"}
    assert seats_of(repair(problem, before, requests("ay"), moves=1)).keys() == {"ax", "by", "az"}


def test_nobody_moves_for_nothing() -> None:
    before = placed({"ax": (2, 1), "by": (1, 1)})
    assert differences(before, repair(event("ax", "by"), before, requests("az", "bx"), moves=5)).moved == ()


def test_a_fixed_meeting_does_not_move() -> None:
    problem = event("ax", "by", x={3}, z={1, 3})
    fixed = replace(problem, meetings=tuple(replace(one, slot=2) for one in problem.meetings[:1]))
    assert seats_of(repair(fixed, placed({"ax": (2, 1)}), requests("az"), moves=1)) == {"ax": (2, 1)}


def test_a_quota_is_filled_and_not_exceeded() -> None:
    problem = event("ax", slots=3)
    people = tuple(replace(one, quota=2) if one.id == "a" else one for one in problem.participants)
    after = repair(replace(problem, participants=people), placed({"ax": (1, 1)}), requests("ay", "az", "by"))
    assert seats_of(after).keys() == {"ax", "ay", "by"}


def test_meetings_at_a_broken_table_sit_elsewhere_in_the_same_slot_if_they_can() -> None:
    before = {"ax": (1, 1), "by": (1, 2), "cz": (2, 1)}
    after = seats_of(repair(event("ax", "by", "cz"), placed(before), (), tables=[2]))
    assert (after["by"], after["cz"]) == ((1, 2), (2, 2))
    assert after["ax"] == (3, 2)


def test_hosts_receive_new_guests_at_their_table() -> None:
    problem = event("ax", "by", "az", tables=3)
    before = {"ax": (1, 3), "by": (1, 1), "az": (2, 3)}
    after = seats_of(repair(problem, placed(before), requests("ay"), hosts="ab"))
    assert after["ay"] == (3, 3)


def test_a_refused_change_names_the_meetings() -> None:
    before = placed({"ax": (1, 1), "by": (1, 2)})
    with pytest.raises(Conflict, match="The change makes meetings impossible: ax, by") as refused:
        repair(event("ax", "by", x={1}, b={1}), before, (), policy=Policy.INFORM)
    assert refused.value.details["meetings"] == ["ax", "by"]


def test_an_ignored_conflict_stays_and_its_table_is_not_given_away() -> None:
    before = {"ax": (1, 1), "by": (1, 1), "az": (2, 2)}
    after = repair(event("ax", "by", "az", z={2}), placed(before), requests("cw"), policy=Policy.IGNORE, tables=[1])
    assert before.items() <= seats_of(after).items()
    assert seats_of(after)["cw"] in {(2, 1), (3, 1)}


def test_big_events_are_filled_slot_by_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "EXACT_OPTIONS", 4)
    after = repair(event(slots=2, tables=2), (), requests("ax", "ay", "bx", "by"))
    assert len(after) == 4


def test_differences_tell_what_became_of_each_meeting() -> None:
    before = placed({"ax": (1, 1), "by": (1, 2), "cz": (2, 1)})
    after = placed({"ax": (1, 1), "by": (1, 1), "cw": (2, 1)})
    found = differences(before, after)
    assert (found.kept, found.cancelled, found.added) == ((before[0],), (before[2],), (after[2],))
    assert found.moved == ((before[1], after[1]),)
