"""What a profile leaves unsaid that others would find it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.contact_details import is_reachable
from matcher.domain.profiles import Contacts, Item, Profile


class Lack(StrEnum):
    """What is missing, the costliest first: without consent or items nobody is found at all."""

    CONSENT = "consent"
    OFFERS = "offers"
    SEEKS = "seeks"
    SKILLS_OFFERED = "skills_offered"
    SKILLS_SOUGHT = "skills_sought"
    DISTRICT = "district"
    CONTACTS = "contacts"
    LANGUAGES = "languages"
    RUN = "run"
    LEAD_TIME = "lead_time"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing; `texts` are the items in which no skill was recognised."""

    lack: Lack
    texts: tuple[str, ...] = ()


def gaps(profile: Profile, contacts: Contacts | None) -> tuple[Gap, ...]:
    """What would help an annotated profile to be found, the most helpful first."""
    return tuple(sorted(_gaps(profile, contacts), key=lambda gap: tuple(Lack).index(gap.lack)))


def _gaps(profile: Profile, contacts: Contacts | None) -> Iterator[Gap]:
    place, facts = profile.place, profile.facts
    unsaid = {
        Lack.CONSENT: not profile.consent,
        Lack.OFFERS: not profile.offers,
        Lack.SEEKS: not profile.seeks,
        Lack.DISTRICT: place.nil is None and place.municipio is None and place.point is None,
        Lack.CONTACTS: not is_reachable(contacts),
        Lack.LANGUAGES: not facts.languages,
        Lack.RUN: facts.run_min is None and facts.run_max is None,
        Lack.LEAD_TIME: facts.lead_time_days is None,
        Lack.DESCRIPTION: not profile.description,
    }
    yield from (Gap(lack) for lack, missing in unsaid.items() if missing)
    for lack, items in ((Lack.SKILLS_OFFERED, profile.offers), (Lack.SKILLS_SOUGHT, profile.seeks)):
        if unrecognised := _without_skill(items):
            yield Gap(lack, unrecognised)


def _without_skill(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.text for item in items if not item.skills)
