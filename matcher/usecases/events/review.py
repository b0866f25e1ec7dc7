"""What an organiser should look at before an event is planned and after: people and hours that do not fit together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from matcher.domain.events import Event, EventParticipant, Pair, Side
from matcher.domain.profiles import Item, Profile, Purpose, today
from matcher.lexicon.normalisation import fold_text
from matcher.ports import Store
from matcher.usecases.events.findings import Advice, Code, Finding, Severity
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.pairs import barred_pairs
from matcher.usecases.events.prospects import Obstacle, Prospect, prospects
from matcher.usecases.events.solvers import Two


@dataclass(frozen=True)
class Standing:
    """An event as it stands.

    `barred` are those whom its rules keep apart, `profiles` the stored ones by id, `emails` addresses by participant;
    `by_interests` says that interests were given, so that what people offer and seek does not count.
    """

    event: Event
    everyone: Sequence[EventParticipant]
    pairs: Sequence[Pair] = ()
    barred: AbstractSet[Two] = frozenset()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    emails: Mapping[str, str] = field(default_factory=dict)
    by_interests: bool = False

    @cached_property
    def people(self) -> tuple[EventParticipant, ...]:
        """Those who are not absent."""
        return tuple(person for person in self.everyone if not person.absent)

    @cached_property
    def prospects(self) -> Mapping[str, Prospect]:
        """Whom each could meet."""
        return prospects(self.people, self.slots, self.barred, self.pairs)

    @property
    def slots(self) -> int:
        """Slots for meetings."""
        return len(self.event.meeting_slots)

    def free(self, person: EventParticipant) -> int:
        """In how many slots somebody is there."""
        return self.slots - sum(1 <= slot <= self.slots for slot in person.unavailable)

    def wants(self, person: EventParticipant) -> int:
        """How many meetings somebody wants, or the event's quota."""
        return self.event.rules.quota if person.quota is None else person.quota


def review_event(event_id: str, store: Store) -> tuple[Finding, ...]:
    """What there is to look at in an event, the gravest first.

    Raises:
        NotFound: there is no such event.
    """
    return review(find_standing(event_id, store))


