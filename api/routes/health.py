"""Whether the server lives, is ready, and what it runs."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version as release

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses

router = APIRouter(tags=["health"], route_class=StrictRoute)


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class EncoderChange(BaseModel):
    """Another encoder is being prepared, while the present one answers."""

    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    encoded: int = Field(description="Profiles encoded with the new encoder.")
    total: int = Field(description="Profiles there are; 0 until the new encoder is loaded.")
    problem: str | None = Field(description="Why the change has failed and what to do; null while it goes on.")


class Ready(BaseModel):
    """Profiles are loaded and matched."""

    status: str = "ready"
    profiles: int
    generation: int
    model: str = Field(description="The fingerprint of the encoder that answers.")
    encoder_change: EncoderChange | None = Field(
        description="The change of encoder under way; null when there is none."
    )


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
        profiles = unit.profiles.count()
    change = None if app.switch is None or app.switch.succeeded else EncoderChange(**asdict(app.switch.progress))
    return Ready(profiles=profiles, generation=app.engine.generation, model=app.engine.model, encoder_change=change)


@router.get("/version", summary="Name the release, the encoder and the vocabulary", responses=responses(503))
def version(app: App) -> Version:
    """Say what answers are made with, so that two of them can be compared."""
    return Version(
        version=release("matcher"),
        model=app.answering.fingerprint,
        vocabulary=app.lexicon.version,
        city=app.settings.city,
    )
