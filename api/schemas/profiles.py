"""Profiles as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from matcher.domain.profiles import Contacts, Facts, Item, Kind, Need, OrganisationType, Place, Point, Profile
from matcher.lexicon.splitting import split_sides
from matcher.ports import Stored
from matcher.usecases.keeping import MAX_ITEM, MAX_ITEMS
from matcher.usecases.presenting import facts_data, place_data, profile_data

ProfileId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]*$")]
"""Letters, digits and `. _ : @ -`, beginning with a letter or a digit."""

EXAMPLE: dict[str, Any] = {
    "kind": "artisan",
    "name": "Legatoria Ortica",
    "offers": ["rilegatura a mano di libri e tesi", {"text": "cartelle e scatole su misura"}],
    "seeks": [{"text": "taglio laser di cartone", "need": "must"}],
    "place": {"address": "Via Ortica 12", "cap": "20134", "lat": 45.4722, "lon": 9.2431},
    "facts": {"languages": ["it"], "run_min": 1, "run_max": 200, "lead_time_days": 10},
    "contacts": {"email": "legatoria@example.org"},
    "consent": True,
}


class Strict(BaseModel):
    """A body whose unknown fields are errors, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class ItemIn(Strict):
    """One thing offered or sought."""

    text: str = Field(min_length=1, max_length=MAX_ITEM, pattern=r"\S")
    need: Need = Field(Need.WANT, description="`must` weighs twice a `want`; read on sought items only.")

    @classmethod
    def read(cls, value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
        """A bare string stands for an item with that text."""
        return {"text": value} if isinstance(value, str) else value


Items = Annotated[
    list[Annotated[ItemIn, BeforeValidator(ItemIn.read, json_schema_input_type=str | ItemIn)]],
    Field(max_length=MAX_ITEMS),
]


class PlaceIn(Strict):
    """Where the profile works; what is missing is derived from what is given."""

    address: str | None = Field(None, max_length=300)
    cap: str | None = Field(None, pattern=r"^\d{5}$", description="Postcode.")
    nil: int | None = Field(None, description="Id of the neighbourhood; see GET /districts.")
    municipio: int | None = None
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)

    def to_domain(self) -> Place:
        """The place; a latitude without a longitude is dropped by validation before this."""
        point = Point(self.lat, self.lon) if self.lat is not None and self.lon is not None else None
        return Place(self.address, self.cap, self.nil, self.municipio, point)


class FactsIn(Strict):
    """What is known beside the items; leave unknown facts out."""

    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]] = Field([], max_length=20)
    run_min: int | None = Field(None, ge=1, description="Smallest order, pieces.")
    run_max: int | None = Field(None, ge=1, description="Largest order, pieces.")
    lead_time_days: int | None = Field(None, ge=0, le=3650)
    available_from: date | None = None

    def to_domain(self) -> Facts:
        """The facts."""
        return Facts(tuple(self.languages), self.run_min, self.run_max, self.lead_time_days, self.available_from)


class ContactsIn(Strict):
    """How to reach the profile: kept apart, and in no answer of this API."""

    email: str | None = Field(None, max_length=320)
    phone: str | None = Field(None, max_length=60)
    person: str | None = Field(None, max_length=200)
    website: str | None = Field(None, max_length=500)

    def to_domain(self) -> Contacts:
        """The contacts."""
        return Contacts(self.email, self.phone, self.person, self.website)


class ProfileIn(Strict):
    """A profile as it is written. Without offers and seeks, the description is split into items."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    kind: Kind
    type: OrganisationType | None = Field(None, description="Given exactly when `kind` is `organisation`.")
    name: str = Field(min_length=1, max_length=300, pattern=r"\S")
    description: str | None = Field(None, max_length=10_000)
    offers: Items = []
    seeks: Items = []
    place: PlaceIn = PlaceIn()
    facts: FactsIn = FactsIn()
    contacts: ContactsIn | None = Field(None, description="Left out: stored contacts stay as they are.")
    organisation: str | None = Field(None, max_length=200, description="The body behind several profiles.")
    blocks: list[str] = Field([], max_length=1000, description="Ids this profile must never be matched with.")
    consent: bool = Field(True, description="Without consent a profile is stored but takes no part in matching.")
    provenance: dict[str, str] = Field({}, max_length=20)

    def to_domain(self, profile_id: str) -> Profile:
        """The profile, not yet linked to skills and districts."""
        offers, seeks = tuple(map(_item, self.offers)), tuple(map(_item, self.seeks))
        if not offers and not seeks and self.description:
            told, asked = split_sides(self.description)
            offers, seeks = tuple(map(Item, told)), tuple(map(Item, asked))
        return Profile(
            id=profile_id,
            kind=self.kind,
            name=self.name.strip(),
            type=self.type,
            description=self.description,
            offers=offers,
            seeks=seeks,
            place=self.place.to_domain(),
            facts=self.facts.to_domain(),
            organisation=self.organisation,
            blocks=frozenset(self.blocks),
            consent=self.consent,
            provenance=self.provenance,
        )

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """The body that would write this profile, contacts left as they are."""
        return cls(
            kind=profile.kind,
            type=profile.type,
            name=profile.name,
            description=profile.description,
            offers=[ItemIn(text=item.text, need=item.need) for item in profile.offers],
            seeks=[ItemIn(text=item.text, need=item.need) for item in profile.seeks],
            place=PlaceIn(**place_data(profile.place)),
            facts=FactsIn(**facts_data(profile.facts)),
            contacts=None,
            organisation=profile.organisation,
            blocks=sorted(profile.blocks),
            consent=profile.consent,
            provenance=dict(profile.provenance),
        )


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

    @classmethod
    def of(cls, profile: Profile) -> ProfileOut:
        """The public fields of a profile."""
        return cls(**profile_data(profile))


class StoredProfileOut(ProfileOut):
    """A profile as stored."""

    organisation: str | None
    consent: bool
    version: int
    updated_at: datetime

    @classmethod
    def of_stored(cls, stored: Stored) -> StoredProfileOut:
        """A stored profile with its version."""
        profile = stored.profile
        return cls(
            **profile_data(profile),
            organisation=profile.organisation,
            consent=profile.consent,
            version=stored.version,
            updated_at=stored.updated_at,
        )


class ProfilePage(BaseModel):
    """Profiles by ascending id; `next` is the `after` of the following page."""

    profiles: list[StoredProfileOut]
    total: int
    next: str | None


def _item(item: ItemIn) -> Item:
    return Item(item.text.strip(), item.need)
