"""What an organiser reads when an event can't be done, and that each change said to be enough is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from matcher.domain.schedules import (
    Explanation,
    MeetingRequest,
    Participant,
    Remedy,
    SchedulingProblem,
    Session,
)
from matcher.errors import InvalidInput
from matcher.scheduling.infeasibility import apply, explain
from matcher.scheduling.infeasibility.feasibility import Limits, feasible
from matcher.scheduling.wording import remedy_sentence, sentence
from tests.unit.scheduling.problems import problem

LONG = 60.0


def ring(people: int, meetings: int) -> list[tuple[str, str]]:
    """Everyone meets as many as `meetings`, an even number: the nearest on either side of a round table."""
    return [
        (f"p{one}", f"p{(one + distance) % people}")
        for one in range(people)
        for distance in range(1, meetings // 2 + 1)
    ]


def event(
    slots: int, tables: int, pairs: list[tuple[str, str]], away: Mapping[str, frozenset[int]] | None = None
) -> SchedulingProblem:
    people = dict.fromkeys(person for pair in pairs for person in pair)
    return SchedulingProblem(
        slots,
        tables,
        tuple(Participant(person, (away or {}).get(person, frozenset())) for person in people),
        tuple(MeetingRequest(f"m{number}", *pair) for number, pair in enumerate(pairs)),
    )


def told(of: SchedulingProblem, explanation: Explanation) -> tuple[str, list[str]]:
    pairs = {meeting.id: (meeting.a, meeting.b) for meeting in of.meetings}
    return (
        sentence(explanation, {}, "it", pairs=pairs),
        [remedy_sentence(remedy, {}, "it", pairs=pairs) for remedy in explanation.remedies],
    )


def assert_enough(of: SchedulingProblem, found: tuple[Explanation, ...]) -> None:
    enough = [remedy for each in found for remedy in each.remedies if remedy.values["suffices"]]
    assert enough
    assert all(feasible(apply(of, remedy), Limits(LONG)) for remedy in enough)


def test_everyone_wants_the_same_firm() -> None:
    crowd = event(10, 15, [(f"p{number}", "Fonderia") for number in range(30)] + ring(30, 4))
    (found,) = explain(crowd, time_limit_s=LONG)
    cause, changes = told(crowd, found)
    assert cause == "Fonderia ha 30 incontri ma solo 10 turni liberi."
    assert [each.code for each in found.remedies] == ["drop_meetings", "add_slots"]
    assert changes[0].startswith("Togli 20 incontri: ")
    assert changes[1] == "Aggiungi 20 turni."
    assert_enough(crowd, (found,))


def test_two_partners_are_free_only_in_the_same_slot() -> None:
    only_fifth = frozenset(range(1, 9)) - {5}
    shared = event(
        8, 5, [("Rossi", "Verdi"), ("Rossi", "Bianchi"), *ring(10, 4)], {"Verdi": only_fifth, "Bianchi": only_fifth}
    )
    (found,) = explain(shared, time_limit_s=LONG)
    cause, changes = told(shared, found)
    assert cause == "2 incontri di Rossi possono stare solo nel turno 5, dove c'è posto per uno solo."
    assert [each.code for each in found.remedies] == ["free_slots", "drop_meetings", "add_slots"]
    assert changes[0].startswith("Rendi disponibile Verdi anche nel turno ")
    assert changes[2] == "Aggiungi 1 turno."
    assert_enough(shared, (found,))


def test_there_are_three_tables_for_two_hundred_meetings() -> None:
    cramped = event(20, 3, ring(40, 10))
    (found,) = explain(cramped, time_limit_s=LONG)
    cause, changes = told(cramped, found)
    assert cause == "Gli incontri da fare sono 200, ma con 20 turni e 3 tavoli c'è posto solo per 60."
    assert changes[:2] == ["Aggiungi 7 tavoli.", "Aggiungi 47 turni."]
    assert changes[2].startswith("Togli 140 incontri: ")
    assert_enough(cramped, (found,))


def test_two_causes_have_changes_of_their_own_and_one_for_both() -> None:
    both = event(
        3, 9, [("a", "b"), ("a", "c"), ("d", "e"), ("d", "f")], {"a": frozenset({1, 2}), "d": frozenset({2, 3})}
    )
    first, second = explain(both, time_limit_s=LONG)
    assert (first.participants, second.participants) == (("a",), ("d",))
    assert [(each.code, each.values["suffices"]) for each in first.remedies] == [
        ("add_slots", True),
        ("free_slots", False),
        ("drop_meetings", False),
    ]
    assert [(each.code, each.values["suffices"]) for each in second.remedies] == [
        ("free_slots", False),
        ("drop_meetings", False),
    ]
    assert_enough(both, (first, second))


def test_many_causes_have_few_changes() -> None:
    many = event(3, 99, ring(20, 4))
    found = explain(many, time_limit_s=LONG)
    assert len(found) == 20
    assert sum(len(each.remedies) for each in found) == len(found[0].remedies) == 2
    assert_enough(many, found)


def test_a_cause_that_no_count_shows_is_a_conflict_of_rules() -> None:
    petersen = event(
        3,
        5,
        [(f"o{n}", f"o{(n + 1) % 5}") for n in range(5)]
        + [(f"o{n}", f"i{n}") for n in range(5)]
        + [(f"i{n}", f"i{(n + 2) % 5}") for n in range(5)],
    )
    (found,) = explain(petersen, time_limit_s=LONG)
    assert found.code == "conflicting_rules"
    assert found.values["minimal"]
    assert len(found.meetings) < len(petersen.meetings)
    assert Remedy("add_slots", {"count": 1, "suffices": True}) in found.remedies


def test_time_that_ran_out_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.scheduling.infeasibility.feasible", lambda *_: None)
    (found,) = explain(problem(1, 1, "ab"), time_limit_s=LONG)
    assert found.code == "time_ran_out"
    assert [remedy.code for remedy in found.remedies] == ["more_time"]


def test_a_remedy_changes_what_it_says_and_nothing_else() -> None:
    rules = {"ab": {"slot": 1}, "bc": {"session": Session.MORNING, "after": ("ab",)}}
    before = problem(3, 1, "ab bc", away={"a": [2, 3]}, rules=rules, morning_slots=2, fairness=0)

    def after(code: str, **values: object) -> SchedulingProblem:
        return apply(before, Remedy(code, values))

    def changed(**others: object) -> SchedulingProblem:
        fields = {"away": {"a": [2, 3]}, "rules": rules, "morning_slots": 2, "fairness": 0, **others}
        slots, tables, meetings = fields.pop("slots", 3), fields.pop("tables", 1), fields.pop("meetings", "ab bc")
        return problem(slots, tables, meetings, **fields)  # type: ignore[arg-type]

    assert after("add_slots", count=2) == changed(slots=5)
    assert after("add_tables", count=2) == changed(tables=3)
    assert after("free_slots", participant="a", slots=(3,)) == changed(away={"a": [2]})
    assert after("unfix_meeting", meeting="ab") == changed(rules={"bc": rules["bc"]})
    assert after("any_session", meeting="bc") == changed(rules={**rules, "bc": {"after": ("ab",)}})
    assert after("drop_order", meeting="bc", after="ab") == changed(rules={**rules, "bc": {"session": Session.MORNING}})
    assert after("widen_fairness", fairness=1) == changed(fairness=1)
    assert after("more_time") == before
    left = after("drop_meetings", meetings=("ab",)).meetings
    assert left == (MeetingRequest("bc", "b", "c", session=Session.MORNING),)


def test_an_unknown_remedy_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="add_slots, add_tables"):
        apply(problem(1, 1, "ab"), Remedy("close_early"))
