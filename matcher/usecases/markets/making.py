"""Recommend to everyone at once: queued, scored block by block, corrected for congestion, and the best pairs kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.domain.jobs import Job, JobKind
from matcher.domain.markets import Gathering, MarketQuestion, MarketSide
from matcher.domain.matches import Direction
from matcher.domain.profiles import Purpose, today
from matcher.errors import Infeasible
from matcher.markets.blocks import BLOCK, Block, together
from matcher.markets.candidates import Candidates, mutual_joint, seekers_joint
from matcher.markets.effects import effects
from matcher.markets.equilibrium import equilibrium
from matcher.markets.prospects import Prospects
from matcher.markets.ranking import best_of_left, best_of_right
from matcher.ports import Store, UnitOfWork
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.markets.keeping import keep_recommendations
from matcher.usecases.markets.questions import checked, question_data, question_of, question_text
from matcher.usecases.markets.scoring import states

ENOUGH = 2
"""Who was found by this many times as many of the other side as will be recommended asks no more on their own."""
TIME_LIMIT_S = 6 * 3600.0
"""What all attempts at one market may take."""


def start_market(question: MarketQuestion, store: Store) -> Job:
    """Queue a market; the one under way that asks the same is given back instead.

    Raises:
        InvalidInput: a number is out of its range, or the direction is `demand`.
    """
    text = question_text(checked(question))
    with store.unit_of_work(write=True) as unit:
        under_way = unit.markets.under_way(text)
        known = unit.jobs.get(under_way) if under_way else None
        if known is not None:
            return known
        unit.markets.forget_given_up()
        job = Job(uuid.uuid4().hex, JobKind.MARKET, None, question_data(question), datetime.now(UTC), TIME_LIMIT_S)
        unit.jobs.add(job)
        unit.markets.begin(job.id, text)
        unit.commit()
    return job


def make_market(attempt: Attempt, store: Store, prospects: Callable[[], Prospects], block: int = BLOCK) -> Keep:
    """Do a market's job, going on from the last block that an earlier attempt has kept.

    `prospects` gives what people are scored by, with every change committed so far.

    Raises:
        Infeasible: nobody is on one of the sides.
    """
    question = question_of(attempt.job.input)
    with closing(prospects()) as scores:
        scoring = _Scoring(attempt, store, question, scores, block)
        if not scoring.run():
            return _cut_off
    job_id = attempt.job.id
    people = scoring.people
    lefts, rights = len(people.left), len(people.left if question.one_population else people.right)
    blocks = scoring.blocks()
    candidates = together(lefts, rights, blocks)
    if question.one_population:
        candidates = candidates.both_ways()
    result = _recommend(job_id, store, question, people, candidates)
    reached = max([people.generation, *(each.generation for each in blocks)])

    def keep(unit: UnitOfWork) -> Mapping[str, object]:
        unit.markets.forget_blocks(job_id)
        unit.markets.forget_superseded(job_id, question_text(question))
        return {"generation": people.generation, "generation_at_end": reached, **result}

    return keep


@dataclass
class _Scoring:
    """The scoring of a market's people, in blocks of so many."""

    attempt: Attempt
    store: Store
    question: MarketQuestion
    prospects: Prospects
    size: int

    def __post_init__(self) -> None:
        self.people = self._gathered()
        self._left = {profile_id: place for place, profile_id in enumerate(self.people.left)}
        right = self.people.left if self.question.one_population else self.people.right
        self._right = {profile_id: place for place, profile_id in enumerate(right)}
        self._starts = [(MarketSide.LEFT, at) for at in range(0, len(self.people.left), self.size)]
        self._starts += [(MarketSide.RIGHT, at) for at in range(0, len(self.people.right), self.size)]

    def run(self) -> bool:
        """Score every block that is not kept yet; False where the attempt was stopped before the last."""
        with self.store.unit_of_work() as unit:
            kept = set(unit.markets.blocks(self.attempt.job.id))
        total = len(self.people.left) + len(self.people.right)
        done = 0
        for number, (side, at) in enumerate(self._starts):
            if self.attempt.stop.is_set():
                return False
            if number not in kept:
                content = self._scored(side, at).packed()
                with self.store.unit_of_work(write=True) as unit:
                    unit.markets.add_block(self.attempt.job.id, number, content)
                    unit.commit()
            done += min(self.size, len(self._ids(side)) - at)
            self.attempt.count(done, total)
        return True

    def blocks(self) -> list[Block]:
        """Every block that is kept, in order, those of the left first."""
        with self.store.unit_of_work() as unit:
            contents = [unit.markets.block(self.attempt.job.id, number) for number in range(len(self._starts))]
        return [Block.unpacked(content) for content in contents if content is not None]

    def _ids(self, side: MarketSide) -> tuple[str, ...]:
        return self.people.left if side is MarketSide.LEFT else self.people.right

    def _scored(self, side: MarketSide, at: int) -> Block:
        askers = self._ids(side)[at : at + self.size]
        places = range(at, at + len(askers))
        direction, k = self.question.direction, self.question.candidates
        # Who is asked must know of changes made while others were.
        generation = self.prospects.generation
        if side is MarketSide.LEFT:
            found = self.prospects.prospects(askers, direction, self.question.right.filters, k)
            return Block.of_left(generation, places, found, self._right)
        asking = [place for place in places if not self._found_enough[place]]
        askers = tuple(self.people.right[place] for place in asking)
        found = self.prospects.prospects(askers, answering(direction), self.question.left.filters, k)
        return Block.of_left(generation, asking, found, self._left).turned()

    @cached_property
    def _found_enough(self) -> NDArray[np.bool_]:
        """Who on the right was found by so many of the left that they need not ask: bool (rights,).

        By the blocks of the left, all of which are kept before the first on the right is asked.
        """
        times = np.zeros(len(self.people.right), np.int64)
        for block in self.blocks():
            times += np.bincount(block.right, minlength=len(times))
        enough: NDArray[np.bool_] = times >= min(ENOUGH * self.question.k, self.question.candidates)
        return enough

    def _gathered(self) -> Gathering:
        """Who takes part: as an earlier attempt has found it, or as it is now."""
        with self.store.unit_of_work(write=True) as unit:
            known = unit.markets.gathering(self.attempt.job.id)
            if known is not None:
                return known
            people = _gathering(unit, self.question)
            unit.markets.gather(self.attempt.job.id, people)
            unit.commit()
        return people


