"""Profiles as they are shown."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.schemas.profiles import GrantIn
from matcher.domain.profiles import Kind, Need, OrganisationType
from matcher.ports import Stored
from matcher.usecases.presenting import profile_data


class SkillOut(BaseModel):
    """A skill an item names."""

    skill: str
    confidence: float


class ItemOut(BaseModel):
    """One thing offered or sought, with what was understood of it."""

    text: str
    need: Need | None = None
    language: str | None
    skills: list[SkillOut]


class PlaceOut(BaseModel):
    """Where the profile works."""

    address: str | None
    cap: str | None
    nil: int | None
    municipio: int | None
    lat: float | None
    lon: float | None


class FactsOut(BaseModel):
    """What is known beside the items."""

    languages: list[str]
    run_min: int | None
    run_max: int | None
    lead_time_days: int | None
    available_from: date | None


class ProfileOut(BaseModel):
    """The public fields of a profile: never contacts, blocks or who is behind it."""

    id: str
    kind: Kind
    type: OrganisationType | None
    name: str
    description: str | None
    offers: list[ItemOut]
    seeks: list[ItemOut]
    place: PlaceOut
    facts: FactsOut
    provenance: dict[str, str]


class StoredProfileOut(ProfileOut):
    """A profile as stored."""

    organisation: str | None
    consent: bool
    grants: list[GrantIn] | None = Field(description="What `consent` is for; null: everything.")
    version: int
    change: int = Field(description="The number of its last change, for `min_generation` in a question.")
    updated_at: datetime

    @classmethod
    def of_stored(cls, stored: Stored) -> StoredProfileOut:
        """A stored profile with its version."""
        profile = stored.profile
        return cls(
            **profile_data(profile),
            organisation=profile.organisation,
            consent=profile.consent,
            grants=None if profile.grants is None else [GrantIn.of_grant(grant) for grant in profile.grants],
            version=stored.version,
            change=stored.change,
            updated_at=stored.updated_at,
        )


class ProfilePage(BaseModel):
    """Profiles by ascending id; `next` is the `after` of the following page."""

    profiles: list[StoredProfileOut]
    total: int
    next: str | None
