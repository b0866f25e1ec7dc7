"""Questions to `POST /match` and `POST /match/batch` as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema, model_validator

from api.schemas.profiles import ProfileIn
from api.schemas.strict import Number, SoundBody, Strict, Whole
from matcher.domain.matches import Direction, Sort
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
    sort: Sort = Field(
        Sort.SCORE,
        description="score: best first; distance: nearest first, from the point of `near`, else from the place the "
        "asker names or is at; name: by letter.",
    )
    k: Whole = Field(10, ge=1, le=100)
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="The cursor of the previous page, with everything else unchanged."
    )
    facets: list[FacetName] = Field([], max_length=10, description="What to count over all that pass the filters.")
    explain: StrictBool = Field(True, description="Give reasons and unmet needs.")
    min_score: Number = Field(0.0, ge=0, le=1)
    min_generation: Whole | None = Field(
        None,
        ge=0,
        le=2**63 - 1,
        description="The answer knows at least the change of this number, such as the `generation` of an earlier "
        "answer; a change that has not come within 2 seconds is a 503.",
    )
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