def answering(direction: Direction) -> Direction:
    """The direction in which the right side asks."""
    return Direction.DEMAND if direction is Direction.SUPPLY else direction


def _gathering(unit: UnitOfWork, question: MarketQuestion) -> Gathering:
    left, right = [], []
    for stored in unit.profiles.iterate():
        profile = stored.profile.seen_for(Purpose.MATCHING, today())
        if not profile.consent:
            continue
        if question.left.holds(profile) and states(profile, question.direction):
            left.append(profile.id)
        answers = not question.one_population and question.right.holds(profile)
        if answers and states(profile, answering(question.direction)):
            right.append(profile.id)
    if not left or not (right or question.one_population):
        side = "right" if left else "left"
        does = {MarketSide.LEFT: "seeks", MarketSide.RIGHT: "offers"}[MarketSide(side)]
        does = "seeks or offers" if question.direction is Direction.MUTUAL else does
        raise Infeasible(
            f"Nobody on the {side} side {does} anything. Choose another group, or import profiles first.", side=side
        )
    return Gathering(unit.generation(), tuple(sorted(left)), tuple(sorted(right)))


def _recommend(
    job_id: str, store: Store, question: MarketQuestion, people: Gathering, candidates: Candidates
) -> dict[str, object]:
    """Correct for congestion and keep the best pairs of everyone; what came of it, in numbers."""
    joint_of = mutual_joint if question.direction is Direction.MUTUAL else seekers_joint
    joint = joint_of(candidates.to_left, candidates.to_right)
    left_capacity = np.full(candidates.lefts, question.left_capacity)
    right_capacity = left_capacity if question.one_population else np.full(candidates.rights, question.right_capacity)
    found = equilibrium(candidates, joint, left_capacity, right_capacity, spread=question.spread)
    k = question.k
    plain = effects(candidates, joint, best_of_left(candidates, joint, k), best_of_right(candidates, joint, k))
    of_left = best_of_left(candidates, found.amounts, k)
    of_right = best_of_right(candidates, found.amounts, k)
    keep_recommendations(job_id, store, people, candidates, found.amounts, of_left, of_right)
    shown = len(of_left.pairs) + (0 if question.one_population else len(of_right.pairs))
    return {
        "left": len(people.left),
        "right": len(people.right),
        "one_population": question.one_population,
        "pairs": len(candidates),
        "recommendations": shown,
        "before": asdict(plain),
        "after": asdict(effects(candidates, joint, of_left, of_right)),
        "rounds": found.rounds,
        "residual": found.residual,
        "converged": found.converged,
    }


def _cut_off(unit: UnitOfWork) -> Mapping[str, object]:
    raise Infeasible("The time for this market ran out: ask again for fewer people or candidates.")
