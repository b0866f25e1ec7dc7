"""Whom something is held on: everything that is theirs, found across the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from matcher.domain.events import EventParticipant
from matcher.domain.privacy import Person
from matcher.domain.profiles import Item, Profile
from matcher.store.access_tables import contact_requests
from matcher.store.erasing import erase
from matcher.store.event_records import participant_of
from matcher.store.event_tables import event_participants, participant_contacts
from matcher.store.holding import held
from matcher.store.profiles import SqlProfiles
from matcher.store.tables import contacts, profiles
from matcher.store.transaction import Transaction

_ADDRESSES = (contacts.c.email, participant_contacts.c.email, contact_requests.c.email)
"""Every column that holds the address of somebody whom something else is held on."""

Participants = Mapping[tuple[str, str], EventParticipant]


class SqlPeople:
    """The `PersonRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_profile(self, profile_id: str) -> Person | None:
        stored = SqlProfiles(self._transaction).get(profile_id)
        if stored is None:
            return None
        connection = self._transaction.read()
        people = _participants(connection, event_participants.c.profile_id == profile_id)
        emails = {*_emails_of_profiles(connection, [profile_id]), *_emails_of_participants(connection, people)}
        own = {email for email in emails if not _shared(connection, email, profile_id)}
        people |= _with_address(connection, own)
        return self._person([stored.profile], people, own)

    def of_address(self, email: str) -> Person | None:
        connection, address = self._transaction.read(), email.strip().casefold()
        known = connection.execute(select(contacts.c.profile_id).where(_same(contacts.c.email, address)))
        found = SqlProfiles(self._transaction).get_many(sorted(known.scalars()))
        linked = _participants(connection, event_participants.c.profile_id.in_(list(found))) if found else {}
        people = {**linked, **_with_address(connection, {address})}
        person = self._person([one.profile for one in found.values()], people, {address})
        return person if person.profiles or person.participants or person.requests else None

    def of_participant(self, event_id: str, participant_id: str) -> Person | None:
        connection = self._transaction.read()
        mine = and_(event_participants.c.event_id == event_id, event_participants.c.id == participant_id)
        people = _participants(connection, mine)
        return self._person([], people, set()) if people else None

    def names(self) -> Iterator[str]:
        connection = self._transaction.read()
        participants = select(event_participants.c.event_id, event_participants.c.id)
        yield from Person(profiles=tuple(connection.execute(select(profiles.c.id)).scalars())).names
        for column in _ADDRESSES:
            known = connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
            yield from Person(emails=frozenset(email.strip().casefold() for email in known)).names
        yield from Person(participants=tuple(tuple(row) for row in connection.execute(participants))).names

    def held(self, person: Person) -> Mapping[str, Sequence[Mapping[str, object]]]:
        return held(self._transaction.read(), person)

    def erase(self, person: Person) -> Mapping[str, int]:
        return erase(self._transaction, person)

    def _person(self, known: Collection[Profile], people: Participants, emails: set[str]) -> Person:
        connection = self._transaction.read()
        asked = _requests(connection, emails)
        ids = [profile.id for profile in known]
        reached = connection.execute(select(contacts).where(contacts.c.profile_id.in_(ids)))
        details = [value for row in reached for value in (row.email, row.phone, row.person, row.website)]
        words = [
            *(word for profile in known for word in (profile.id, profile.name)),
            *(word for (_, name), one in people.items() for word in (name, one.name)),
            *_emails_of_participants(connection, people),
            *(word for row in asked.values() for word in row),
            *details,
            *emails,
        ]
        return Person(
            profiles=tuple(ids),
            participants=tuple(people),
            requests=tuple(asked),
            emails=frozenset(emails),
            traces=frozenset(word for word in words if word),
            items=_items([*known, *people.values()]),
        )


def _items(owners: Iterable[Profile | EventParticipant]) -> tuple[Item, ...]:
    return tuple(item for owner in owners for item in (*owner.offers, *owner.seeks))


def _same(column: ColumnElement[str], address: str) -> ColumnElement[bool]:
    """Whether a column holds an address, given casefolded; databases know no case of letters beyond ASCII."""
    return or_(func.lower(func.trim(column)) == address, column == address)


def _participants(connection: Connection, which: ColumnElement[bool]) -> dict[tuple[str, str], EventParticipant]:
    rows = connection.execute(select(event_participants).where(which).order_by(event_participants.c.event_id))
    return {(row.event_id, row.id): participant_of(row) for row in rows}


def _with_address(connection: Connection, emails: Collection[str]) -> dict[tuple[str, str], EventParticipant]:
    at = participant_contacts.c
    reached = or_(*(_same(at.email, email) for email in emails)) if emails else None
    if reached is None:
        return {}
    rows = connection.execute(select(at.event_id, at.participant_id).where(reached))
    known = [and_(event_participants.c.event_id == row[0], event_participants.c.id == row[1]) for row in rows]
    return _participants(connection, or_(*known)) if known else {}


def _emails_of_profiles(connection: Connection, ids: Collection[str]) -> list[str]:
    statement = select(contacts.c.email).where(contacts.c.profile_id.in_(ids), contacts.c.email.is_not(None))
    return [email.strip().casefold() for email in connection.execute(statement).scalars()]


def _emails_of_participants(connection: Connection, people: Participants) -> list[str]:
    at = participant_contacts.c
    mine = [and_(at.event_id == event_id, at.participant_id == name) for event_id, name in people]
    if not mine:
        return []
    return [email.strip().casefold() for email in connection.execute(select(at.email).where(or_(*mine))).scalars()]


def _shared(connection: Connection, email: str, profile_id: str) -> bool:
    """Whether somebody else than who is behind a profile has an address."""
    others = select(contacts.c.profile_id).where(_same(contacts.c.email, email), contacts.c.profile_id != profile_id)
    if connection.execute(others.limit(1)).first() is not None:
        return True
    registered = _with_address(connection, {email})
    return any(one.profile_id not in (None, profile_id) for one in registered.values())


def _requests(connection: Connection, emails: Collection[str]) -> dict[str, tuple[str | None, ...]]:
    """The requests made from addresses: what each tells of who made it, by its id."""
    if not emails:
        return {}
    at = contact_requests.c
    made = or_(*(_same(at.email, email) for email in emails))
    rows = connection.execute(select(at.id, at.name, at.email, at.phone).where(made).order_by(at.id))
    return {row.id: (row.name, row.email, row.phone) for row in rows}
