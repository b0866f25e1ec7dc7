"""From above: any timetable is made better by swaps between two slots, along Kempe chains, under simulated annealing.

When a meeting goes to another slot, whoever of its two is busy there has that meeting come back in exchange, and so on
along the chain: nobody is ever in two places. Kempe chains are the neighbourhood that works for timetables: Thompson
and Dowsland, "A robust simulated annealing based examination timetabling system", Computers & OR 25 (1998).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import exp
from time import monotonic

from pysat.solvers import Solver

from matcher.domain.schedules import Objective, SchedulingProblem
from matcher.scheduling.lanes.clauses import written_out
from matcher.scheduling.lanes.findings import Assignment, Finding, Tell
from matcher.scheduling.lanes.model import Model, build
from matcher.scheduling.lanes.process import run
from matcher.scheduling.possibilities import Possibilities

WARM, COLD = 1.0, 0.08
"""Temperatures, in breaks, between which each round cools."""
FIRST_ROUND = 20
"""Moves of the first round for each meeting; each later round has twice as many as the one before."""
TELL_EVERY_S = 0.25


def search(model: Model, assignment: Assignment, tell: Tell) -> None:
    """Tells a first timetable or that there is none, then ever better ones; ends only where there are no breaks."""
    slots = list(assignment.slots) or any_timetable(assignment.problem)
    if slots is None:
        tell(Finding(infeasible=True))
        return
    tell(Finding(slots=slots))
    if model.costs:
        anneal(Day(assignment.problem, slots), random.Random(assignment.seed), tell)  # noqa: S311 (search, no secret)


def any_timetable(problem: SchedulingProblem) -> list[int] | None:
    """The slot of each meeting in some timetable; None where there is none."""
    model = build(replace(problem, objective=Objective.NONE))
    if model.impossible:
        return None
    with Solver("cadical153", bootstrap_with=written_out(model)[0]) as solver:
        return model.slots(set(solver.get_model())) if solver.solve() else None


def breaks_in(agenda: int) -> int:
    """The breaks of an agenda, whose bit s is set when there is a meeting in slot s: runs of ones, less one."""
    return max(0, (agenda & ~(agenda << 1)).bit_count() - 1)


class Day:
    """A timetable that is right and stays so: who meets when, and how many breaks everyone has."""

    def __init__(self, problem: SchedulingProblem, slots: list[int]) -> None:
        place = {person.id: index for index, person in enumerate(problem.participants)}
        number = {meeting.id: index for index, meeting in enumerate(problem.meetings)}
        self.ends = [(place[one.a], place[one.b]) for one in problem.meetings]
        alone = Possibilities(problem).alone
        self.possible = [alone[meeting.id] for meeting in problem.meetings]
        self.slots = list(slots)
        self.tables = problem.tables
        self.fairness = problem.fairness
        self.held = [0] * (problem.slots + 1)
        self.agendas = [0] * len(place)
        self.meeting: list[dict[int, int]] = [{} for _ in place]
        self.before: dict[int, list[int]] = defaultdict(list)
        self.after: dict[int, list[int]] = defaultdict(list)
        for index, one in enumerate(problem.meetings):
            for earlier in one.after:
                self.before[index].append(number[earlier])
                self.after[number[earlier]].append(index)
            self.held[slots[index]] += 1
            for person in self.ends[index]:
                self.agendas[person] |= 1 << slots[index]
                self.meeting[person][slots[index]] = index
        self.having = [0] * (problem.slots + 1)
        for agenda in self.agendas:
            self.having[breaks_in(agenda)] += 1
        self.breaks = sum(map(breaks_in, self.agendas))

    def chain(self, meeting: int, target: int) -> list[int] | None:
        """The meetings that change slots when one goes to another; None where a rule forbids one of them to."""
        source = self.slots[meeting]
        chain, seen = [meeting], {meeting}
        balance = 0
        for one in chain:
            here = self.slots[one]
            there = target if here == source else source
            if there not in self.possible[one]:
                return None
            balance += 1 if here == source else -1
            for person in self.ends[one]:
                other = self.meeting[person].get(there)
                if other is not None and other not in seen:
                    seen.add(other)
                    chain.append(other)
        if self.held[target] + balance > self.tables or self.held[source] - balance > self.tables:
            return None
        if (self.before or self.after) and not self._in_order(seen, source, target):
            return None
        return chain

    def _in_order(self, moved: set[int], source: int, target: int) -> bool:
        def slot(one: int) -> int:
            return source + target - self.slots[one] if one in moved else self.slots[one]

        return all(
            all(slot(earlier) < slot(one) for earlier in self.before.get(one, ()))
            and all(slot(later) > slot(one) for later in self.after.get(one, ()))
            for one in moved
        )

    def agendas_after(self, chain: list[int], source: int, target: int) -> Iterator[tuple[int, int]]:
        """Whose agenda changes, and how: those with meetings in both slots only exchange them."""
        both = 1 << source | 1 << target
        for one in chain:
            for person in self.ends[one]:
                agenda = self.agendas[person]
                if agenda & both != both:
                    yield person, agenda ^ both

    def is_fair(self, changes: list[tuple[int, int]]) -> bool:
        """Whether nobody would have too many breaks more than somebody else."""
        if self.fairness is None:
            return True
        having = list(self.having)
        for person, agenda in changes:
            having[breaks_in(self.agendas[person])] -= 1
            having[breaks_in(agenda)] += 1
        present = [breaks for breaks, people in enumerate(having) if people]
        return present[-1] - present[0] <= self.fairness

    def move(self, chain: list[int], target: int, changes: list[tuple[int, int]]) -> None:
        """Carries a chain out."""
        source = self.slots[chain[0]]
        for one in chain:
            for person in self.ends[one]:
                self.meeting[person].pop(self.slots[one], None)
        for one in chain:
            self.held[self.slots[one]] -= 1
            self.slots[one] = source + target - self.slots[one]
            self.held[self.slots[one]] += 1
        for one in chain:
            for person in self.ends[one]:
                self.meeting[person][self.slots[one]] = one
        for person, agenda in changes:
            self.having[breaks_in(self.agendas[person])] -= 1
            self.having[breaks_in(agenda)] += 1
            self.breaks += breaks_in(agenda) - breaks_in(self.agendas[person])
            self.agendas[person] = agenda


def anneal(day: Day, draw: random.Random, tell: Tell) -> None:
    """Cools again and again, each time longer, until there are no breaks; tells what is better than ever before."""
    choices = [index for index, possible in enumerate(day.possible) if len(possible) > 1]
    options = {index: sorted(day.possible[index]) for index in choices}
    best, fewest, told, told_at = list(day.slots), day.breaks, day.breaks, monotonic()
    moves = FIRST_ROUND * len(day.slots)
    while choices and fewest:
        for step in range(moves):
            meeting = draw.choice(choices)
            target = draw.choice(options[meeting])
            source = day.slots[meeting]
            chain = day.chain(meeting, target) if target != source else None
            if chain is not None:
                changes = list(day.agendas_after(chain, source, target))
                worse = sum(breaks_in(agenda) - breaks_in(day.agendas[person]) for person, agenda in changes)
                heat = WARM * (COLD / WARM) ** (step / moves)
                if (worse <= 0 or draw.random() < exp(-worse / heat)) and day.is_fair(changes):
                    day.move(chain, target, changes)
                    if day.breaks < fewest:
                        best, fewest = list(day.slots), day.breaks
            if fewest < told and (not fewest or monotonic() - told_at > TELL_EVERY_S):
                told, told_at = fewest, monotonic()
                tell(Finding(slots=best))
            if not fewest:
                return
        moves *= 2


if __name__ == "__main__":
    run(search)
