"""Who takes part: registered again and again, and known from earlier events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matcher.domain.events import EventParticipant
from matcher.domain.profiles import Item, Profile
from matcher.domain.rows import ParticipantRow, RowError
from matcher.errors import InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.people import RegistrationReport, register, remove_person
from tests.events import FAIR, PEOPLE, keep
from tests.stores import BINDER, put

BAD = RowError(7, "Ruolo", "boh", "host or guest", "Write one.", "bad-side")


def annotate(profile: Profile) -> Profile:
    return replace(profile, offers=tuple(replace(item, language="it") for item in profile.offers))


def registered(store: Store, people: Sequence[EventParticipant], dry_run: bool = False) -> RegistrationReport:
    rows = [ParticipantRow(line, person, f"{person.id}@example.org") for line, person in enumerate(people, 2)]
    return register(
        FAIR.id, [*rows, BAD, replace(BAD, column="Email")], store=store, annotate=annotate, dry_run=dry_run
    )


def test_good_rows_are_kept_and_bad_ones_reported(store: Store) -> None:
    nuova = EventParticipant("nuova", "Nuova", offers=(Item("ceramica"),))
    report = registered(store, [PEOPLE[0], replace(PEOPLE[1], name="Bruno S."), nuova])
    assert (report.created, report.updated, report.unchanged, report.rejected) == (1, 1, 1, 1)
    assert len(report.errors) == 2
    people = find_event(FAIR.id, store)[1]
    assert [person.id for person in people] == [*(person.id for person in PEOPLE), "nuova"]
    assert people[-1].offers[0].language == "it"


def test_a_dry_run_keeps_nothing(store: Store) -> None:
    assert registered(store, [EventParticipant("nuova", "Nuova")], dry_run=True).created == 1
    assert find_event(FAIR.id, store)[1] == PEOPLE


def test_a_profile_that_is_named_has_to_exist(store: Store) -> None:
    linked = replace(PEOPLE[0], profile_id=BINDER.id)
    with pytest.raises(InvalidInput, match=BINDER.id):
        registered(store, [linked])
    put(store, BINDER)
    assert registered(store, [linked]).updated == 1


def test_slots_that_do_not_exist_are_refused(store: Store) -> None:
    with pytest.raises(InvalidInput, match="1 to 5"):
        registered(store, [replace(PEOPLE[0], unavailable=frozenset({6}))])


def test_who_met_somebody_at_another_event_is_no_newcomer(store: Store) -> None:
    keep(store, replace(FAIR, id="altra"))
    with store.unit_of_work(write=True) as unit:
        unit.timetables.record_encounters("altra", [("person:anna ricci|acme", "person:zeno|")])
        unit.commit()
    registered(store, [replace(PEOPLE[0], name="ANNA  Ricci"), PEOPLE[2]])
    newcomer = {person.id: person.newcomer for person in find_event(FAIR.id, store)[1]}
    assert (newcomer["acme"], newcomer["carla"]) == (False, True)


def test_a_registration_read_again_leaves_who_did_not_come_absent(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.events.put_participants(FAIR.id, [replace(PEOPLE[0], absent=True)])
        unit.commit()
    assert registered(store, [PEOPLE[0]]).unchanged == 1


def test_a_participant_can_be_erased(store: Store) -> None:
    remove_person(FAIR.id, "acme", store)
    with pytest.raises(NotFound):
        remove_person(FAIR.id, "acme", store)
    assert "acme" not in {person.id for person in find_event(FAIR.id, store)[1]}
