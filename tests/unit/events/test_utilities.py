"""Utilities of profiles, with the reasons, held against the engine asked one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from embeddings.exact_index import ExactIndex
from embeddings.hashing_encoder import HashingEncoder
from matcher.domain.events import EventParticipant, PairReason, Side
from matcher.domain.matches import Asker, Direction, MatchRequest
from matcher.domain.profiles import Item, Kind, Profile
from matcher.engine import Engine
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.usecases.events.utilities import by_profiles, opposite

LEXICON = cache(default_lexicon)
BINDER = Profile(
    "binder", Kind.ARTISAN, "Legatoria", offers=(Item("rilegatura di libri"),), seeks=(Item("taglio laser"),)
)
CUTTER = Profile(
    "cutter", Kind.ARTISAN, "Taglio", offers=(Item("taglio laser di cartone"),), seeks=(Item("rilegatura"),)
)
PEOPLE = (
    EventParticipant("a", "Ada", profile_id="binder", side=Side.HOST),
    EventParticipant("b", "Bea", profile_id="cutter", side=Side.GUEST),
    EventParticipant("c", "Ciro", side=Side.GUEST, offers=(Item("taglio laser su legno"),)),
    EventParticipant("d", "Dina", profile_id="binder", side=Side.HOST),
    EventParticipant("e", "Ezio", side=Side.GUEST),
)


def lexicon() -> Lexicon:
    return LEXICON()


def build(profiles: Iterable[Profile]) -> Engine:
    encoder = HashingEncoder(64)
    engine = Engine(encoder, lexicon(), lambda _: ExactIndex(encoder.dim))
    engine.load([lexicon().annotate(profile) for profile in profiles], 1)
    return engine


def annotated(*profiles: Profile) -> dict[str, Profile]:
    return {profile.id: lexicon().annotate(profile) for profile in profiles}


@pytest.fixture(scope="module")
def people() -> tuple[EventParticipant, ...]:
    ciro = lexicon().annotate(Profile("c", Kind.ARTISAN, "Ciro", offers=PEOPLE[2].offers))
    return (*PEOPLE[:2], replace(PEOPLE[2], offers=ciro.offers), *PEOPLE[3:])


def test_both_sides_meet_with_reasons_and_two_people_may_stand_behind_one_profile(
    people: tuple[EventParticipant, ...],
) -> None:
    pairs = {(pair.a, pair.b): pair for pair in by_profiles(people, annotated(BINDER, CUTTER), build)}
    assert set(pairs) == {("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")}
    assert set(pairs["a", "b"].reasons) == {
        PairReason("a", "taglio laser", "taglio laser di cartone"),
        PairReason("b", "rilegatura", "rilegatura di libri"),
    }
    assert pairs["a", "b"].utility == pairs["b", "d"].utility


def test_a_match_known_one_way_has_half_of_that_utility(people: tuple[EventParticipant, ...]) -> None:
    pairs = {(pair.a, pair.b): pair for pair in by_profiles(people, annotated(BINDER, CUTTER), build)}
    one_way, turned = pairs["a", "c"], pairs["c", "d"]
    assert one_way.utility == pytest.approx(0.5 * one_way.utility_a)
    assert (one_way.utility_b, turned.utility_a, turned.utility_b) == (0.0, 0.0, one_way.utility_a)


def test_scores_are_those_of_the_engine_asked_about_the_event_alone(people: tuple[EventParticipant, ...]) -> None:
    stored = annotated(BINDER, CUTTER)
    pairs = {(pair.a, pair.b): pair for pair in by_profiles(people, stored, build)}
    inline = Profile("~c", Kind.ARTISAN, "Ciro", offers=people[2].offers)
    engine = build([*stored.values(), inline, Profile("~e", Kind.ARTISAN, "Ezio")])
    found = engine.match(MatchRequest(Asker(stored["binder"]), Direction.MUTUAL)).matches
    scores = {match.profile.id: match.score for match in found}
    assert (pairs["a", "b"].utility, pairs["a", "c"].utility) == pytest.approx((scores["cutter"], scores["~c"]))


def test_who_gave_no_consent_is_matched_by_the_registration_alone(people: tuple[EventParticipant, ...]) -> None:
    pairs = {(pair.a, pair.b) for pair in by_profiles(people, annotated(BINDER), build)}
    assert pairs == {("a", "c"), ("c", "d")}


def test_who_blocks_somebody_is_not_proposed_to_them(people: tuple[EventParticipant, ...]) -> None:
    blocking = replace(CUTTER, blocks=frozenset({"binder"}))
    pairs = {(pair.a, pair.b) for pair in by_profiles(people, annotated(BINDER, blocking), build)}
    assert ("a", "b") not in pairs


def test_sides_decide_who_may_sit_at_one_table() -> None:
    ada, bea, *_, dina, _ = PEOPLE
    assert opposite(ada, bea)
    assert not opposite(ada, dina)
    assert not opposite(ada, ada)
    assert opposite(replace(ada, side=None), replace(dina, side=None))


def test_those_who_ask_alone_have_the_pairs_that_they_have_among_all(people: tuple[EventParticipant, ...]) -> None:
    profiles = annotated(BINDER, CUTTER)
    everyone = by_profiles(people, profiles, build)
    assert by_profiles(people, profiles, build, asking={"c"}) == [pair for pair in everyone if "c" in (pair.a, pair.b)]
