"""The slow, obvious truth about small scheduling problems: every way to place the meetings is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from matcher.domain.schedules import MeetingRequest, Participant, SchedulingProblem, Session


def has_timetable(problem: SchedulingProblem, exempt: frozenset[str] = frozenset()) -> bool:
    """Whether some placement keeps every rule; the `exempt` participants are left out of fairness."""
    return any(
        _is_fair(problem, placed, exempt) and _in_order(problem, placed) for placed in _placements(problem, 0, {})
    )


def fewest_breaks(problem: SchedulingProblem) -> int | None:
    """The fewest breaks of all participants together in any timetable, None where there is none."""
    nobody = frozenset[str]()
    return min(
        (
            sum(_breaks(problem, placed, person.id) for person in problem.participants)
            for placed in _placements(problem, 0, {})
            if _is_fair(problem, placed, nobody) and _in_order(problem, placed)
        ),
        default=None,
    )


def _placements(problem: SchedulingProblem, at: int, placed: dict[str, int]) -> Iterator[Mapping[str, int]]:
    if at == len(problem.meetings):
        yield placed
        return
    meeting = problem.meetings[at]
    away = {slot for each in problem.participants if each.id in (meeting.a, meeting.b) for slot in each.unavailable}
    for slot in range(1, problem.slots + 1):
        others = [other for other in problem.meetings[:at] if placed[other.id] == slot]
        if (
            slot not in away
            and (meeting.slot is None or meeting.slot == slot)
            and (meeting.session is Session.ANY or meeting.session is problem.session_of(slot))
            and len(others) < problem.tables
            and not any({other.a, other.b} & {meeting.a, meeting.b} for other in others)
        ):
            yield from _placements(problem, at + 1, {**placed, meeting.id: slot})


def _in_order(problem: SchedulingProblem, placed: Mapping[str, int]) -> bool:
    return all(placed[earlier] < placed[each.id] for each in problem.meetings for earlier in each.after)


def _is_fair(problem: SchedulingProblem, placed: Mapping[str, int], exempt: frozenset[str]) -> bool:
    breaks = [_breaks(problem, placed, person.id) for person in problem.participants if person.id not in exempt]
    return problem.fairness is None or not breaks or max(breaks) - min(breaks) <= problem.fairness


def _breaks(problem: SchedulingProblem, placed: Mapping[str, int], person: str) -> int:
    return breaks_in({placed[each.id] for each in problem.meetings if person in (each.a, each.b)})


def breaks_in(slots: set[int]) -> int:
    """The idle blocks between meetings in these slots."""
    return sum(1 for slot in slots if slot + 1 not in slots and slot != max(slots))


@st.composite
def small_problems(draw: st.DrawFn) -> SchedulingProblem:
    """Problems of up to four people and five slots, more of them impossible than not."""
    slots = draw(st.integers(1, 5))
    people = [f"p{number}" for number in range(1, draw(st.integers(2, 4)) + 1)]
    absences = st.frozensets(st.integers(1, slots), max_size=max(1, slots // 2))
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(people), st.sampled_from(people)).filter(lambda two: two[0] != two[1]), max_size=5
        )
    )
    return SchedulingProblem(
        slots=slots,
        tables=draw(st.integers(1, 2)),
        participants=tuple(Participant(person, draw(absences)) for person in people),
        meetings=tuple(_meeting(draw, number, a, b, len(pairs), slots) for number, (a, b) in enumerate(pairs)),
        morning_slots=draw(st.integers(0, slots)),
        fairness=draw(st.sampled_from([None, None, 0, 1])),
    )


def _meeting(draw: st.DrawFn, number: int, a: str, b: str, count: int, slots: int) -> MeetingRequest:
    rarely: SearchStrategy[bool] = st.sampled_from([True, False, False, False])
    others = [f"m{other}" for other in range(count) if other != number]
    return MeetingRequest(
        f"m{number}",
        a,
        b,
        session=draw(st.sampled_from([Session.ANY, Session.ANY, Session.MORNING, Session.AFTERNOON])),
        slot=draw(st.integers(1, slots)) if draw(rarely) else None,
        after=(draw(st.sampled_from(others)),) if others and draw(rarely) else (),
    )
