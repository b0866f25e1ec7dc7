"""Answers of `POST /match` and `POST /match/batch` as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.problems import Problem
from api.schemas.stored import ProfileOut
from matcher.domain.matches import Band, Direction, Evidence


class ReasonOut(BaseModel):
    """One side seeks `seek`, the other offers `offer`; way `to` when the asker seeks."""

    way: str
    seek: str
    offer: str
    similarity: float
    weight: float
    kind: Evidence = Field(
        description="The evidence that weighs most: a shared skill (concept), nearness in meaning (dense), words that "
        "say the same one by one (aligned), or spelling (lexical)."
    )
    skill: str | None = Field(description="The skill sought that both texts name; null where none.")
    words: list[str] = Field(
        description="Words of the offer that met the need, as written there: those that name the skill, then others."
    )


class UnmetOut(BaseModel):
    """A need nothing offered meets."""

    way: str
    seek: str
    similarity: float
    weight: float


class DirectedOut(BaseModel):
    """utility = (1 - context_weight) * coverage + context_weight * context; null for no data."""

    utility: float | None
    coverage: float | None
    context: float | None
    context_weight: float


class UtilityOut(BaseModel):
    """How well the match serves the asker (`to`) and the asker the match (`from`); null for no data."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    to: float | None
    back: float | None = Field(alias="from")


class DetailsOut(BaseModel):
    """The parts of both utilities, and of how much of what the asker offers is `wanted`."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    to: DirectedOut
    back: DirectedOut = Field(alias="from")
    wanted: DirectedOut


class ComponentOut(BaseModel):
    """A summand of the score: weight * value."""

    name: str
    value: float
    weight: float


class ContextOut(BaseModel):
    """What is known beside the items."""

    value: float | None
    distance_km: float | None
    district: str | None
    municipio: int | None
    parts: dict[str, float]


class MatchOut(BaseModel):
    """One match; score = Σ components' weight * value."""

    profile: ProfileOut
    score: float
    band: Band
    direction: Direction
    one_way: bool = Field(description="Interest is known one way only.")
    utility: UtilityOut
    details: DetailsOut
    components: list[ComponentOut]
    reasons: list[ReasonOut]
    unmet: list[UnmetOut]
    context: ContextOut


class DistrictOut(BaseModel):
    """A place the query names; undo it with `level:id`."""

    level: str
    id: str
    name: str
    confidence: float
    words: str


class QuerySkillOut(BaseModel):
    """A skill the query names; undo it with `skill:ID`."""

    skill: str
    label: str
    confidence: float
    words: str


class InterpretedOut(BaseModel):
    """What was understood of a query; `rest` is what neither a place nor a skill took."""

    skills: list[QuerySkillOut]
    districts: list[DistrictOut]
    rest: str


class MatchesOut(BaseModel):
    """A page of matches; `total` and `facets` count every profile that passes the filters, whatever the page."""

    matches: list[MatchOut]
    total: int
    facets: dict[str, dict[str, int]]
    cursor: str | None = Field(description="Of the next page; null after the last.")
    interpreted: InterpretedOut | None
    generation: int = Field(description="The number of the last change to the profiles that the answer reflects.")
    model: str = Field(description="The encoder behind the answer.")
    took_ms: float


class BatchItemOut(BaseModel):
    """The answer to one question of a batch: `result` with status 200, or `problem`."""

    status: int
    result: MatchesOut | None = None
    problem: Problem | None = None


class BatchOut(BaseModel):
    """Answers in the order of the questions."""

    results: list[BatchItemOut]