def find_standing(event_id: str, store: Store) -> Standing:
    """An event as it stands.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        people = unit.events.participants(event_id)
        linked = [person.profile_id for person in people if person.profile_id is not None]
        stored, day = unit.profiles.get_many(linked), today()
        return Standing(
            event=event,
            everyone=people,
            pairs=unit.events.pairs(event_id),
            barred=barred_pairs(unit, event, [person for person in people if not person.absent]),
            profiles={name: one.profile.seen_for(Purpose.MATCHING, day, event_id) for name, one in stored.items()},
            emails=unit.events.emails(event_id),
            by_interests=bool(unit.events.interests(event_id)),
        )


def review(standing: Standing) -> tuple[Finding, ...]:
    """As `review_event`; who has one root of trouble is not told its consequences too."""
    rooted = [*_never_free(standing), *_unmatched(standing)]
    settled = {name for finding in rooted for name in finding.people}
    found = [*rooted, *_partners(standing, settled), *_places(standing), *_twice(standing)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _never_free(standing: Standing) -> Iterator[Finding]:
    never = tuple(person.id for person in standing.people if standing.free(person) == 0)
    if never:
        yield Finding(Code.NEVER_FREE, Severity.BLOCKING, never, advice=(Advice.CORRECT_PERSON, Advice.REMOVE_PERSON))
    few = {
        person.id: {"wanted": person.quota, "free": standing.free(person)}
        for person in standing.people
        if person.quota is not None and 0 < standing.free(person) < person.quota
    }
    if few:
        yield Finding(Code.FEW_SLOTS, Severity.NOTE, tuple(few), {"each": few}, (Advice.CORRECT_PERSON,))


_UNMATCHED = {
    Code.UNKNOWN_PROFILE: (Advice.IMPORT_PROFILES, Advice.CORRECT_PERSON),
    Code.WITHHELD_PROFILE: (Advice.CORRECT_PERSON, Advice.DECIDE_PAIRS),
    Code.NOTHING_SAID: (Advice.CORRECT_PERSON, Advice.IMPORT_PEOPLE),
    Code.NOTHING_UNDERSTOOD: (Advice.CORRECT_PERSON, Advice.DECIDE_PAIRS),
}


def _unmatched(standing: Standing) -> Iterator[Finding]:
    """Whom the engine has nothing to match by."""
    if standing.by_interests:
        return
    found: defaultdict[Code, list[str]] = defaultdict(list)
    for person in standing.people:
        code = _silence(person, standing.profiles)
        if code is not None:
            found[code].append(person.id)
    for code, advice in _UNMATCHED.items():
        if found[code]:
            severity = Severity.DOUBTFUL if code is Code.NOTHING_UNDERSTOOD else Severity.BLOCKING
            yield Finding(code, severity, tuple(found[code]), advice=advice)


def _silence(person: EventParticipant, profiles: Mapping[str, Profile]) -> Code | None:
    profile = profiles.get(person.profile_id or "")
    speaks = profile is not None and profile.consent
    items: Sequence[Item] = (*profile.offers, *profile.seeks) if profile and speaks else (*person.offers, *person.seeks)
    if any(item.skills for item in items):
        return None
    if items:
        return Code.NOTHING_UNDERSTOOD
    if profile is not None and not profile.consent:
        return Code.WITHHELD_PROFILE
    return Code.UNKNOWN_PROFILE if person.profile_id is not None and profile is None else Code.NOTHING_SAID


_AROUND = {
    Obstacle.ALONE: (Advice.IMPORT_PEOPLE,),
    Obstacle.SAME_SIDE: (Advice.CORRECT_PERSON, Advice.IMPORT_PEOPLE),
    Obstacle.RULES: (Advice.CHANGE_RULES, Advice.DECIDE_PAIRS),
    Obstacle.FORBIDDEN: (Advice.DECIDE_PAIRS,),
    Obstacle.NEVER_TOGETHER: (Advice.CORRECT_PERSON,),
    Obstacle.NO_MATCH: (Advice.DECIDE_PAIRS, Advice.CHOOSE_AGAIN),
}


def _partners(standing: Standing, settled: AbstractSet[str]) -> Iterator[Finding]:
    """Who could meet nobody, or fewer than wanted, or was given no meeting."""
    alone: defaultdict[Obstacle, list[str]] = defaultdict(list)
    few: dict[str, Mapping[str, int]] = {}
    held = Counter(end for pair in standing.pairs if pair.chosen for end in (pair.a, pair.b))
    for person in standing.people:
        prospect, wanted = standing.prospects[person.id], min(standing.wants(person), standing.free(person))
        if prospect.obstacle is not None and person.id not in settled:
            alone[prospect.obstacle].append(person.id)
        elif 0 < prospect.partners < wanted:
            few[person.id] = {"partners": prospect.partners, "wanted": wanted}
    for obstacle, advice in _AROUND.items():
        if alone[obstacle]:
            yield Finding(
                Code.NO_PARTNER, Severity.BLOCKING, tuple(alone[obstacle]), {"obstacle": obstacle.value}, advice
            )
    if few:
        yield Finding(Code.FEW_PARTNERS, Severity.NOTE, tuple(few), {"each": few}, (Advice.DECIDE_PAIRS,))
    told = {name for names in alone.values() for name in names}
    without = tuple(
        person.id
        for person in standing.people
        if not held[person.id] and person.id not in told and standing.free(person)
    )
    if held and without:
        yield Finding(Code.NO_MEETING, Severity.BLOCKING, without, advice=(Advice.CHOOSE_AGAIN, Advice.DECIDE_PAIRS))


def _places(standing: Standing) -> Iterator[Finding]:
    """Whether meetings have enough slots and tables."""
    places = standing.slots * len(standing.event.tables)
    wanted: Counter[Side | None] = Counter()
    for person in standing.people:
        wanted[person.side] += min(standing.wants(person), standing.free(person))
    total, anywhere = wanted.total(), wanted[None]
    # Each meeting has two ends, and one of them at least is no host's, and one no guest's.
    most = min(total // 2, wanted[Side.HOST] + anywhere, wanted[Side.GUEST] + anywhere)
    chosen = sum(pair.chosen for pair in standing.pairs)
    values = {"wanted": most, "chosen": chosen, "places": places}
    if max(most, chosen) > places:
        severity = Severity.BLOCKING if chosen > places else Severity.NOTE
        yield Finding(Code.FEW_PLACES, severity, (), values, (Advice.ADD_PLACES, Advice.CHANGE_RULES))
    hosts = tuple(person.id for person in standing.people if person.side is Side.HOST)
    tables = len(standing.event.tables)
    if standing.event.rules.hosts_stay and len(hosts) > tables:
        values = {"hosts": len(hosts), "tables": tables}
        yield Finding(Code.FEW_TABLES, Severity.NOTE, (), values, (Advice.ADD_PLACES, Advice.CHANGE_RULES))


def _twice(standing: Standing) -> Iterator[Finding]:
    """Who may have registered twice."""
    advice = (Advice.REMOVE_PERSON, Advice.CORRECT_PERSON)
    same = _groups(standing, lambda one: f"{fold_text(one.name)}|{fold_text(one.organisation or '')}")
    for group in same:
        yield Finding(Code.SAME_PERSON, Severity.DOUBTFUL, group, advice=advice)
    for group in _groups(standing, lambda one: standing.emails.get(one.id, "").strip().casefold()):
        if group not in same:
            yield Finding(Code.SAME_ADDRESS, Severity.NOTE, group, advice=advice)


def _groups(standing: Standing, key: Callable[[EventParticipant], str]) -> list[tuple[str, ...]]:
    """Those whose keys are the same and not empty, where they are several."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for person in standing.people:
        if name := key(person):
            alike[name].append(person.id)
    return [tuple(group) for group in alike.values() if len(group) > 1]
