"""Skills that are sought and not offered, or offered and not sought, in each district."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.domain.profiles import Item, Profile
from matcher.insights.districts import CITY, District, districts_of
from matcher.lexicon.skills import Skills

Counts = Mapping[District, Counter[str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that `profiles` of a district seek (or offer) where nobody offers (or seeks) it.

    `elsewhere` is how many profiles of the whole city do.
    """

    district: District
    skill: str
    profiles: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How many skills a district's profiles seek and offer, and how many of these meet nothing there."""

    district: District
    sought: int
    not_offered: int
    offered: int
    not_sought: int


@dataclass(frozen=True, slots=True)
class SkillGaps:
    """What is missing and what is idle: by district, in each the skills of most profiles first."""

    not_offered: tuple[Gap, ...]
    not_sought: tuple[Gap, ...]
    balances: tuple[Balance, ...]


def find_gaps(profiles: Iterable[Profile], skills: Skills) -> SkillGaps:
    """Compare what profiles seek with what those of the same district offer.

    A skill is offered where somebody offers it or a narrower one: who seeks laser cutting is served by who cuts wood by
    laser, not by who offers digital fabrication of some sort. Likewise a skill is sought where somebody seeks it or a
    broader one. Profiles without consent, whom nobody can be matched with, do not count.
    """
    counted = _Counted(skills)
    for profile in profiles:
        if profile.consent:
            counted.add(profile)
    seen = sorted({*counted.sought, *counted.offered})
    return SkillGaps(
        not_offered=tuple(gap for one in seen for gap in _gaps(one, counted.sought, counted.supply)),
        not_sought=tuple(gap for one in seen for gap in _gaps(one, counted.offered, counted.demand)),
        balances=tuple(_balance(one, counted) for one in seen),
    )


class _Counted:
    """Profiles by district and skill.

    `sought` and `offered` count those that name a skill, `supply` those that offer it or a narrower one, and `demand`
    those that seek it or a broader one.
    """

    def __init__(self, skills: Skills) -> None:
        self._skills = skills
        self.sought: defaultdict[District, Counter[str]] = defaultdict(Counter)
        self.offered: defaultdict[District, Counter[str]] = defaultdict(Counter)
        self.supply: defaultdict[District, Counter[str]] = defaultdict(Counter)
        self.demand: defaultdict[District, Counter[str]] = defaultdict(Counter)

    def add(self, profile: Profile) -> None:
        """Count a profile once for each skill."""
        seeks, offers = self._named(profile.seeks), self._named(profile.offers)
        supplied = {broader for skill in offers for broader in self._skills.ancestors(skill)}
        demanded = {narrower for skill in seeks for narrower in self._skills.narrower(skill)}
        for district in districts_of(profile.place):
            self.sought[district].update(seeks)
            self.offered[district].update(offers)
            self.supply[district].update(supplied)
            self.demand[district].update(demanded)

    def _named(self, items: Iterable[Item]) -> set[str]:
        # Links of an older vocabulary may name a skill that is gone until they are made anew.
        return {link.skill for item in items for link in item.skills if link.skill in self._skills}


def _gaps(district: District, named: Counts, met: Counts) -> Iterator[Gap]:
    missing = ((skill, count) for skill, count in named[district].items() if not met[district][skill])
    for skill, count in sorted(missing, key=lambda one: (-one[1], one[0])):
        yield Gap(district, skill, count, met[CITY][skill])


def _balance(district: District, counted: _Counted) -> Balance:
    sought, offered = counted.sought[district], counted.offered[district]
    return Balance(
        district,
        sought=len(sought),
        not_offered=sum(not counted.supply[district][skill] for skill in sought),
        offered=len(offered),
        not_sought=sum(not counted.demand[district][skill] for skill in offered),
    )
