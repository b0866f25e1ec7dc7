"""How good it would be that two participants meet, and why: by their profiles, or by interests that were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.domain.events import EventParticipant, Interest, Pair, PairReason
from matcher.domain.matches import Asker, Direction, Filters, Match, MatchRequest
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.scoring.utility import ONE_WAY_DISCOUNT
from matcher.usecases.events.people import inline_profile

CANDIDATES = 60
"""The best others of each participant that are kept as pairs: more than anyone has meetings."""
REASONS = 3

BuildEngine = Callable[[Iterable[Profile]], Engine]


def opposite(a: EventParticipant, b: EventParticipant) -> bool:
    """Whether two may sit at one table: of different sides, or one of no side."""
    return a.id != b.id and (a.side is None or a.side is not b.side)


def by_interests(people: Sequence[EventParticipant], interests: Iterable[Interest]) -> list[Pair]:
    """Pairs of those who may meet, of which one has an interest in the other.

    The utility is the harmonic mean of both interests, or half of the one there is, as for profiles.
    """
    known = {person.id: person for person in people}
    values: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in interests:
        a, b = min(one.seeker, one.sought), max(one.seeker, one.sought)
        if a in known and b in known and opposite(known[a], known[b]):
            values[a, b][one.seeker] = one.value
    return [_by_values(a, b, both) for (a, b), both in sorted(values.items())]


def by_profiles(
    people: Sequence[EventParticipant],
    profiles: Mapping[str, Profile],
    build: BuildEngine,
    candidates: int = CANDIDATES,
    *,
    asking: Collection[str] | None = None,
) -> list[Pair]:
    """Pairs of those who may meet, by the mutual scores of their profiles, with the reasons.

    `profiles` are the stored ones by id that take part in matching; who has none there is matched by the offers and
    seeks of the registration. An engine over the event alone scores them, so rarity is what is rare in the event. A
    match that is known one way only has half of that utility. The best `candidates` of each participant are kept, or
    of those `asking`, by id.
    """
    market = _Market.of(people, profiles)
    engine = build(market.profiles.values())
    found: dict[tuple[str, str], Pair] = {}
    settled: set[str] = set()
    for profile_id, profile in market.profiles.items():
        owners = {person.id for person in market.owners[profile_id]}
        if not (profile.offers or profile.seeks) or not (asking is None or owners & set(asking)):
            continue
        others = {other for other in market.profiles if market.meet(profile_id, other)}
        # Who has asked about everyone has said of each pair what the other one would.
        if unknown := others - settled:
            exclude = frozenset(market.profiles.keys() - unknown)
            request = MatchRequest(Asker(profile), Direction.MUTUAL, Filters(exclude=exclude), k=candidates)
            for match in engine.match(request).matches:
                for pair in market.pairs(profile_id, match):
                    found.setdefault((pair.a, pair.b), pair)
        if len(others) <= candidates:
            settled.add(profile_id)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Market:
    """The profiles of an event and whose they are: two people may stand behind one."""

    profiles: Mapping[str, Profile]
    owners: Mapping[str, Sequence[EventParticipant]]

    @classmethod
    def of(cls, people: Sequence[EventParticipant], stored: Mapping[str, Profile]) -> _Market:
        profiles: dict[str, Profile] = {}
        owners: defaultdict[str, list[EventParticipant]] = defaultdict(list)
        for person in people:
            # "~" begins no stored id. Colleagues are a matter of the event's rules, not of the engine's.
            own = f"~{person.id}"
            profile = replace(stored.get(person.profile_id or "") or inline_profile(person, own), organisation=None)
            profiles[profile.id] = profile
            owners[profile.id].append(person)
        return cls(profiles, owners)

    def meet(self, a: str, b: str) -> bool:
        """Whether anyone behind one profile may meet anyone behind the other."""
        return a != b and any(opposite(x, y) for x in self.owners[a] for y in self.owners[b])

    def pairs(self, asker: str, match: Match) -> Iterator[Pair]:
        """The pairs of people that a match of profiles stands for."""
        to, back = match.to.utility or 0.0, match.back.utility or 0.0
        for one in self.owners[asker]:
            for other in self.owners[match.profile.id]:
                if opposite(one, other):
                    pair = Pair(one.id, other.id, match.score, to, back, _reasons(one.id, other.id, match))
                    yield pair if one.id < other.id else _turned(pair)


def _reasons(asker: str, other: str, match: Match) -> tuple[PairReason, ...]:
    return tuple(
        PairReason(asker if reason.way == "to" else other, reason.seek, reason.offer)
        for reason in match.reasons[:REASONS]
    )


def _turned(pair: Pair) -> Pair:
    return replace(pair, a=pair.b, b=pair.a, utility_a=pair.utility_b, utility_b=pair.utility_a)


def _by_values(a: str, b: str, values: Mapping[str, float]) -> Pair:
    u, v = values.get(a), values.get(b)
    if u is None or v is None:
        utility = ONE_WAY_DISCOUNT * (u if u is not None else v or 0.0)
    else:
        utility = 2 * u * v / (u + v) if u + v else 0.0
    return Pair(a, b, utility, u or 0.0, v or 0.0)
