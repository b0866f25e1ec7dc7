"""Erase what is held on a person, wherever it is kept, and see to it that a restored backup does not bring it back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from embeddings.cached_encoder import text_keys
from matcher.domain.audit import Act
from matcher.domain.privacy import Erased, Person, remembered
from matcher.engine.saving import Shelf
from matcher.errors import NotFound
from matcher.lexicon.skills import Skills
from matcher.ports import Store, UnitOfWork
from matcher.retrieval.item_encoder import ItemViews
from matcher.usecases.keeping import existing_profile, profile_tag
from matcher.usecases.privacy.auditing import pseudonyms
from matcher.usecases.privacy.ledger import Ledger
from matcher.usecases.secrets import server_secret
from matcher.usecases.shelving import LAST_ERASURE
from matcher.usecases.terms import ANY, Terms

UNSCRUBBED = "unscrubbed"
"""Name of the stored fact that says whether remains of an erasure may be in the database's files."""
_PIECE = 32
"""Bytes of a vector by which its remains are looked for."""

log = logging.getLogger(__name__)


class KeptVectors(Protocol):
    """A cache of vectors that can be told to forget some."""

    def forget(self, keys: Collection[str]) -> Sequence[bytes]:
        """Forget the vectors of every encoder under some keys; what they were."""
        ...


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure took away, in rows by table; `complete` where nothing is left of it in the database's files."""

    rows: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True


class Eraser:
    """Erases people from the tables, the log of changes, the vectors, the saved market and the database's free pages.

    Engines and indexes follow the change that it makes; `caught_up` lets the engine of this process do so at once.
    """

    def __init__(
        self,
        store: Store,
        vectors: KeptVectors,
        ledger: Ledger,
        shelf: Shelf,
        skills: Callable[[], Skills],
        caught_up: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._vectors = vectors
        self._ledger = ledger
        self._shelf = shelf
        self._skills = skills
        self._caught_up = caught_up

    def erase(self, whom: str, *, dry_run: bool = False) -> Erasure:
        """Erase everybody who is known by an id of a profile or by an address.

        As a dry run it says what would be erased.

        Raises:
            NotFound: nobody is.
        """
        return self._erase(lambda unit: find_people(whom, unit), dry_run=dry_run)

    def erase_profile(self, profile_id: str, terms: Terms = ANY) -> Erasure:
        """Erase who is behind a profile.

        Raises:
            NotFound: there is none with this id, or it belongs to somebody else.
            Outdated: the terms name another state than that of what is stored.
        """

        def found(unit: UnitOfWork) -> list[Person]:
            terms.check(profile_tag(existing_profile(unit, profile_id, terms.organisation)))
            person = unit.people.of_profile(profile_id)
            assert person is not None  # noqa: S101 - or there would be no such profile
            return [person]

        return self._erase(found)

    def replay(self) -> Erasure:
        """Erase again whom the ledger knows and the database does not: it was restored to a time before.

        What only the database remembers is added to the ledger.
        """
        with self._store.unit_of_work() as unit:
            known = frozenset(unit.erasures.all())
        kept = self._ledger.entries()
        self._ledger.add(known - kept)
        missed = kept - known
        if not missed:
            return Erasure()
        erasure = self._erase(lambda unit: _people_of(remembered(unit.people.names(), missed), unit), replayed=missed)
        log.warning("The database is older than the ledger of erasures; erased again: %s.", dict(erasure.rows))
        return erasure

    def _erase(
        self,
        find: Callable[[UnitOfWork], Sequence[Person]],
        *,
        dry_run: bool = False,
        replayed: frozenset[Erased] = frozenset(),
    ) -> Erasure:
        rows: dict[str, int] = {}
        secret = server_secret(self._store)
        with self._store.unit_of_work(write=True) as unit:
            people = find(unit)
            for person in people:
                for table, count in unit.people.erase(person).items():
                    rows[table] = rows.get(table, 0) + count
            remembering = replayed or _remembering(people, unit)
            unit.erasures.add(remembering)
            for person in people:
                subject = next(iter(pseudonyms(secret, person)), "")
                unit.audit.add(Act.ERASED, subject, {"replayed": int(bool(replayed)), "profiles": len(person.profiles)})
            if any(person.profiles for person in people):
                unit.set_meta(LAST_ERASURE, str(unit.generation()))
            if dry_run:
                return Erasure(rows)
            unit.commit()
        self._ledger.add(remembering)
        self._caught_up()
        self._shelf.forget()
        complete = self._forget_derived(people)
        if not complete:
            with self._store.unit_of_work(write=True) as unit:
                unit.set_meta(UNSCRUBBED, "1")
                unit.commit()
        return Erasure(rows, complete)

    def _forget_derived(self, people: Sequence[Person]) -> bool:
        items = [item for person in people for item in person.items]
        # An encoder that understands no language sees every view that another one may.
        texts = ItemViews(self._skills(), frozenset()).texts(items) if items else []
        keys = {key for role in ("document", "query") for key in text_keys(texts, role)}
        vectors = [vector[:_PIECE] for vector in self._vectors.forget(keys)]
        traces = [trace.encode() for person in people for trace in person.traces]
        return self._store.scrub([*traces, *vectors, *(text.encode() for text in texts)])


def find_people(whom: str, unit: UnitOfWork) -> list[Person]:
    """Everybody who is known by an id of a profile or by an address.

    Raises:
        NotFound: nobody is.
    """
    found = [person for person in (unit.people.of_profile(whom), unit.people.of_address(whom)) if person is not None]
    if not found:
        raise NotFound(
            "Nobody is known by this id or address. Write the id of a profile, or the whole address that somebody gave."
        )
    return found


def _people_of(names: Collection[str], unit: UnitOfWork) -> list[Person]:
    """Whom names of `Person.names` stand for."""
    found = []
    for name in sorted(names):
        match name.split("\0"):
            case ["profile", profile_id]:
                found.append(unit.people.of_profile(profile_id))
            case ["email", email]:
                found.append(unit.people.of_address(email))
            case ["participant", event_id, participant_id]:
                found.append(unit.people.of_participant(event_id, participant_id))
    return [person for person in found if person is not None]


def _remembering(people: Sequence[Person], unit: UnitOfWork) -> list[Erased]:
    """What is to be remembered of people, under the one key of this database."""
    known = unit.erasures.all()
    key, now = known[0].key if known else secrets.token_hex(32), datetime.now(UTC)
    return [Erased.of(name, key, now) for name in sorted(frozenset().union(*(one.names for one in people)))]
