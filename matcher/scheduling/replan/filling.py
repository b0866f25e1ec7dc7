"""Free seats filled: meetings without a place and spare ones compete for people's time, tables and quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from matcher.domain.schedules import MeetingRequest, PlacedMeeting, SchedulingProblem
from matcher.scheduling.replan.conflicts import followers, possible_slots
from matcher.scheduling.replan.packing import Option, Resource, pack, pack_at_once

PLANNED = 10
"""How many spare meetings one that was planned outweighs: more than it can be in the way of."""


class Filling:
    """The meetings that wait for a place beside those that are `kept`, and what there is of everything they need.

    `before` are slots by meeting, `seats` the free tables by slot. Worth is counted in spare meetings: rank and staying
    in one's slot, even of all together, weigh less than one.
    """

    def __init__(
        self,
        problem: SchedulingProblem,
        before: Mapping[str, int],
        kept: Sequence[PlacedMeeting],
        spare: Sequence[MeetingRequest],
        seats: Mapping[int, int],
    ) -> None:
        everyone = [*problem.meetings, *spare]
        self._before = before
        self._slots = range(1, problem.slots + 1)
        self._slot = {one.id: one.slot for one in kept}
        self._kept = [one for one in problem.meetings if one.id in self._slot]
        self._planned = [one for one in problem.meetings if one.id not in self._slot]
        self._waiting = [*self._planned, *spare]
        self._followers = followers(everyone)
        self._possible = possible_slots(problem, everyone)
        self._busy = Counter((person, self._slot[one.id]) for one in self._kept for person in (one.a, one.b))
        self._left: dict[Resource, int] = {("seat", slot): left for slot, left in seats.items()}
        self._left |= {
            ("time", person.id, slot): int(not self._busy[person.id, slot])
            for person in problem.participants
            for slot in self._slots
        }
        self._left |= {("once", one.id): 1 for one in everyone}
        self._left |= {
            ("order", earlier, one.id, slot): 1 for one in everyone for earlier in one.after for slot in self._slots
        }
        self._over: set[str] = set()
        self._limit_to_quotas(problem)
        self._most = max(1, min(len(self._waiting), sum(seats.values())))

    def filled(self, moves: int, movable: Collection[str]) -> dict[str, int]:
        """Slots by meeting: of those that get a place, and of up to `moves` of the `movable` that make room.

        Where it takes too long to weigh all at once, nobody moves.
        """
        best = pack(list(self._options({})), self._left)
        if moves > 0:
            moving = list(self._moves(moves, movable))
            options = list(self._options({use for move in moving for use, amount in move.uses.items() if amount < 0}))
            if self._could_be_more(options, best):
                other = pack_at_once([*options, *moving], self._left | {("moves",): moves})
                best = max(best, other or [], key=lambda options: sum(option.worth for option in options))
        return {one.meeting: one.slot for one in best}

    def _could_be_more(self, options: Sequence[Option], best: Sequence[Option]) -> bool:
        """Whether the quotas allow more meetings than the best there are, or more planned ones, if all had time."""
        wishes = {
            one.meeting: replace(one, uses={use: 1 for use in one.uses if use[0] in ("once", "quota")})
            for one in options
        }
        most = pack_at_once(list(wishes.values()), self._left)
        return most is None or sum(int(one.worth) for one in most) > sum(int(one.worth) for one in best)

    def _limit_to_quotas(self, problem: SchedulingProblem) -> None:
        """Who was planned for more than the quota may have all of it, and no spare meeting."""
        have, wait = (
            Counter(person for one in meetings for person in (one.a, one.b)) for meetings in (self._kept, self._planned)
        )
        for person in problem.participants:
            if person.quota is not None:
                left = person.quota - have[person.id]
                if left < wait[person.id]:
                    self._over.add(person.id)
                self._left["quota", person.id] = 0 if left < wait[person.id] else left

    def _options(self, vacant: Collection[Resource]) -> Iterator[Option]:
        """Where those who wait can meet: both are free there, or one is and the other's time may become `vacant`."""
        for rank, one in enumerate(self._waiting):
            planned = rank < len(self._planned)
            worth = (PLANNED if planned else 1) + (1 - rank / len(self._waiting)) / (3 * self._most)
            uses: dict[Resource, int] = {("once", one.id): 1}
            uses |= {("quota", person): 1 for person in (one.a, one.b) if not (planned and person in self._over)}
            if any(self._left.get(use) == 0 for use in uses):
                continue
            for slot in sorted(self._possible[one.id]):
                place = self._place(one, slot)
                lacking = [use for use, amount in place.items() if self._left[use] < amount]
                busy = self._busy[one.a, slot] and self._busy[one.b, slot]
                if not busy and all(use in vacant for use in lacking) and self._in_order(one, slot):
                    stays = planned and self._before.get(one.id) == slot
                    bonus = 1 / (3 * len(self._planned)) if stays else 0
                    yield Option(one.id, slot, worth + bonus, uses | place | self._order(one, slot))

    def _moves(self, moves: int, movable: Collection[str]) -> Iterator[Option]:
        """Where kept meetings can go, giving back their place, which somebody wants; nothing is won by that alone."""
        waiting = {person for one in self._waiting for person in (one.a, one.b)}
        for one in self._kept:
            here = self._slot[one.id]
            alone = all(self._busy[person, here] == 1 for person in (one.a, one.b))
            ordered = one.after or self._followers.get(one.id)
            if one.id not in movable or not alone or ordered or waiting.isdisjoint((one.a, one.b)):
                continue
            back = {use: -amount for use, amount in self._place(one, here).items()}
            for slot in sorted(self._possible[one.id]):
                if not (self._busy[one.a, slot] or self._busy[one.b, slot]):
                    uses = back | self._place(one, slot) | {("once", one.id): 1, ("moves",): 1}
                    yield Option(one.id, slot, -1 / (3 * moves), uses)

    def _place(self, one: MeetingRequest, slot: int) -> dict[Resource, int]:
        return {("time", one.a, slot): 1, ("time", one.b, slot): 1, ("seat", slot): 1}

    def _in_order(self, one: MeetingRequest, slot: int) -> bool:
        """Whether it is later than the kept ones it comes after, and earlier than those that come after it."""
        return all(self._slot.get(other, 0) < slot for other in one.after) and all(
            self._slot.get(other, slot + 1) > slot for other in self._followers.get(one.id, ())
        )

    def _order(self, one: MeetingRequest, slot: int) -> dict[Resource, int]:
        """What two in order compete for: each slot up to which the later is held, or from which on the earlier is."""
        following: dict[Resource, int] = {
            ("order", one.id, other, at): 1 for other in self._followers.get(one.id, ()) for at in self._slots[:slot]
        }
        return following | {("order", other, one.id, at): 1 for other in one.after for at in self._slots[slot - 1 :]}
