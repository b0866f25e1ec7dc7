"""Markets: what is asked, how far it is, what everyone is recommended."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.strict import Count, Number, SoundBody, Whole
from matcher.domain.jobs import JobState
from matcher.domain.markets import MOST_CANDIDATES, MOST_RECOMMENDED, Group, MarketQuestion, MarketSide
from matcher.domain.matches import Direction
from matcher.domain.profiles import Kind, OrganisationType


class GroupIn(SoundBody):
    """Who stands on a side: any of the kinds, the types and the places; what is left out does not filter."""

    kind: list[Kind] = Field([], max_length=10)
    type: list[OrganisationType] = Field([], max_length=20)
    municipio: list[Whole] = Field([], max_length=100)
    nil: list[Whole] = Field([], max_length=200)

    def to_domain(self) -> Group:
        """The group this describes."""
        return Group(frozenset(self.kind), frozenset(self.type), frozenset(self.municipio), frozenset(self.nil))


class MarketIn(SoundBody):
    """A market: by default everyone who seeks on the left, and everyone who offers on the right."""

    left: GroupIn = GroupIn()
    right: GroupIn = GroupIn()
    direction: Literal["supply", "mutual"] = Field(
        "supply",
        description="supply: the left seeks what the right offers. mutual: both seek and offer; equal groups are then "
        "one population, in which everyone may be recommended to everyone.",
    )
    k: Annotated[Count, Field(le=MOST_RECOMMENDED, description="How many are recommended to each.")] = 20
    candidates: Annotated[
        Count, Field(le=MOST_CANDIDATES, description="How many of each are scored, at most; no fewer than k.")
    ] = 200
    left_capacity: Number | None = Field(None, gt=0, description="Meetings that one on the left can take; default: k.")
    right_capacity: Number | None = Field(None, gt=0, description="The same of the right.")
    spread: Number = Field(
        0.1, gt=0, description="How far tastes differ: a small one follows the scores, a large one spreads."
    )

    def to_domain(self) -> MarketQuestion:
        """The question this asks."""
        return MarketQuestion(
            left=self.left.to_domain(),
            right=self.right.to_domain(),
            direction=Direction(self.direction),
            k=self.k,
            candidates=max(self.candidates, self.k),
            left_capacity=self.left_capacity or float(self.k),
            right_capacity=self.right_capacity or float(self.k),
            spread=self.spread,
        )


class GroupOut(BaseModel):
    """Who stands on a side."""

    kind: list[Kind] = []
    type: list[OrganisationType] = []
    municipio: list[int] = []
    nil: list[int] = []


class QuestionOut(BaseModel):
    """What the market was asked."""

    left: GroupOut
    right: GroupOut
    direction: Direction
    k: int
    candidates: int
    left_capacity: float
    right_capacity: float
    spread: float


class ExposureOut(BaseModel):
    """How the people of one side are recommended."""

    gini: float = Field(description="How unequally: 0 for all alike, towards 1 for a few alone.")
    nobody: float = Field(description="The share that is recommended to nobody.")
    most: int = Field(description="How often the most recommended one is.")


class EffectsOut(BaseModel):
    """What recommendations do to everyone together."""

    left: ExposureOut
    right: ExposureOut
    utility: float = Field(description="The sum of what all pairs that are recommended would gain.")
    reciprocal: int = Field(description="Pairs of whom each is recommended to the other.")
    reciprocal_utility: float = Field(description="What these would gain.")


class MarketResultOut(BaseModel):
    """What came of a market, in numbers."""

    generation: int = Field(description="The number of the last change that those who take part reflect.")
    generation_at_end: int = Field(description="The same of the last scores: larger where profiles changed meanwhile.")
    left: int
    right: int
    one_population: bool
    pairs: int
    recommendations: int
    before: EffectsOut = Field(description="Were everyone told their own best, whoever else is told the same.")
    after: EffectsOut = Field(description="With congestion corrected, as it is told.")
    rounds: int
    residual: float = Field(description="How far anyone's meetings are from the capacity, relative to it.")
    converged: bool


class ScoredOut(BaseModel):
    """How many people are scored, of how many."""

    done: int | None
    expected: int | None
    wall_s: float


class MarketOut(BaseModel):
    """A market: what it asks, how far it is, and once it is done what came of it."""

    id: str = Field(description="Also the id of its job: `DELETE /jobs/{id}` stops it.")
    state: JobState
    question: QuestionOut
    progress: ScoredOut
    result: MarketResultOut | None
    problem: str | None = Field(description="Why it failed, and what to do.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class RecommendationOut(BaseModel):
    """One who is recommended."""

    profile_id: str
    rank: int
    score: float = Field(description="The amount of meetings that the two have where all capacities are respected.")
    utility: float | None = Field(description="What it is worth to who is told; null where that states no needs.")
    utility_back: float | None = Field(description="What it is worth to the one who is recommended.")


class RecommendedOut(BaseModel):
    """What somebody is recommended, the best first. One population is on the left."""

    side: MarketSide
    profile_id: str
    recommended: list[RecommendationOut]


class RecommendationsOut(BaseModel):
    """What people are recommended, the left side before the right and by ascending id; `next` is the next `cursor`."""

    people: list[RecommendedOut]
    next: str | None
