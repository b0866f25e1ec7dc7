"""Profiles annotated with languages, skills and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from matcher.domain.profiles import Item, Kind, Need, Place, Profile, SkillLink
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.lexicon.gazetteer import Gazetteer
from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import Skills


class OneDistrict:
    """Knows of one district, and that everything lies in it."""

    def complete_many(self, places: Sequence[Place]) -> list[Place]:
        return [replace(place, nil=place.nil or 1) for place in places]


@pytest.fixture(scope="module")
def lexicon(skills: Skills, resolver: SkillResolver) -> Lexicon:
    return Lexicon(cast(Gazetteer, OneDistrict()), skills, resolver)


def profile(*offers: str | Item, seeks: tuple[str, ...] = (), description: str | None = None) -> Profile:
    return Profile(
        id="p",
        kind=Kind.ARTISAN,
        name="Laboratorio",
        description=description,
        offers=tuple(item if isinstance(item, Item) else Item(item) for item in offers),
        seeks=tuple(Item(text, need=Need.MUST) for text in seeks),
    )


def test_items_get_their_language_and_skills_and_the_place_its_district(lexicon: Lexicon) -> None:
    annotated = lexicon.annotate(profile("sartoria su misura", seeks=("laser cutting on wood",)))
    link = SkillLink("wood-laser-cutting", 0.85, "laser cutting on wood")
    assert annotated.offers == (
        Item("sartoria su misura", Need.WANT, "it", (SkillLink("tailoring", 1.0, "sartoria su misura"),)),
    )
    assert annotated.seeks == (Item("laser cutting on wood", Need.MUST, "en", (link,)),)
    assert annotated.place.nil == 1


def test_words_that_do_not_tell_are_in_the_language_of_most_of_the_profile(lexicon: Lexicon) -> None:
    annotated = lexicon.annotate(profile("CNC", "falegnameria di quartiere", "restauro mobili", "furniture making"))
    assert [item.language for item in annotated.offers] == ["it", "it", "it", "en"]
    assert annotated.offers[0].skills == (SkillLink("cnc-machining", 1.0, "CNC"),)


def test_the_description_tells_where_the_items_do_not(lexicon: Lexicon) -> None:
    told = lexicon.annotate(profile("CNC", description="We are a small workshop near the canal"))
    untold = lexicon.annotate(profile("CNC"))
    tied = lexicon.annotate(profile("CNC", "una bottega di quartiere", "a workshop in the yard"))
    assert [one.offers[0].language for one in (told, untold, tied)] == ["en", None, None]


def test_a_language_that_is_given_stays_and_old_links_do_not(lexicon: Lexicon) -> None:
    item = Item("camera oscura", language="en", skills=(SkillLink("tailoring", 1.0),))
    assert lexicon.annotate(profile(item)).offers[0] == replace(
        item, skills=(SkillLink("photography", 1.0, "camera oscura"),)
    )


@pytest.mark.parametrize(
    "given",
    [
        profile(),
        profile("CNC", "sartoria", description="workshop"),
        profile("taglio e incisione laser", seeks=("cerco una sarta", "a bookbinder", "???")),
    ],
)
def test_annotating_twice_is_annotating_once_and_texts_never_change(lexicon: Lexicon, given: Profile) -> None:
    once = lexicon.annotate(given)
    assert lexicon.annotate(once) == once
    assert [item.text for item in (*once.offers, *once.seeks)] == [item.text for item in (*given.offers, *given.seeks)]


def test_the_version_is_that_of_the_vocabulary(lexicon: Lexicon, skills: Skills) -> None:
    assert lexicon.version == skills.version


def test_the_lexicon_that_ships_knows_milan_and_its_trades() -> None:
    lexicon = default_lexicon()
    annotated = lexicon.annotate(replace(profile("sartoria per divise"), place=Place(cap="20158")))
    assert {link.skill for link in annotated.offers[0].skills} == {"tailoring", "uniforms"}
    assert annotated.place.municipio == 9
