"""Questions and answers of `POST /match` as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.schemas.profiles import ProfileIn, ProfileOut, Strict
from matcher.domain.matches import Band, Direction, Evidence
from matcher.domain.profiles import Kind, OrganisationType

QUERY_EXAMPLE: dict[str, Any] = {
    "query": "cerco taglio laser su legno a Lambrate",
    "filters": {"kind": ["artisan", "organisation"], "near": {"lat": 45.4836, "lon": 9.2417, "km": 8}},
    "k": 5,
    "facets": ["kind", "municipio"],
}
Values = Annotated[list[str], Field(max_length=200)]


class NearIn(Strict):
    """Within `km` kilometres of a point."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(gt=0, le=20_040)


class SkillsIn(Strict):
    """Skills by id or label; each stands for itself and everything narrower."""

    all: Values = []
    any: Values = []
    none: Values = []


class FiltersIn(Strict):
    """Exact conditions, all of which must hold. Districts by id or by name."""

    kind: list[Kind] = []
    type: list[OrganisationType] = []
    municipio: Annotated[list[int | str], Field(max_length=200)] = []
    nil: Annotated[list[int | str], Field(max_length=200)] = []
    near: NearIn | None = None
    skills: SkillsIn = SkillsIn()
    languages: Values = []
    exclude: Annotated[list[str], Field(max_length=10_000)] = Field([], description="Ids of profiles to leave out.")


class MatchIn(Strict):
    """One question: give exactly one of `profile_id`, `profile` and `query`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [QUERY_EXAMPLE, {"profile_id": "bottega-2", "direction": "demand"}]}
    )

    profile_id: str | None = Field(None, max_length=200)
    profile: ProfileIn | None = None
    query: str | None = Field(None, description="What is sought, in Italian or English, places included.")
    direction: Direction | None = Field(
        None,
        description="supply: who offers what I seek; demand: who seeks what I offer; mutual: both. "
        "Default: supply for a query, mutual for a profile.",
    )
    filters: FiltersIn = FiltersIn()
    k: int = Field(10, ge=1, le=100)
    cursor: str | None = Field(None, description="The cursor of the previous page, with everything else unchanged.")
    facets: list[str] = Field([], max_length=10)
    explain: bool = True
    min_score: float = Field(0.0, ge=0, le=1)
    undo: Annotated[list[str], Field(max_length=50)] = Field(
        [], description="What was understood wrongly of the query, such as `nil:12` or `skill:laser-cutting`."
    )

    @model_validator(mode="after")
    def _one_asker(self) -> Self:
        given = [name for name in ("profile_id", "profile", "query") if getattr(self, name) is not None]
        if len(given) != 1:
            found = "none" if not given else " and ".join(given)
            raise ValueError(f"give exactly one of profile_id, profile and query; found {found}")
        return self


class BatchIn(Strict):
    """Up to 1,000 questions, each answered or refused on its own."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"requests": [QUERY_EXAMPLE, {"profile_id": "bottega-2", "k": 3}]}]}
    )

    requests: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=1000)]


class ReasonOut(BaseModel):
    """One side seeks `seek`, the other offers `offer`; way `to` when the asker seeks."""

    way: str
    seek: str
    offer: str
    similarity: float
    weight: float
    kind: Evidence
    skill: str | None
    words: list[str]


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
    """What was understood of a query; `rest` is neither a place nor a skill."""

    skills: list[QuerySkillOut]
    districts: list[DistrictOut]
    rest: str


class MatchesOut(BaseModel):
    """A page of matches; `total` and `facets` count every profile that passes the filters, whatever the page."""

    matches: list[MatchOut]
    total: int
    facets: dict[str, dict[str, int]]
    cursor: str | None
    interpreted: InterpretedOut | None
    generation: int
    model: str
    took_ms: float


class BatchItemOut(BaseModel):
    """The answer to one question of a batch: `result` with status 200, or `problem`."""

    status: int
    result: MatchesOut | None = None
    problem: dict[str, Any] | None = None


class BatchOut(BaseModel):
    """Answers in the order of the questions."""

    results: list[BatchItemOut]
