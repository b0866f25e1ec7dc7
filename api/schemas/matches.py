"""Questions and answers of `POST /match` as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema, model_validator

from api.problems import Problem
from api.schemas.profiles import ProfileIn
from api.schemas.stored import ProfileOut
from api.schemas.strict import Number, SoundBody, Strict, Whole
from matcher.domain.matches import Band, Direction, Evidence
from matcher.domain.profiles import Kind, OrganisationType

FacetName = Literal["kind", "type", "municipio", "nil", "skills", "languages"]
Text = Annotated[str, Field(max_length=200)]
Names = Annotated[list[Text], Field(max_length=200)]


def _id_or_name(value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("should be an id or a name")
    return value


District = Annotated[int | Text, BeforeValidator(_id_or_name, json_schema_input_type=int | Text)]
Districts = Annotated[list[District], Field(max_length=200)]
UNDO = r"^(nil|municipio|cap|skill):.+$"
Languages = Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]], Field(max_length=20)]


class NearIn(Strict):
    """Within `km` kilometres of a point."""

    lat: Number = Field(ge=-90, le=90)
    lon: Number = Field(ge=-180, le=180)
    km: Number = Field(gt=0, le=20_040)


class SkillsIn(Strict):
    """Skills by id or label; each stands for itself and everything narrower."""

    all: Names = []
    any: Names = []
    none: Names = []


class FiltersIn(Strict):
    """Exact conditions, all of which must hold; any one value of a list will do. Districts by id or by name."""

    kind: list[Kind] = Field([], max_length=10)
    type: list[OrganisationType] = Field([], max_length=20)
    municipio: Districts = []
    nil: Districts = []
    near: NearIn | None = None
    skills: SkillsIn = Field(default_factory=SkillsIn)
    languages: Languages = []
    exclude: Annotated[list[Text], Field(max_length=10_000)] = Field([], description="Ids of profiles to leave out.")


ASKERS = ("profile_id", "profile", "query")


class MatchIn(SoundBody):
    """One question: give exactly one of `profile_id`, `profile` and `query`."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in ASKERS]
        }
    )

    profile_id: Text | None = Field(None, description="A stored profile asks.")
    profile: ProfileIn | None = Field(None, description="A profile that is not stored asks.")
    query: str | None = Field(
        None, description="A sentence asks, in Italian or English, places included; up to 2,000 characters."
    )
    direction: Direction | None = Field(
        None,
        description="supply: who offers what I seek; demand: who seeks what I offer; mutual: both. "
        "Default: supply for a query, mutual for a profile.",
    )
    filters: FiltersIn = Field(default_factory=FiltersIn)
    k: Whole = Field(10, ge=1, le=100)
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="The cursor of the previous page, with everything else unchanged."
    )
    facets: list[FacetName] = Field([], max_length=10, description="What to count over all that pass the filters.")
    explain: StrictBool = Field(True, description="Give reasons and unmet needs.")
    min_score: Number = Field(0.0, ge=0, le=1)
    undo: Annotated[list[Annotated[str, Field(pattern=UNDO)]], Field(max_length=50)] = Field(
        [], description="What was understood wrongly of the query, such as `nil:12` or `skill:laser-cutting`."
    )

    @model_validator(mode="after")
    def _one_asker(self) -> Self:
        given = [name for name in ASKERS if getattr(self, name) is not None]
        if len(given) != 1:
            found = "none" if not given else " and ".join(given)
            raise ValueError(f"give exactly one of profile_id, profile and query; found {found}")
        if self.undo and self.query is None:
            raise ValueError("'undo' corrects how a query was understood: leave it out for a profile")
        return self


Question = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "A body of POST /match; anything else gets a problem in its place.",
            "anyOf": [{"$ref": "#/components/schemas/MatchIn"}, {}],
        }
    ),
]


class BatchIn(Strict):
    """Up to 1,000 questions, each answered or refused on its own."""

    requests: Annotated[list[Question], Field(min_length=1, max_length=1000)]


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
