"""Whether the server lives, is ready, and what it runs."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter
from pydantic import BaseModel

from api.dependencies import App
from api.problems import responses

router = APIRouter(tags=["health"])


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


@router.get("/livez")
async def livez() -> Alive:
    """Say that the process lives; needs neither database nor model."""
    return Alive()


@router.get("/readyz", responses=responses(503))
def readyz(app: App) -> Ready:
    """Say whether matches can be answered: the database is reachable and its profiles are loaded."""
    app.require_ready()
    with app.store.unit_of_work() as unit:
        return Ready(profiles=unit.profiles.count(), generation=app.engine.generation)


@router.get("/version")
def server_version(app: App) -> Version:
    """Name the release, the encoder and the vocabulary in use."""
    return Version(
        version=version("matcher"),
        model=app.encoder.fingerprint,
        vocabulary=app.lexicon.version,
        city=app.settings.city,
    )
