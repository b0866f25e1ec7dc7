"""Profiles as they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from api.schemas.strict import Count, Day, Number, SoundBody, Strict, Whole
from matcher.domain.profiles import (
    LONGEST_ITEM,
    MAX_ITEMS,
    Contacts,
    Facts,
    Grant,
    Item,
    Kind,
    Need,
    OrganisationType,
    Place,
    Point,
    Profile,
    Purpose,
)
from matcher.lexicon.splitting import split_sides
from matcher.usecases.asking import says_something

ProfileId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]*$")]
"""Letters, digits and `. _ : @ -`, beginning with a letter or a digit."""
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
Description = Annotated[str, Field(max_length=10_000)]
Organisation = Annotated[str, Field(max_length=200)]
Ids = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=1000)]
ShortText = Annotated[str, Field(max_length=500)]
Provenance = Annotated[dict[ShortText, ShortText], Field(max_length=20)]


class ItemIn(Strict):
    """One thing offered or sought."""

    text: str = Field(min_length=1, max_length=LONGEST_ITEM, pattern=r"\S")
    need: Need = Field(Need.WANT, description="`must` weighs twice a `want`; read on sought items only.")

    @classmethod
    def read(cls, value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
        """A bare string stands for an item with that text."""
        return {"text": value} if isinstance(value, str) else value

    def to_domain(self) -> Item:
        """The item, not yet linked to skills."""
        return Item(self.text.strip(), self.need)


# The schema shows what an item is; a bare string is the short form of one, with the same bounds.
ItemText = Annotated[str, Field(min_length=1, max_length=LONGEST_ITEM, pattern=r"\S")]
Items = Annotated[
    list[Annotated[ItemIn, BeforeValidator(ItemIn.read, json_schema_input_type=ItemText | ItemIn)]],
    Field(max_length=MAX_ITEMS),
]


class PlaceIn(Strict):
    """Where the profile works; what is missing is derived from what is given."""

    address: str | None = Field(None, max_length=300)
    cap: str | None = Field(None, pattern=r"^\d{5}$", description="Postcode.")
    nil: Whole | None = Field(None, description="Id of the neighbourhood; see GET /districts.")
    municipio: Whole | None = Field(None, description="Id of the Municipio; see GET /districts.")
    lat: Number | None = Field(None, ge=-90, le=90, description="WGS 84 degrees; `lat` and `lon` go together.")
    lon: Number | None = Field(None, ge=-180, le=180)

    @model_validator(mode="after")
    def _whole_point(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            given, missing = ("lat", "lon") if self.lon is None else ("lon", "lat")
            raise ValueError(f"'{given}' is given without '{missing}': send both or neither")
        return self

    def to_domain(self) -> Place:
        """The place as given."""
        point = Point(self.lat, self.lon) if self.lat is not None and self.lon is not None else None
        return Place(self.address, self.cap, self.nil, self.municipio, point)


class FactsIn(Strict):
    """What is known beside the items; leave unknown facts out."""

    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]] = Field([], max_length=20)
    run_min: Count | None = Field(None, description="Smallest order, pieces.")
    run_max: Count | None = Field(None, description="Largest order, pieces; not less than `run_min`.")
    lead_time_days: Whole | None = Field(None, ge=0, le=3650)
    available_from: Day | None = None

    def to_domain(self) -> Facts:
        """The facts."""
        return Facts(tuple(self.languages), self.run_min, self.run_max, self.lead_time_days, self.available_from)


class GrantIn(Strict):
    """Consent for one purpose."""

    purpose: Purpose = Field(description="To be matched and found, to be asked for contact, to be counted.")
    event: str | None = Field(None, max_length=200, description="The id of the one event that it is for.")
    until: Day | None = Field(None, description="The day from which it counts no more.")

    @classmethod
    def of_grant(cls, grant: Grant) -> GrantIn:
        """A stored grant."""
        return cls(purpose=grant.purpose, event=grant.event, until=grant.until)

    def to_domain(self) -> Grant:
        """The grant."""
        return Grant(self.purpose, self.event, self.until)


class ContactsIn(Strict):
    """How to reach the profile: kept apart, and in no answer of this API."""

    email: str | None = Field(None, max_length=320)
    phone: str | None = Field(None, max_length=60)
    person: str | None = Field(None, max_length=200)
    website: str | None = Field(None, max_length=500)

    def to_domain(self) -> Contacts:
        """The contacts."""
        return Contacts(self.email, self.phone, self.person, self.website)


Grants = Annotated[list[GrantIn], Field(max_length=50)]


class ProfileIn(SoundBody):
    """A profile as it is written. Without offers and seeks, the description is split into items."""

    kind: Kind
    type: OrganisationType | None = Field(None, description="Given exactly when `kind` is `organisation`.")
    name: Name
    description: Description | None = None
    offers: Items = []
    seeks: Items = []
    place: PlaceIn = Field(default_factory=PlaceIn)
    facts: FactsIn = Field(default_factory=FactsIn)
    contacts: ContactsIn | None = Field(None, description="Left out: stored contacts stay. `{}`: they are erased.")
    organisation: Organisation | None = Field(None, description="The body behind several profiles.")
    blocks: Ids = Field([], description="Ids this profile must never be matched with.")
    consent: StrictBool = Field(True, description="Without consent a profile is stored but takes no part in matching.")
    grants: Grants | None = Field(None, description="What `consent` is for; left out, everything.")
    provenance: Provenance = {}

    def to_domain(self, profile_id: str) -> Profile:
        """The profile, not yet linked to skills and districts."""
        return _with_items(replace(_EMPTY, id=profile_id, **_values(self, set(type(self).model_fields))))


def _absent() -> Any:  # noqa: ANN401 -- stands for no value at all
    """The default of a field that may be left out but not be null; `model_fields_set` tells which were given."""
    return None


class ProfilePatch(SoundBody):
    """The fields to change. Each is replaced whole; null empties it, and erases contacts."""

    kind: Kind = Field(default_factory=_absent)
    type: OrganisationType | None = None
    name: Name = Field(default_factory=_absent)
    description: Description | None = None
    offers: Items | None = None
    seeks: Items | None = None
    place: PlaceIn | None = None
    facts: FactsIn | None = None
    contacts: ContactsIn | None = None
    organisation: Organisation | None = None
    blocks: Ids | None = None
    consent: StrictBool = Field(default_factory=_absent)
    grants: Grants | None = Field(None, description="What `consent` is for; null, or a `consent` alone: everything.")
    provenance: Provenance | None = None

    def applied_to(self, profile: Profile) -> Profile:
        """The profile with the fields given replaced."""
        given = set(self.model_fields_set)
        return _with_items(replace(profile, **_values(self, given | ({"grants"} if "consent" in given else set()))))

    def new_contacts(self) -> Contacts | None:
        """The contacts that replace those stored; None where they stay."""
        if "contacts" not in self.model_fields_set:
            return None
        return self.contacts.to_domain() if self.contacts else Contacts()


_EMPTY = Profile(id="", kind=Kind.ARTISAN, name="")
_READ: dict[str, Callable[[Any], Any]] = {
    "name": str.strip,
    "offers": lambda items: tuple(item.to_domain() for item in items),
    "seeks": lambda items: tuple(item.to_domain() for item in items),
    "place": PlaceIn.to_domain,
    "facts": FactsIn.to_domain,
    "blocks": frozenset,
    "grants": lambda grants: tuple(grant.to_domain() for grant in grants),
}


def _values(body: ProfileIn | ProfilePatch, names: set[str]) -> dict[str, Any]:
    """Fields of a profile as the domain has them, null for empty; contacts are no field of it."""
    given = {name: getattr(body, name) for name in names - {"contacts"}}
    return {
        name: getattr(_EMPTY, name) if value is None else _READ.get(name, lambda value: value)(value)
        for name, value in given.items()
    }


def _with_items(profile: Profile) -> Profile:
    """The profile with its description split into items where it lists none."""
    if profile.offers or profile.seeks or not profile.description:
        return profile
    told, asked = split_sides(profile.description)
    offers, seeks = (tuple(map(Item, filter(says_something, texts))) for texts in (told, asked))
    return replace(profile, offers=offers, seeks=seeks)
