"""Who meets whom: proposed by utility, settled by the organiser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.domain.events import Event, EventParticipant, Pair, PairRule
from matcher.domain.profiles import Profile, Purpose, today
from matcher.errors import Conflict, InvalidInput
from matcher.lexicon.normalisation import fold_text
from matcher.ports import Store, UnitOfWork
from matcher.scheduling.pairs.fairness import FairnessReport
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.people import lasting_name
from matcher.usecases.events.solvers import ChoosePairs, MeasureFairness, Two
from matcher.usecases.events.utilities import BuildEngine, by_interests, by_profiles, opposite


@dataclass(frozen=True, slots=True)
class PairEdit:
    """What the organiser decides about two participants; None leaves a part as it is.

    `unruled` takes a rule away. Choosing two who were no pair makes them one, of utility 0.
    """

    a: str
    b: str
    rule: PairRule | None = None
    unruled: bool = False
    chosen: bool | None = None
    locked: bool | None = None


def find_pairs(event_id: str, store: Store, *, of: str | None = None, chosen: bool = False) -> tuple[Pair, ...]:
    """The pairs of an event, by ascending ids: all, those `of` a participant, those that are `chosen`.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        existing_event(unit, event_id)
        return unit.events.pairs(event_id, of=of, chosen=chosen)


def propose_pairs(event_id: str, *, store: Store, build: BuildEngine, choose: ChoosePairs) -> tuple[Pair, ...]:
    """Weigh who may meet and choose among them; what the organiser has decided stays.

    Given interests decide where the event has some, else profiles. Colleagues, and pairs of other events, are left out
    unless the event's rules allow them or the organiser wants them to meet.

    Raises:
        NotFound: there is no such event.
        InvalidInput: too few take part.
        Infeasible: what must be cannot be.
        Conflict: somebody has changed the event's pairs meanwhile.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        people = tuple(person for person in unit.events.participants(event_id) if not person.absent)
        interests, kept = unit.events.interests(event_id), unit.events.pairs(event_id)
        profiles = profiles_of(unit, event_id, people)
        barred = barred_pairs(unit, event, people)
    if len(people) < 2:
        raise InvalidInput("Fewer than two take part: register participants first.", field="participants")
    fresh = by_interests(people, interests) if interests else by_profiles(people, profiles, build)
    pairs = merged(fresh, kept)
    wanted = {(pair.a, pair.b) for pair in pairs if pair.rule is PairRule.MUST or (pair.locked and pair.chosen)}
    refused = {(pair.a, pair.b) for pair in pairs if _refused(pair)}
    chosen = set(choose(event, people, pairs, (barred - wanted) | refused))
    settled = tuple(replace(pair, chosen=(pair.a, pair.b) in chosen) for pair in pairs)
    with store.unit_of_work(write=True) as unit:
        existing_event(unit, event_id)
        if unit.events.pairs(event_id) != kept:
            raise Conflict("Somebody has changed the pairs meanwhile: look at them, then choose again.")
        unit.events.put_pairs(event_id, settled)
        unit.commit()
    return settled


def report_fairness(event_id: str, store: Store, measure: MeasureFairness) -> FairnessReport:
    """Who got what from the pairs that are chosen; who is absent counts nowhere.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        people, pairs = unit.events.participants(event_id), unit.events.pairs(event_id)
    return measure(event, people, pairs)


def change_pairs(event_id: str, edits: Sequence[PairEdit], store: Store) -> tuple[Pair, ...]:
    """Do what the organiser decides about some pairs, all or nothing; the pairs then.

    To swap two partners is to unchoose one pair and to choose another.

    Raises:
        NotFound: there is no such event.
        InvalidInput: somebody is unknown, two may not meet, or a decision contradicts itself.
    """
    with store.unit_of_work(write=True) as unit:
        event = existing_event(unit, event_id)
        people = {person.id: person for person in unit.events.participants(event.id)}
        pairs = {(pair.a, pair.b): pair for pair in unit.events.pairs(event_id)}
        for edit in edits:
            key = _checked(edit, people)
            pairs[key] = _edited(pairs.get(key, Pair(*key, 0.0, 0.0, 0.0)), edit)
        unit.events.put_pairs(event_id, pairs.values())
        unit.commit()
        return unit.events.pairs(event_id)


