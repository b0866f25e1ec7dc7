"""Profiles as bytes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from matcher.domain.profiles import Profile
from matcher.engine.documents import read, written
from tests.strategies import profiles


@given(profiles())
def test_a_document_gives_back_the_profile(profile: Profile) -> None:
    assert read(written(profile)) == replace(profile, consent=True)


@given(profiles())
def test_equal_profiles_give_equal_bytes(profile: Profile) -> None:
    again = replace(profile, blocks=frozenset(sorted(profile.blocks, reverse=True)))
    assert written(again) == written(profile)
