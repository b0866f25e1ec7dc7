"""The timetable as boolean variables: who meets when, who is busy when, and where a break ends.

After the models compared by Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting
Scheduling Problem", JAIR 74 (2022): the implied sums over the busy variables are what makes the proofs short.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from matcher.domain.schedules import Objective, SchedulingProblem
from matcher.scheduling.possibilities import Possibilities


@dataclass(slots=True)
class Model:
    """Clauses and sums over the variables 1 to `variables`; a negative literal is a variable that is false.

    `placing[m]` has the variable of meeting m being in a slot, by slot; each true literal of `costs` is one break.
    """

    variables: int = 0
    clauses: list[list[int]] = field(default_factory=list)
    at_most: list[tuple[list[int], int]] = field(default_factory=list)
    exactly: list[tuple[list[int], int]] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    placing: list[dict[int, int]] = field(default_factory=list)

    def variable(self) -> int:
        """A new variable."""
        self.variables += 1
        return self.variables

    @property
    def impossible(self) -> bool:
        """Whether some sum asks for more than it has."""
        return any(len(literals) < count for literals, count in self.exactly)

    def slots(self, true: set[int]) -> list[int]:
        """The slot of each meeting, given the variables that are true."""
        return [next(slot for slot, literal in places.items() if literal in true) for places in self.placing]


def build(problem: SchedulingProblem) -> Model:
    """The model of a problem whose ids are known and whose meetings join two different participants."""
    model = Model()
    possible = Possibilities(problem).alone
    model.placing = [{slot: model.variable() for slot in sorted(possible[one.id])} for one in problem.meetings]
    for places in model.placing:
        model.exactly.append((list(places.values()), 1))
    meetings_of: dict[str, list[int]] = defaultdict(list)
    for index, meeting in enumerate(problem.meetings):
        meetings_of[meeting.a].append(index)
        meetings_of[meeting.b].append(index)
    busy = {person: _busy(model, problem.slots, meetings) for person, meetings in meetings_of.items()}
    _tables(model, problem, busy)
    _order(model, problem)
    if problem.objective is Objective.BREAKS or problem.fairness is not None:
        breaks = {
            person: _break_ends(model, problem.slots, busy[person])
            for person, meetings in meetings_of.items()
            if 1 < len(meetings) < problem.slots
        }
        if problem.objective is Objective.BREAKS:
            model.costs = [literal for ends in breaks.values() for literal in ends]
        if problem.fairness is not None:
            _fair(
                model, list(breaks.values()), problem.fairness, someone_has_none=len(breaks) < len(problem.participants)
            )
    return model


def _busy(model: Model, slots: int, meetings: list[int]) -> dict[int, int]:
    """When a participant is in a meeting, never in two; the slots that are never possible are left out."""
    busy: dict[int, int] = {}
    for slot in range(1, slots + 1):
        here = [model.placing[one][slot] for one in meetings if slot in model.placing[one]]
        if here:
            busy[slot] = model.variable()
            model.clauses += [[-one, busy[slot]] for one in here]
            model.clauses.append([-busy[slot], *here])
            if len(here) > 1:
                model.at_most.append((here, 1))
    model.exactly.append((list(busy.values()), len(meetings)))
    return busy


def _tables(model: Model, problem: SchedulingProblem, busy: dict[str, dict[int, int]]) -> None:
    """Tables are counted where there can be too few: meetings at once have as many different `a` and different `b`."""
    for slot in range(1, problem.slots + 1):
        here = [one for one, places in enumerate(model.placing) if slot in places]
        meetings = [problem.meetings[one] for one in here]
        people = [one[slot] for one in busy.values() if slot in one]
        at_once = min(len(people) // 2, len({one.a for one in meetings}), len({one.b for one in meetings}))
        if at_once > problem.tables:
            model.at_most.append(([model.placing[one][slot] for one in here], problem.tables))
            model.at_most.append((people, 2 * problem.tables))


def _order(model: Model, problem: SchedulingProblem) -> None:
    place = {meeting.id: index for index, meeting in enumerate(problem.meetings)}
    for meeting in problem.meetings:
        later = model.placing[place[meeting.id]]
        for before in meeting.after:
            earlier = model.placing[place[before]]
            for slot, literal in later.items():
                model.clauses.append([-literal, *(one for other, one in earlier.items() if other < slot)])
            for slot, literal in earlier.items():
                model.clauses.append([-literal, *(one for other, one in later.items() if other > slot)])


def _break_ends(model: Model, slots: int, busy: dict[int, int]) -> list[int]:
    """Literals that are true exactly in the last slot of each of a participant's breaks."""
    begun: int | None = None
    ends = []
    for slot in range(1, slots):
        now, then = busy.get(slot), busy.get(slot + 1)
        before, begun = begun, _either(model, begun, now)
        if then is None or before is None or begun is None:
            continue
        end = model.variable()
        idle = [] if now is None else [now]
        model.clauses += [[-then, -begun, *idle, end], [-end, then], [-end, begun], *([-end, -one] for one in idle)]
        ends.append(end)
    return ends


def _either(model: Model, a: int | None, b: int | None) -> int | None:
    if a is None or b is None:
        return a or b
    either = model.variable()
    model.clauses += [[-a, either], [-b, either], [-either, a, b]]
    return either


def _fair(model: Model, breaks: list[list[int]], difference: int, *, someone_has_none: bool) -> None:
    if someone_has_none:
        model.at_most += [(ends, difference) for ends in breaks if len(ends) > difference]
        return
    counts = [_count(model, ends) for ends in breaks]
    for least in range(1, max(map(len, counts), default=0) - difference + 1):
        everyone = model.variable()
        for count in counts:
            if len(count) >= least + difference:
                model.clauses.append([-count[least + difference - 1], everyone])
            model.clauses.append([-everyone, *count[least - 1 : least]])


def _count(model: Model, literals: list[int]) -> list[int]:
    """At place k − 1 a literal that is true exactly when at least k of the literals are (Sinz 2005)."""
    count: list[int] = []
    for literal in literals:
        longer = []
        for k in range(len(count) + 1):
            one = model.variable()
            so_far = count[k : k + 1]
            fewer = count[k - 1 : k] if k else []
            model.clauses += [[-known, one] for known in so_far]
            model.clauses.append([-literal, one, *(-known for known in fewer)])
            model.clauses.append([-one, literal, *so_far])
            model.clauses += [[-one, known, *so_far] for known in fewer]
            longer.append(one)
        count = longer
    return count
