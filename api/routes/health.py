"""Whether the server lives, is ready, and what it runs."""

from __future__ import annotations

from importlib.metadata import version as release

from fastapi import APIRouter
from pydantic import BaseModel

from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses

router = APIRouter(tags=["health"], route_class=StrictRoute)


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class Ready(BaseModel):
    """Profiles are loaded and matched."""

    status: str = "ready"
    profiles: int
    generation: int


class Version(BaseModel):
    """What answers are made of."""

    version: str
    model: str
    vocabulary: str
    city: str


@router.get("/livez", summary="Say that the process lives", responses=responses())
async def livez() -> Alive:
    """Answer at once; needs neither database nor model."""
    return Alive()


@router.get("/readyz", summary="Say whether matches can be answered", responses=responses(503))
def readyz(app: App) -> Ready:
    """Answer 200 once the database is reachable and its profiles are loaded, 503 before."""
    app.require_ready()
    with app.store.unit_of_work() as unit:
        return Ready(profiles=unit.profiles.count(), generation=app.engine.generation)


@router.get("/version", summary="Name the release, the encoder and the vocabulary", responses=responses(503))
def version(app: App) -> Version:
    """Say what answers are made with, so that two of them can be compared."""
    return Version(
        version=release("matcher"),
        model=app.encoder.fingerprint,
        vocabulary=app.lexicon.version,
        city=app.settings.city,
    )