def merged(fresh: Iterable[Pair], kept: Iterable[Pair]) -> tuple[Pair, ...]:
    """New utilities with what was decided before: rules, and locked choices; by ascending ids."""
    decided = {(pair.a, pair.b): pair for pair in kept if pair.rule is not None or pair.locked}
    weighed = {(pair.a, pair.b): pair for pair in fresh}
    for key, pair in decided.items():
        weighed[key] = replace(weighed.get(key, pair), rule=pair.rule, chosen=pair.chosen, locked=pair.locked)
    return tuple(weighed[key] for key in sorted(weighed))


def _refused(pair: Pair) -> bool:
    return pair.rule is PairRule.FORBIDDEN or (pair.locked and not pair.chosen)


def barred_pairs(unit: UnitOfWork, event: Event, people: Sequence[EventParticipant]) -> set[Two]:
    """Who may not meet by the event's rules, as (a, b) by ascending id: colleagues, and those who have met before."""
    barred: set[Two] = set()
    if not event.rules.colleagues_meet:
        barred |= _together(people, lambda person: fold_text(person.organisation or ""))
        barred |= _together(people, lambda person: person.profile_id or "")
    if not event.rules.meet_again:
        names = {lasting_name(person): person.id for person in people}
        for a, b in unit.timetables.encounters(names.keys(), apart_from=event.id):
            if a in names and b in names:
                barred.add((min(names[a], names[b]), max(names[a], names[b])))
    return barred


def _together(people: Sequence[EventParticipant], key: Callable[[EventParticipant], str]) -> set[Two]:
    groups: dict[str, list[str]] = {}
    for person in people:
        if name := key(person):
            groups.setdefault(name, []).append(person.id)
    return {(a, b) for members in groups.values() for a in members for b in members if a < b}


def profiles_of(unit: UnitOfWork, event_id: str, people: Sequence[EventParticipant]) -> dict[str, Profile]:
    """The stored profiles behind the participants, without those that gave no consent to be matched there."""
    linked = [person.profile_id for person in people if person.profile_id is not None]
    stored = unit.profiles.get_many(linked)
    day = today()
    return {
        profile_id: one.profile
        for profile_id, one in stored.items()
        if one.profile.allows(Purpose.MATCHING, day, event_id)
    }


def _checked(edit: PairEdit, people: dict[str, EventParticipant]) -> Two:
    for name in (edit.a, edit.b):
        if name not in people:
            raise InvalidInput(f"Nobody has the id '{name}' in this event.", field="pairs", found=name)
    if not opposite(people[edit.a], people[edit.b]):
        raise InvalidInput(
            f"{people[edit.a].name} and {people[edit.b].name} cannot meet: they are on the same side.",
            field="pairs",
            found=[edit.a, edit.b],
        )
    if edit.rule is PairRule.FORBIDDEN and edit.chosen:
        raise InvalidInput("A pair that is forbidden cannot be chosen.", field="pairs", found=[edit.a, edit.b])
    if edit.rule is PairRule.MUST and edit.chosen is False:
        raise InvalidInput("A pair that must meet has to be chosen.", field="pairs", found=[edit.a, edit.b])
    return min(edit.a, edit.b), max(edit.a, edit.b)


def _edited(pair: Pair, edit: PairEdit) -> Pair:
    rule = None if edit.unruled else edit.rule or pair.rule
    chosen = pair.chosen if edit.chosen is None else edit.chosen
    locked = pair.locked if edit.locked is None else edit.locked
    if edit.rule is PairRule.MUST:
        chosen = True
    if edit.rule is PairRule.FORBIDDEN:
        chosen = False
    if (rule is PairRule.FORBIDDEN and chosen) or (rule is PairRule.MUST and not chosen):
        raise InvalidInput(
            f"The pair of {pair.a} and {pair.b} is ruled '{rule}': take the rule away first.",
            field="pairs",
            found=[pair.a, pair.b],
        )
    return replace(pair, rule=rule, chosen=chosen, locked=locked)
