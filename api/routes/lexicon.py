"""The vocabulary of skills and the districts of the city."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access import READERS
from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from matcher.lexicon.skills import Skills

router = APIRouter(tags=["lexicon"], route_class=StrictRoute, dependencies=[READERS])


class SkillDetail(BaseModel):
    """A skill of the vocabulary."""

    id: str
    kind: str
    labels: dict[str, str]
    broader: list[str]
    esco: str | None


class SkillList(BaseModel):
    """Skills, best first for a search, else by id."""

    skills: list[SkillDetail]
    total: int


class NilOut(BaseModel):
    """A neighbourhood with its Municipi and their shares of its area."""

    id: int
    name: str
    lat: float
    lon: float
    municipi: dict[int, float]


class MunicipioOut(BaseModel):
    """A Municipio."""

    id: int
    name: str
    lat: float
    lon: float


class DistrictList(BaseModel):
    """The districts of the city."""

    city: str
    municipi: list[MunicipioOut]
    nils: list[NilOut]


@router.get("/skills", summary="Search the vocabulary of skills", responses=responses(422, 503))
def list_skills(
    app: App,
    q: Annotated[
        str | None, Query(max_length=200, description="Words of a skill, in Italian or English.", examples=["legat"])
    ] = None,
    language: Annotated[
        Literal["it", "en"] | None, Query(description="Search the labels of this language only.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=2000)] = 20,
) -> SkillList:
    """Search skills by the words of their labels and synonyms, or, without `q`, list them by id."""
    vocabulary = app.lexicon.skills
    ids = [hit.skill for hit in vocabulary.search(q, language=language, limit=limit)] if q else list(vocabulary.ids)
    return SkillList(skills=[_detail(one, vocabulary) for one in ids[:limit]], total=len(ids))


@router.get("/districts", summary="List the districts", responses=responses(503))
def list_districts(app: App) -> DistrictList:
    """List the neighbourhoods and Municipi profiles can be filtered by."""
    gazetteer = app.lexicon.gazetteer
    return DistrictList(
        city=gazetteer.city,
        municipi=[
            MunicipioOut(id=one.id, name=one.name, lat=one.centroid.lat, lon=one.centroid.lon)
            for one in gazetteer.municipi.values()
        ],
        nils=[
            NilOut(
                id=one.id,
                name=one.name,
                lat=one.centroid.lat,
                lon=one.centroid.lon,
                municipi={share.municipio: share.share for share in gazetteer.municipi_of(one.id)},
            )
            for one in gazetteer.nils.values()
        ],
    )


def _detail(skill_id: str, vocabulary: Skills) -> SkillDetail:
    skill = vocabulary[skill_id]
    return SkillDetail(
        id=skill.id, kind=skill.kind, labels=dict(skill.labels), broader=list(skill.broader), esco=skill.esco
    )
