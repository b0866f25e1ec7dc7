"""The rules of a problem as clauses, each under an assumption of its own, so that a solver names those it refutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from pysat.card import CardEnc, EncType
from pysat.solvers import Solver

from matcher.domain.schedules import SchedulingProblem, Session
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.rules import Rule, RuleKind, rules
from matcher.scheduling.possibilities import Possibilities

_CONFLICTS = 10_000
"""So many conflicts of the search pass between two looks at the clock: a fraction of a second."""


class RuleSolver:
    """Refutes sets of rules, and learns from each for the next (Eén and Sörensson: incremental SAT, 2003).

    What a set of rules asks for is what `excerpt` says; `unsure` tells whether a question was left open for lack of
    time. To be closed after use, as a context.
    """

    def __init__(self, problem: SchedulingProblem) -> None:
        self.unsure = False
        self._problem = problem
        self._known = Possibilities(problem)
        self._slots = range(1, problem.slots + 1)
        self._solver = Solver("glucose4")
        self._top = 0
        self._assumption = {rule: self._new() for rule in rules(problem)}
        self._rule = {assumption: rule for rule, assumption in self._assumption.items()}
        self._placed = {meeting.id: {slot: self._new() for slot in self._slots} for meeting in problem.meetings}
        meets = {person.id: self._meets(person.id) for person in problem.participants}
        self._place()
        self._keep_order()
        self._keep_tables()
        self._keep_away(meets)
        self._be_fair(meets)

    def __enter__(self) -> RuleSolver:
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def core(self, kept: Iterable[Rule], deadline: Deadline) -> frozenset[Rule] | None:
        """Those of the rules that contradict each other; None where they don't, or where that was not known in time."""
        assumptions = [self._assumption[rule] for rule in kept]
        answer = None
        while answer is None and not deadline.passed:
            self._solver.conf_budget(_CONFLICTS)
            answer = self._solver.solve_limited(assumptions=assumptions)
        self.unsure |= answer is None
        if answer is not False:
            return None
        return frozenset(self._rule[assumption] for assumption in self._solver.get_core() or ())

    def _new(self) -> int:
        self._top += 1
        return self._top

    def _add(self, *literals: int) -> None:
        self._solver.add_clause(literals)

    def _at_most(self, literals: Sequence[int], most: int, *unless: int) -> None:
        if len(literals) > most:
            encoded = CardEnc.atmost(list(literals), most, top_id=self._top, encoding=EncType.seqcounter)
            self._top = max(self._top, encoded.nv)
            for clause in encoded.clauses:
                self._add(*clause, *unless)

    def _any(self, literals: Sequence[int]) -> int:
        """A literal that is true exactly where one of these is."""
        found = self._new()
        self._add(-found, *literals)
        for literal in literals:
            self._add(found, -literal)
        return found

    def _all(self, *literals: int) -> int:
        """A literal that is true exactly where all of these are."""
        return -self._any([-literal for literal in literals])

    def _asks(self, rule: Rule) -> int:
        return self._assumption[rule]

    def _place(self) -> None:
        for meeting in self._problem.meetings:
            placed = self._placed[meeting.id]
            self._add(-self._asks(Rule(RuleKind.MEETING, meeting.id)), *placed.values())
            for slot in self._slots:
                if meeting.session not in (Session.ANY, self._problem.session_of(slot)):
                    self._add(-self._asks(Rule(RuleKind.SESSION, meeting.id)), -placed[slot])
                if meeting.slot not in (None, slot):
                    self._add(-self._asks(Rule(RuleKind.FIXED, meeting.id)), -placed[slot])
            self._at_most(list(placed.values()), 1)

    def _keep_order(self) -> None:
        for later in self._problem.meetings:
            for earlier in later.after:
                order = self._asks(Rule(RuleKind.ORDER, later.id, earlier))
                asked = self._asks(Rule(RuleKind.MEETING, earlier))
                for slot, placed in self._placed[later.id].items():
                    before = [other for time, other in self._placed[earlier].items() if time < slot]
                    self._add(-order, -asked, -placed, *before)

    def _keep_tables(self) -> None:
        for slot in self._slots:
            there = [placed[slot] for placed in self._placed.values()]
            self._at_most(there, self._problem.tables, -self._asks(Rule(RuleKind.TABLES)))

    def _meets(self, participant: str) -> Sequence[int]:
        """Whether the participant meets in each slot, never twice in one."""
        meets = []
        for slot in self._slots:
            there = [self._placed[meeting.id][slot] for meeting in self._known.meetings_of[participant]]
            self._at_most(there, 1)
            meets.append(self._any(there))
        return meets

    def _keep_away(self, meets: Mapping[str, Sequence[int]]) -> None:
        for person in self._problem.participants:
            for slot in person.unavailable & set(self._slots):
                self._add(-self._asks(Rule(RuleKind.UNAVAILABLE, person.id)), -meets[person.id][slot - 1])

    def _be_fair(self, meets: Mapping[str, Sequence[int]]) -> None:
        """Some number of breaks is nobody's excess and what everyone has, give or take; `fewest` tells it in unary."""
        fairness = self._problem.fairness
        if fairness is None:
            return
        fewest = [self._new() for _ in range(self._problem.slots // 2)]
        for less, more in pairwise(fewest):
            self._add(-more, less)
        for participant, slots in meets.items():
            asked = [self._asks(Rule(RuleKind.MEETING, meeting.id)) for meeting in self._known.meetings_of[participant]]
            unless = (-self._asks(Rule(RuleKind.FAIRNESS)), -self._all(*asked))
            breaks = self._counted(self._break_ends(slots), len(fewest))
            for number, more in enumerate(fewest):
                self._add(-more, *breaks[number : number + 1], *unless)
                for excess in breaks[number + fairness : number + fairness + 1]:
                    self._add(-excess, more, *unless)

    def _break_ends(self, meets: Sequence[int]) -> list[int]:
        met = tuple(accumulate(meets, lambda so_far, now: self._any([so_far, now])))
        return [self._all(meets[at], -meets[at - 1], met[at - 2]) for at in range(2, len(meets))]

    def _counted(self, literals: Sequence[int], most: int) -> list[int]:
        """Literals, `most` at the most, of which as many are true as of those given, the first ones first."""
        always, never = self._all(), self._any([])
        counts: list[int] = []
        for literal in literals:
            counts = [
                self._any([so_far, self._all(literal, one_less)])
                for so_far, one_less in zip([*counts, never], [always, *counts], strict=True)
            ][:most]
        return counts
