"""What is sought and not offered, and the reverse, counted as its definition says."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.profiles import Item, Kind, Place, Profile, SkillLink
from matcher.insights.districts import CITY, District, Level
from matcher.insights.skills import Gap, find_gaps
from matcher.lexicon.skills import Skills

SKILLS = Skills.load(Path(__file__).parents[1] / "lexicon" / "vocabulary")
NAMES = st.lists(st.sampled_from([*SKILLS.ids, "gone"]), max_size=4)
NIL_7 = District(Level.NIL, 7)
IN_7 = Place(nil=7)


def item(*skills: str) -> Item:
    return Item("testo", skills=tuple(SkillLink(skill, 0.9) for skill in skills))


def profile(
    name: str,
    *,
    offers: tuple[str, ...] = (),
    seeks: tuple[str, ...] = (),
    place: Place = IN_7,
    consent: bool = True,
) -> Profile:
    return Profile(
        name, Kind.ARTISAN, name, offers=(item(*offers),), seeks=(item(*seeks),), place=place, consent=consent
    )


@st.composite
def places(draw: st.DrawFn) -> Place:
    return Place(nil=draw(st.none() | st.integers(1, 2)), municipio=draw(st.none() | st.integers(1, 2)))


@st.composite
def markets(draw: st.DrawFn) -> list[Profile]:
    return [
        profile(
            str(number),
            offers=tuple(draw(NAMES)),
            seeks=tuple(draw(NAMES)),
            place=draw(places()),
            consent=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


def inside(one: Profile, district: District) -> bool:
    ids = {Level.CITY: 0, Level.MUNICIPIO: one.place.municipio, Level.NIL: one.place.nil}
    return one.consent and ids[district.level] == district.id


def names(one: Profile, side: str) -> set[str]:
    return {link.skill for item in getattr(one, side) for link in item.skills} & set(SKILLS.ids)


def serves(offered: str, sought: str) -> bool:
    """Whether who offers one skill serves who seeks the other: it is the same, or lies below it."""
    return offered == sought or any(serves(offered, below.id) for below in SKILLS if sought in below.broader)


def offering(skill: str, district: District, everyone: list[Profile]) -> int:
    return sum(any(serves(o, skill) for o in names(one, "offers")) for one in everyone if inside(one, district))


def seeking(skill: str, district: District, everyone: list[Profile]) -> int:
    return sum(any(serves(skill, s) for s in names(one, "seeks")) for one in everyone if inside(one, district))


DISTRICTS = (CITY, *(District(level, number) for level in (Level.MUNICIPIO, Level.NIL) for number in (1, 2)))


@settings(max_examples=150, deadline=None)
@given(markets())
def test_gaps_are_those_of_the_definition(everyone: list[Profile]) -> None:
    found = find_gaps(everyone, SKILLS)
    for district in DISTRICTS:
        here = [one for one in everyone if inside(one, district)]
        for side, met, gaps in (("seeks", offering, found.not_offered), ("offers", seeking, found.not_sought)):
            named = {skill for one in here for skill in names(one, side)}
            expected = {
                Gap(district, skill, sum(skill in names(one, side) for one in here), met(skill, CITY, everyone))
                for skill in named
                if met(skill, district, everyone) == 0
            }
            assert {gap for gap in gaps if gap.district == district} == expected


@given(markets())
@settings(max_examples=50, deadline=None)
def test_each_gap_is_listed_once_and_counted_in_its_district(everyone: list[Profile]) -> None:
    found = find_gaps(everyone, SKILLS)
    for gaps in (found.not_offered, found.not_sought):
        keys = [(gap.district, -gap.profiles, gap.skill) for gap in gaps]
        assert keys == sorted(set(keys))
    for one in found.balances:
        assert one.not_offered == sum(gap.district == one.district for gap in found.not_offered) <= one.sought
        assert one.not_sought == sum(gap.district == one.district for gap in found.not_sought) <= one.offered


def test_a_narrower_skill_serves_who_seeks_a_broader_one_and_not_the_reverse() -> None:
    narrow, broad = ("embroidery",), ("tailoring",)
    assert find_gaps([profile("a", seeks=broad), profile("b", offers=narrow)], SKILLS).not_offered == ()
    missing = find_gaps([profile("a", seeks=narrow), profile("b", offers=broad)], SKILLS)
    assert {(gap.district, gap.skill) for gap in missing.not_offered} == {(CITY, "embroidery"), (NIL_7, "embroidery")}
    assert {(gap.district, gap.skill) for gap in missing.not_sought} == {(CITY, "tailoring"), (NIL_7, "tailoring")}


def test_what_is_offered_elsewhere_is_missing_in_the_district_alone() -> None:
    there = profile("b", offers=("weaving",), place=Place(nil=8))
    found = find_gaps([profile("a", seeks=("weaving",)), there], SKILLS)
    assert found.not_offered == (Gap(NIL_7, "weaving", profiles=1, elsewhere=1),)


def test_who_gave_no_consent_neither_seeks_nor_offers() -> None:
    silent = profile("b", offers=("weaving",), seeks=("embroidery",), consent=False)
    assert find_gaps([profile("a", seeks=("weaving",)), silent], SKILLS).not_offered == (
        Gap(CITY, "weaving", 1, 0),
        Gap(NIL_7, "weaving", 1, 0),
    )
