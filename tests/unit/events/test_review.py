"""What an organiser is told to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.events import EventParticipant, Pair, PairRule, Rules, Side
from matcher.domain.profiles import Item, Kind, Profile, SkillLink
from matcher.ports import Store
from matcher.usecases.events.findings import Advice, Code, Finding, Severity
from matcher.usecases.events.interests import give_scores
from matcher.usecases.events.prospects import Obstacle
from matcher.usecases.events.review import Standing, review, review_event
from tests.events import FAIR, PEOPLE, pair

BINDING = (Item("rilegatura", skills=(SkillLink("bookbinding", 0.9, "rilegatura"),)),)
SPEAKING = tuple(replace(person, offers=BINDING) for person in PEOPLE)
ALL_SLOTS = frozenset(range(1, len(FAIR.meeting_slots) + 1))


def found(*people: EventParticipant, pairs: tuple[Pair, ...] = (), **more: object) -> dict[Code, Finding]:
    standing = Standing(FAIR, people, pairs, **more)  # type: ignore[arg-type]
    return {finding.code: finding for finding in review(standing)}


def test_an_event_that_fits_has_nothing_to_look_at() -> None:
    assert found(*(replace(person, quota=1) for person in SPEAKING)) == {}


def test_who_is_never_there_is_told_that_and_not_that_nobody_can_be_met() -> None:
    never = replace(SPEAKING[0], unavailable=ALL_SLOTS)
    told = found(never, *SPEAKING[1:])
    assert told[Code.NEVER_FREE].people == ("acme",)
    assert Code.NO_PARTNER not in told


def test_who_came_not_is_left_out() -> None:
    assert found(replace(SPEAKING[0], absent=True, unavailable=ALL_SLOTS), *SPEAKING[1:]).get(Code.NEVER_FREE) is None


def test_words_that_no_skill_is_found_in_are_not_understood() -> None:
    vague = replace(SPEAKING[0], offers=(Item("cose belle"),))
    finding = found(vague, *SPEAKING[1:])[Code.NOTHING_UNDERSTOOD]
    assert (finding.people, finding.severity) == (("acme",), Severity.DOUBTFUL)


def test_who_says_nothing_cannot_be_matched() -> None:
    told = found(PEOPLE[0], *SPEAKING[1:])
    assert told[Code.NOTHING_SAID].people == ("acme",)
    assert told[Code.NOTHING_SAID].advice[0] is Advice.CORRECT_PERSON


def test_a_profile_speaks_for_its_participant_unless_it_is_gone_or_withheld() -> None:
    linked = replace(PEOPLE[0], profile_id="acme-spa")
    profile = Profile("acme-spa", Kind.ARTISAN, "Acme", offers=BINDING)
    others = SPEAKING[1:]
    assert found(linked, *others)[Code.UNKNOWN_PROFILE].people == ("acme",)
    assert found(linked, *others, profiles={"acme-spa": replace(profile, consent=False)})[
        Code.WITHHELD_PROFILE
    ].people == ("acme",)
    told = found(linked, *others, profiles={"acme-spa": profile})
    assert not told.keys() & {Code.UNKNOWN_PROFILE, Code.WITHHELD_PROFILE, Code.NOTHING_SAID, Code.NOTHING_UNDERSTOOD}


def test_given_interests_take_the_place_of_words() -> None:
    assert Code.NOTHING_SAID not in found(*PEOPLE, by_interests=True)


def test_nobody_to_meet_is_told_once_for_each_obstacle() -> None:
    hosts = [replace(person, side=Side.HOST) for person in SPEAKING]
    finding = found(*hosts)[Code.NO_PARTNER]
    assert finding.values == {"obstacle": Obstacle.SAME_SIDE}
    assert finding.people == tuple(person.id for person in hosts)


def test_fewer_partners_than_meetings_wanted_are_counted() -> None:
    wants_more = replace(SPEAKING[2], quota=3)
    others = [replace(person, quota=1) for person in SPEAKING if person.id != "carla"]
    finding = found(*others, wants_more)[Code.FEW_PARTNERS]
    assert finding.values == {"each": {"carla": {"partners": 2, "wanted": 3}}}


def test_who_got_no_meeting_though_others_did_is_told() -> None:
    pairs = (pair("acme", "carla", chosen=True), pair("bit", "dario"), pair("acme", "elsa"))
    finding = found(*SPEAKING, pairs=pairs)[Code.NO_MEETING]
    assert finding.people == ("bit", "dario", "elsa")


def test_more_hours_wanted_than_somebody_is_there_for() -> None:
    busy = replace(SPEAKING[0], quota=4, unavailable=frozenset({1, 2, 3}))
    assert found(busy, *SPEAKING[1:])[Code.FEW_SLOTS].values == {"each": {"acme": {"wanted": 4, "free": 2}}}


def test_meetings_that_tables_and_slots_have_no_room_for() -> None:
    """Two hosts want five meetings each, guests as many and more: ten of them at one table in five slots."""
    event = replace(FAIR, tables=("1",), rules=Rules(quota=5))
    people = [replace(person, quota=None, unavailable=frozenset()) for person in SPEAKING]
    (finding,) = [one for one in review(Standing(event, people)) if one.code is Code.FEW_PLACES]
    assert finding.values == {"wanted": 10, "chosen": 0, "places": 5}
    assert finding.severity is Severity.NOTE


def test_more_chosen_pairs_than_places_block_the_timetable() -> None:
    event = replace(FAIR, tables=("1",), slots=FAIR.slots[:1])
    pairs = (pair("acme", "carla", chosen=True), pair("acme", "dario", chosen=True))
    (finding,) = [one for one in review(Standing(event, SPEAKING, pairs)) if one.code is Code.FEW_PLACES]
    assert finding.severity is Severity.BLOCKING


@pytest.mark.parametrize(("stay", "told"), [(True, True), (False, False)])
def test_hosts_that_keep_their_tables_need_one_each(stay: bool, told: bool) -> None:
    event = replace(FAIR, tables=("1",), rules=Rules(hosts_stay=stay))
    assert any(one.code is Code.FEW_TABLES for one in review(Standing(event, SPEAKING))) is told


def test_two_of_one_name_and_organisation_may_be_one() -> None:
    again = replace(SPEAKING[0], id="acme-2", name="ANNA  Ricci")
    told = found(*SPEAKING, again, emails={"acme": "a@example.org", "acme-2": "A@example.org"})
    assert told[Code.SAME_PERSON].people == ("acme", "acme-2")
    assert Code.SAME_ADDRESS not in told


def test_one_address_for_two_is_worth_a_note() -> None:
    told = found(*SPEAKING, emails={"acme": "info@example.org", "carla": "INFO@example.org ", "bit": ""})
    assert told[Code.SAME_ADDRESS].people == ("acme", "carla")


def test_the_gravest_comes_first() -> None:
    never = replace(SPEAKING[0], unavailable=ALL_SLOTS)
    severities = [one.severity for one in review(Standing(FAIR, [never, *SPEAKING[1:], replace(never, id="x")]))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.BLOCKING


def test_a_stored_event_is_reviewed_with_what_is_kept_of_it(store: Store) -> None:
    assert {one.code for one in review_event(FAIR.id, store)} >= {Code.NOTHING_SAID}
    give_scores(FAIR.id, [("acme", "carla", 1.0)], store)
    with store.unit_of_work(write=True) as unit:
        forbidden = [pair("acme", who, rule=PairRule.FORBIDDEN) for who in ("carla", "dario", "elsa")]
        unit.events.put_pairs(FAIR.id, forbidden)
        unit.commit()
    (finding,) = [one for one in review_event(FAIR.id, store) if one.code is Code.NO_PARTNER and "acme" in one.people]
    assert finding.values == {"obstacle": Obstacle.FORBIDDEN}
