"""One text in every field of everything that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from matcher.bootstrap import Application
from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.events import EventParticipant, Meeting, Pair, PairReason, TimetableVersion, VersionState
from matcher.domain.profiles import Contacts, Item, Kind, Place, Profile
from matcher.usecases.keeping import save_profile
from tests.events import FAIR

NOW = datetime.now(UTC)


def keep(app: Application, name: str, text: str, parts: Sequence[str]) -> None:
    """A profile, a request for contact of it, and an event with a published timetable, all of them with the text."""
    items = tuple(Item(f"legno {part}"[:500]) for part in parts)
    contacts = Contacts(email=text, phone=text, person=text, website=text)
    profile = Profile(
        name,
        Kind.ARTISAN,
        text,
        description=text,
        offers=items,
        seeks=items,
        place=Place(address=text, municipio=3),
        organisation=text,
        provenance={"source": text, text: text},
    )
    save_profile(profile, contacts, store=app.store, lexicon=app.lexicon, follower=app.follower)
    people = [EventParticipant(f"p{place}", part, text, offers=items, seeks=items) for place, part in enumerate(parts)]
    reasons = (PairReason("p0", text, text), PairReason("p1", parts[0], parts[1]))
    slots = tuple(type(slot)(slot.start, slot.end, slot.kind, text, text) for slot in FAIR.slots)
    event = type(FAIR)(name, text, FAIR.time_zone, slots, (text, "2"), FAIR.rules, place=text)
    request = ContactRequest(
        name, name, text, text, NOW, NOW + timedelta(days=9), organisation=text, email=text, phone=text, need=text
    )
    answered = ContactRequest(
        f"{name}-no", name, text, text, NOW, NOW, RequestState.DECLINED, organisation=text, need=text, note=text
    )
    with app.store.unit_of_work(write=True) as unit:
        unit.events.put(event)
        unit.events.put_participants(name, people)
        unit.events.put_pairs(name, [Pair("p0", "p1", 0.9, 0.9, 0.9, reasons, chosen=True)])
        meeting = Meeting(Pair("p0", "p1", 0, 0, 0).meeting_id, "p0", "p1", 1, 1, reasons=reasons)
        unit.timetables.add(TimetableVersion(name, 1, VersionState.PUBLISHED, (meeting,), NOW, note=text, told=event))
        unit.contact_requests.put(request)
        unit.contact_requests.put(answered)
        unit.commit()
