"""Who takes part: artisans, startups and organisations, with what they offer and seek."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

MAX_ITEMS = 50
"""Items on one side of a profile."""
LONGEST_ITEM = 500
"""Characters of one item."""


class Kind(StrEnum):
    """What a profile is."""

    ARTISAN = "artisan"
    STARTUP = "startup"
    ORGANISATION = "organisation"


class OrganisationType(StrEnum):
    """What sort of organisation a profile of kind `organisation` is."""

    COMPANY = "company"
    FABLAB = "fablab"
    MAKERSPACE = "makerspace"
    INCUBATOR = "incubator"
    HUB = "hub"
    SCHOOL = "school"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"
    SPACE = "space"


class Need(StrEnum):
    """How much a sought item matters: a `must` weighs twice a `want`."""

    MUST = "must"
    WANT = "want"


@dataclass(frozen=True, slots=True)
class SkillLink:
    """A skill of the vocabulary found in a text: the confidence of the link in (0, 1] and the words that named it."""

    skill: str
    confidence: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing offered or sought: its text, its language (`it`, `en` or unknown) and the skills it names."""

    text: str
    need: Need = Need.WANT
    language: str | None = None
    skills: tuple[SkillLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth, WGS 84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a profile works; `nil` and `municipio` are ids of the gazetteer."""

    address: str | None = None
    cap: str | None = None
    nil: int | None = None
    municipio: int | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the items; unknown facts are None or empty, never a default.

    `run_min` and `run_max` are pieces per order: what the profile makes, or needs. `lead_time_days` is how long it
    takes, or can wait. `available_from` is the first free day.
    """

    languages: tuple[str, ...] = ()
    run_min: int | None = None
    run_max: int | None = None
    lead_time_days: int | None = None
    available_from: date | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """How to reach a profile. Kept apart: never matched, encoded, logged or shown in a match."""

    email: str | None = None
    phone: str | None = None
    person: str | None = None
    website: str | None = None


class Purpose(StrEnum):
    """What consent is given for: to be matched and found, to be asked for contact, to be counted in indicators."""

    MATCHING = "matching"
    CONTACT = "contact"
    STATISTICS = "statistics"


def today() -> date:
    """The day where this runs, by which consent ends."""
    return date.today()  # noqa: DTZ011 -- people's days are those of the place


@dataclass(frozen=True, slots=True)
class Grant:
    """Consent for a purpose: everywhere or, with `event`, at one event; from the day `until` on it counts no more."""

    purpose: Purpose
    event: str | None = None
    until: date | None = None

    def holds(self, purpose: Purpose, on: date, event: str | None) -> bool:
        """Whether it covers a purpose on a day, at an event or, without one, everywhere."""
        return self.purpose is purpose and self.event in (None, event) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Profile:
    """A participant. `type` is given exactly when `kind` is `organisation`.

    `organisation` names the body behind several profiles, which are never matched with each other; `blocks` are ids
    this profile must never meet. Without `consent` a profile is stored but takes no part in matching; with it, `grants`
    say for what, None for everything: who uses a profile for a purpose looks at it through `seen_for`.
    `provenance` keeps where the record came from, such as `{"source": "…", "synthetic": "true"}`.
    """

    id: str
    kind: Kind
    name: str
    type: OrganisationType | None = None
    description: str | None = None
    offers: tuple[Item, ...] = ()
    seeks: tuple[Item, ...] = ()
    place: Place = Place()
    facts: Facts = Facts()
    organisation: str | None = None
    blocks: frozenset[str] = frozenset()
    consent: bool = True
    provenance: Mapping[str, str] = field(default_factory=dict)
    grants: tuple[Grant, ...] | None = None

    def allows(self, purpose: Purpose, on: date, event: str | None = None) -> bool:
        """Whether there is consent for a purpose on a day, at an event or, without one, everywhere."""
        return self.consent and (self.grants is None or any(one.holds(purpose, on, event) for one in self.grants))

    def seen_for(self, purpose: Purpose, on: date, event: str | None = None) -> Profile:
        """The profile whose `consent` says whether there is any for this purpose."""
        return self if self.grants is None else replace(self, consent=self.allows(purpose, on, event))
