"""Who is on the platform, by kind and by district."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.domain.profiles import Kind, Place, Profile
from matcher.insights.districts import District, Level, districts, districts_of
from matcher.lexicon.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class KindCount:
    """The profiles of one kind, or, where `kind` is None, of all.

    `peripheries` lie outside of the city's centre; of `unplaced` ones it is not known whether they do, and
    `without_district` have neither NIL nor Municipio.
    """

    kind: Kind | None
    profiles: int
    without_consent: int
    without_district: int
    peripheries: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """The profiles of one district by kind; `periphery` is None for the city and where a NIL lies in both."""

    district: District
    periphery: bool | None
    by_kind: Mapping[Kind, int]

    @property
    def profiles(self) -> int:
        """Those of every kind."""
        return sum(self.by_kind.values())


@dataclass(frozen=True, slots=True)
class Presence:
    """All stored profiles: everyone, each kind, and each district, empty ones too, by level and id."""

    everyone: KindCount
    by_kind: tuple[KindCount, ...]
    by_district: tuple[DistrictCount, ...]


def count_presence(profiles: Iterable[Profile], gazetteer: Gazetteer) -> Presence:
    """Count stored profiles; those that gave no consent are counted too."""
    facts: Counter[tuple[Kind, str]] = Counter()
    in_district: defaultdict[District, Counter[Kind]] = defaultdict(Counter)
    for profile in profiles:
        facts.update((profile.kind, fact) for fact in _facts(profile, gazetteer))
        for district in districts_of(profile.place):
            in_district[district][profile.kind] += 1
    return Presence(
        everyone=_kind_count(None, facts),
        by_kind=tuple(_kind_count(kind, facts) for kind in Kind),
        by_district=tuple(
            DistrictCount(one, _periphery(one, gazetteer), {kind: in_district[one][kind] for kind in Kind})
            for one in (*districts(gazetteer), *sorted(in_district.keys() - set(districts(gazetteer))))
        ),
    )


def _facts(profile: Profile, gazetteer: Gazetteer) -> Iterable[str]:
    yield "profiles"
    if not profile.consent:
        yield "without_consent"
    if profile.place.nil is None and profile.place.municipio is None:
        yield "without_district"
    periphery = gazetteer.periphery(profile.place)
    if periphery is None:
        yield "unplaced"
    elif periphery:
        yield "peripheries"


def _kind_count(kind: Kind | None, facts: Counter[tuple[Kind, str]]) -> KindCount:
    def count(fact: str) -> int:
        return sum(facts[one, fact] for one in (Kind if kind is None else (kind,)))

    return KindCount(
        kind=kind,
        profiles=count("profiles"),
        without_consent=count("without_consent"),
        without_district=count("without_district"),
        peripheries=count("peripheries"),
        unplaced=count("unplaced"),
    )


def _periphery(district: District, gazetteer: Gazetteer) -> bool | None:
    if district.level is Level.MUNICIPIO:
        return gazetteer.periphery(Place(municipio=district.id))
    return gazetteer.periphery(Place(nil=district.id)) if district.level is Level.NIL else None
