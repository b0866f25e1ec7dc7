"""What is asked of the engine and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.profiles import Kind, OrganisationType, Point, Profile


class Direction(StrEnum):
    """`supply`: who offers what the asker seeks; `demand`: who seeks what the asker offers; `mutual`: both."""

    SUPPLY = "supply"
    DEMAND = "demand"
    MUTUAL = "mutual"


class Sort(StrEnum):
    """By what matches are listed: best first, nearest first, or by name."""

    SCORE = "score"
    DISTANCE = "distance"
    NAME = "name"


class Band(StrEnum):
    """How good a score is, in words; scores are no percentages until calibrated."""

    STRONG = "strong"
    GOOD = "good"
    FAIR = "fair"
    WEAK = "weak"


class Evidence(StrEnum):
    """What made two items meet: a shared skill, near vectors, aligned words or shared spelling."""

    CONCEPT = "concept"
    DENSE = "dense"
    ALIGNED = "aligned"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Near:
    """Within `km` kilometres of `point`."""

    point: Point
    km: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact conditions on the other side, all of which must hold; an empty one does not filter.

    A skill stands for itself and everything narrower. `skills_*` look at the offered items, or, for direction `demand`,
    at the sought ones.
    """

    kinds: frozenset[Kind] = frozenset()
    types: frozenset[OrganisationType] = frozenset()
    municipi: frozenset[int] = frozenset()
    nils: frozenset[int] = frozenset()
    near: Near | None = None
    skills_all: frozenset[str] = frozenset()
    skills_any: frozenset[str] = frozenset()
    skills_none: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class District:
    """A place named in a query, resolved: `level` is `nil`, `municipio` or `cap`, `confidence` in (0, 1]."""

    level: str
    id: str
    name: str
    confidence: float
    point: Point
    words: str
    nils: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class QuerySkill:
    """A skill named in a query, with the words that named it and the label in the query's language."""

    skill: str
    label: str
    confidence: float
    words: str


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What was understood of a free-text query; `rest` is what no place took."""

    skills: tuple[QuerySkill, ...] = ()
    districts: tuple[District, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, reduced to what scoring needs: a stored profile, an inline one or a free-text query.

    `stated` districts are those the query itself names: nearness to them weighs more than nearness to a profile's
    address.
    """

    profile: Profile
    stated: tuple[District, ...] = ()
    interpreted: Interpreted | None = None


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """One question: `k` matches from `offset` in the order of `sort`, with exact counts for the `facets` named."""

    asker: Asker
    direction: Direction
    filters: Filters = Filters()
    k: int = 10
    offset: int = 0
    facets: tuple[str, ...] = ()
    explain: bool = True
    min_score: float = 0.0
    sort: Sort = Sort.SCORE


@dataclass(frozen=True, slots=True)
class Reason:
    """The aligned pair "one seeks `seek` — the other offers `offer`" behind a match.

    `way` is `to` when the asker seeks and `from` when the match seeks; `similarity` in [0, 1]; `weight` is the sought
    item's share of its side's coverage; `words` are the words of the offer that met the need.
    """

    way: str
    seek: str
    offer: str
    similarity: float
    weight: float
    kind: Evidence
    skill: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A sought item that no offered item meets, with the best similarity found and its weight."""

    way: str
    seek: str
    similarity: float
    weight: float


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the items: each part in [0, 1]; `value` their weighted mean, null when nothing is known."""

    value: float | None
    distance_km: float | None
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """One summand of a score: `weight * value`, both known numbers; a score is the sum of its components."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Directed:
    """Utility one way: `(1 - context_weight) * coverage + context_weight * context`.

    Where no context is known the utility is the coverage. All null where the side that would be served states no needs.
    """

    utility: float | None
    coverage: float | None
    context: float | None
    context_weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """One answer: `to` is how well the match serves the asker, `back` how well the asker serves the match.

    `wanted` is how much of what the asker offers the match seeks, which ranks direction `demand`.
    """

    profile: Profile
    score: float
    band: Band
    direction: Direction
    one_way: bool
    to: Directed
    back: Directed
    wanted: Directed
    components: tuple[Component, ...]
    context: Context
    reasons: tuple[Reason, ...] = ()
    unmet: tuple[Unmet, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchResult:
    """A page of matches; `total` and `facets` count every profile that passes the filters, whatever the page."""

    matches: tuple[Match, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    next_offset: int | None
    interpreted: Interpreted | None
    generation: int
    model: str
