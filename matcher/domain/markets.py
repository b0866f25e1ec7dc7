"""Recommendations for everyone at once: who is asked about, how, and what each is recommended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.matches import Direction, Filters
from matcher.domain.profiles import Kind, OrganisationType, Profile

MOST_RECOMMENDED = 100
MOST_CANDIDATES = 1000


class MarketSide(StrEnum):
    """The two sides of a market. Where everyone may meet everyone, all are on the left."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Group:
    """Who stands on a side: any of the kinds, of the types, and in any of the places; what is empty does not filter."""

    kinds: frozenset[Kind] = frozenset()
    types: frozenset[OrganisationType] = frozenset()
    municipi: frozenset[int] = frozenset()
    nils: frozenset[int] = frozenset()

    def holds(self, profile: Profile) -> bool:
        """Whether a profile belongs to it."""
        place = profile.place
        conditions: tuple[tuple[object, frozenset[object]], ...] = (
            (profile.kind, frozenset(self.kinds)),
            (profile.type, frozenset(self.types)),
            (place.municipio, frozenset(self.municipi)),
            (place.nil, frozenset(self.nils)),
        )
        return all(not wanted or value in wanted for value, wanted in conditions)

    @property
    def filters(self) -> Filters:
        """The same as filters of a question."""
        return Filters(kinds=self.kinds, types=self.types, municipi=self.municipi, nils=self.nils)


@dataclass(frozen=True, slots=True)
class MarketQuestion:
    """`k` recommendations for everyone of both groups, of the `candidates` best of each, capacities taken into account.

    Direction `supply`: who seeks on the left, who offers on the right. `mutual`: both sides seek and offer; where the
    groups are the same they are one population. `demand` is `supply` with the sides exchanged, and is not asked.
    Capacities are how many meetings one of a side can take, `spread` as the market's equilibrium takes it.
    """

    left: Group = Group()
    right: Group = Group()
    direction: Direction = Direction.SUPPLY
    k: int = 20
    candidates: int = 200
    left_capacity: float = 20.0
    right_capacity: float = 20.0
    spread: float = 0.1

    @property
    def one_population(self) -> bool:
        """Whether everyone may be recommended to everyone."""
        return self.direction is Direction.MUTUAL and self.left == self.right


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One who is recommended.

    `score` is the amount of meetings that the two have in the market's equilibrium, >= 0. `utility` is what the match
    is worth to who is told, `utility_back` what it is worth to the other, in [0, 1], None where that is not known.
    """

    profile_id: str
    score: float
    utility: float | None
    utility_back: float | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """What somebody is recommended, the best first."""

    side: MarketSide
    profile_id: str
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who is on the sides of a market, by ascending id, at a generation; one population is on the left alone."""

    generation: int
    left: tuple[str, ...]
    right: tuple[str, ...]
