"""A profile is told what would help it to be found, and nothing once all of it is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.profiles import Contacts, Facts, Item, Place, Profile
from matcher.usecases.completeness import Gap, Lack, gaps
from tests.stores import BINDER, REACHABLE, named

COMPLETE = replace(BINDER, consent=True, offers=BINDER.offers[:1])


def test_nothing_is_missing_of_a_complete_profile() -> None:
    assert gaps(COMPLETE, REACHABLE) == ()


@pytest.mark.parametrize(
    ("profile", "lack"),
    [
        (replace(COMPLETE, consent=False), Lack.CONSENT),
        (replace(COMPLETE, offers=()), Lack.OFFERS),
        (replace(COMPLETE, seeks=()), Lack.SEEKS),
        (replace(COMPLETE, place=Place(address="Corso di Porta Romana 1")), Lack.DISTRICT),
        (replace(COMPLETE, facts=replace(COMPLETE.facts, languages=())), Lack.LANGUAGES),
        (replace(COMPLETE, facts=replace(COMPLETE.facts, run_min=None, run_max=None)), Lack.RUN),
        (replace(COMPLETE, facts=replace(COMPLETE.facts, lead_time_days=None)), Lack.LEAD_TIME),
        (replace(COMPLETE, description=""), Lack.DESCRIPTION),
    ],
)
def test_what_is_missing_is_named(profile: Profile, lack: Lack) -> None:
    assert gaps(profile, REACHABLE) == (Gap(lack),)


@pytest.mark.parametrize(
    "kept",
    [replace(COMPLETE, place=Place(municipio=1)), replace(COMPLETE, facts=replace(COMPLETE.facts, run_max=None))],
)
def test_half_of_a_fact_is_enough(kept: Profile) -> None:
    assert gaps(kept, REACHABLE) == ()


def test_items_without_a_skill_are_listed_by_side() -> None:
    vague = replace(COMPLETE, offers=(*COMPLETE.offers, Item("cose belle")), seeks=(Item("aiuto"), Item("soldi")))
    assert gaps(vague, REACHABLE) == (
        Gap(Lack.SKILLS_OFFERED, ("cose belle",)),
        Gap(Lack.SKILLS_SOUGHT, ("aiuto", "soldi")),
    )


def test_a_name_is_no_contact() -> None:
    assert gaps(COMPLETE, Contacts(person="Anna")) == gaps(COMPLETE, None) == (Gap(Lack.CONTACTS),)


def test_the_costliest_comes_first() -> None:
    bare = replace(named("anna"), consent=False, facts=Facts())
    found = [gap.lack for gap in gaps(bare, None)]
    assert found == [lack for lack in Lack if lack not in {Lack.SKILLS_OFFERED, Lack.SKILLS_SOUGHT}]
