"""Each cause that can be counted is found, and told with who, which and when."""

from __future__ import annotations

from matcher.domain.schedules import Explanation, SchedulingProblem, Session
from matcher.scheduling.infeasibility import certificates
from tests.unit.scheduling.problems import problem

MORNING = {"session": Session.MORNING}


def only(of: SchedulingProblem) -> Explanation:
    (found,) = certificates(of)
    return found


def test_a_problem_with_room_for_everyone_has_none() -> None:
    assert certificates(problem(2, 2, "ab bc", away={"a": [1]})) == ()


def test_a_participant_has_more_meetings_than_free_slots() -> None:
    found = only(problem(3, 2, "ab ac", away={"a": [1, 2]}))
    values = {"session": "any", "count": 2, "free": 1}
    assert found == Explanation("too_many_meetings", values, ("a",), ("ab", "ac"), (3,))


def test_who_has_no_free_slot_at_all_is_not_told_twice() -> None:
    assert only(problem(2, 1, "ab", away={"a": [1, 2]})).code == "too_many_meetings"


def test_a_participant_has_more_morning_meetings_than_free_morning_slots() -> None:
    found = only(problem(4, 2, "ab ac", away={"a": [1]}, rules={"ab": MORNING, "ac": MORNING}, morning_slots=2))
    values = {"session": "morning", "count": 2, "free": 1}
    assert found == Explanation("too_many_meetings", values, ("a",), ("ab", "ac"), (2,))


def test_who_lacks_most_slots_comes_first() -> None:
    found = certificates(problem(1, 9, "ab cd ce cf"))
    assert [(each.participants, each.values["count"]) for each in found] == [(("c",), 3)]
    found = certificates(problem(1, 9, "ab ag cd ce cf"))
    assert [(each.participants, each.values["count"]) for each in found] == [(("c",), 3), (("a",), 2)]


def test_two_participants_are_never_free_together() -> None:
    found = only(problem(2, 1, "ab", away={"a": [1], "b": [2]}))
    assert found == Explanation("no_common_slot", {}, ("a", "b"), ("ab",))


def test_two_participants_are_not_free_together_in_the_session() -> None:
    found = only(problem(4, 1, "ab", away={"a": [1], "b": [2]}, rules={"ab": MORNING}, morning_slots=2))
    assert found == Explanation("no_common_slot_in_session", {"session": "morning"}, ("a", "b"), ("ab",), (3, 4))


def test_a_meeting_is_fixed_when_one_of_the_two_is_away() -> None:
    found = only(problem(2, 1, "ab", away={"b": [2]}, rules={"ab": {"slot": 2}}))
    assert found == Explanation("fixed_when_away", {"away": ("b",)}, ("a", "b"), ("ab",), (2,))


def test_a_meeting_is_fixed_outside_its_session() -> None:
    found = only(problem(2, 1, "ab", rules={"ab": {"slot": 2, **MORNING}}, morning_slots=1))
    assert found == Explanation("fixed_outside_session", {"session": "morning"}, ("a", "b"), ("ab",), (2,))


def test_two_meetings_of_a_participant_are_fixed_together() -> None:
    found = only(problem(2, 2, "ab ac", rules={"ab": {"slot": 2}, "ac": {"slot": 2}}))
    assert found == Explanation("fixed_together", {"count": 2}, ("a",), ("ab", "ac"), (2,))


def test_more_meetings_are_fixed_in_a_slot_than_there_are_tables() -> None:
    found = only(problem(2, 1, "ab cd", rules={"ab": {"slot": 2}, "cd": {"slot": 2}}))
    assert found == Explanation("fixed_over_tables", {"count": 2, "tables": 1}, (), ("ab", "cd"), (2,))


def test_an_order_turns_round() -> None:
    found = only(problem(3, 1, "ab cd", rules={"ab": {"after": ("cd",)}, "cd": {"after": ("ab",)}}))
    assert found.code == "order_turns_round"
    assert set(found.meetings) == {"ab", "cd"}


def test_an_order_is_longer_than_the_day() -> None:
    found = only(problem(2, 9, "ab cd ef", rules={"cd": {"after": ("ab",)}, "ef": {"after": ("cd",)}}))
    values = {"count": 3, "free": 2}
    assert found == Explanation("order_too_long", values, tuple("abcdef"), ("ab", "cd", "ef"))


def test_an_order_leaves_a_meeting_no_slot() -> None:
    found = only(problem(3, 9, "ab cd", away={"a": [1, 2], "c": [3]}, rules={"cd": {"after": ("ab",)}}))
    assert (found.code, found.meetings) == ("order_leaves_no_slot", ("ab", "cd"))


def test_there_are_more_meetings_than_slots_times_tables() -> None:
    found = only(problem(2, 1, "ab cd ef"))
    values = {"session": "any", "count": 3, "tables": 1, "places": 2}
    assert found == Explanation("too_few_places", values, (), ("ab", "cd", "ef"), (1, 2))


def test_some_meetings_of_a_participant_share_too_few_slots() -> None:
    found = only(problem(4, 9, "ab ac ad", away={"b": [1, 2, 3], "c": [1, 2, 3]}))
    assert found == Explanation("meetings_share_slots", {"count": 2, "places": 1}, ("a",), ("ab", "ac"), (4,))


def test_some_meetings_fit_only_into_slots_with_too_few_places() -> None:
    found = only(problem(3, 1, "ab cd ef", away={"a": [1, 2], "c": [1, 2]}))
    values = {"count": 2, "places": 1, "tables": 1}
    assert found == Explanation("slots_overfull", values, (), ("ab", "cd"), (3,))


def test_those_who_need_every_slot_are_more_than_the_seats() -> None:
    away = {"b": [3], "c": [1, 2, 4], "d": [2], "e": [1], "f": [1, 2]}
    found = only(problem(4, 2, "ac ef df be de", away=away))
    values = {"people": 5, "tables": 2, "seats": 4}
    assert found == Explanation("busy_over_tables", values, tuple("acdef"), ("ac", "df", "de", "ef", "be"), (3,))


def test_those_who_need_every_slot_lack_partners() -> None:
    found = only(problem(3, 2, "de ad be ac", away={"a": [3], "b": [1, 2], "d": [1], "e": [1]}))
    values = {"people": 2, "partners": 1}
    assert found == Explanation("busy_without_partners", values, ("b", "d"), ("be", "de", "ad"), (3,))


def test_one_participant_must_have_more_breaks_than_another_can() -> None:
    found = only(problem(5, 9, "ab ac de", away={"a": [2, 3, 4]}, fairness=0))
    assert found.code == "uneven_breaks"
    assert found.participants[0] == "a"
    assert found.values == {"forced": 1, "possible": 0, "fairness": 0}
