"""Stores for tests, made without migrating each one, with someone to put into them."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from matcher.domain.profiles import (
    Contacts,
    Facts,
    Item,
    Kind,
    Need,
    OrganisationType,
    Place,
    Point,
    Profile,
    SkillLink,
)
from matcher.ports import Change, Store, Stored
from matcher.store import SqlStore, open_store

BINDER = Profile(
    id="legatoria-conti",
    kind=Kind.ORGANISATION,
    name="Legatoria Conti",
    type=OrganisationType.COMPANY,
    description="Legatoria artigiana a Porta Romana",
    offers=(
        Item("rilegatura di libri antichi", language="it", skills=(SkillLink("bookbinding", 0.9, "rilegatura"),)),
        Item("scatole su misura"),
    ),
    seeks=(Item("taglio laser su cuoio", Need.MUST, "it", (SkillLink("laser-cutting", 1.0, "taglio laser"),)),),
    place=Place("Corso di Porta Romana 1", "20122", 3, 1, Point(45.4567, 9.1987)),
    facts=Facts(("it", "en"), 1, 50, 14, date(2026, 3, 1)),
    organisation="conti",
    blocks=frozenset({"rivale", "altro"}),
    consent=False,
    provenance={"source": "registrazione", "row": "7"},
)
REACHABLE = Contacts("anna@example.org", "+39 02 000000", "Anna Conti", "https://example.org")


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def empty_store(folder: Path) -> SqlStore:
    """An open store without profiles, in a new file in `folder`."""
    return open_store(empty_file(folder / "matcher.db"))


def empty_file(path: Path) -> str:
    """The URL of a new file with all tables and no row."""
    path.write_bytes(_empty_database())
    return sqlite_url(path)


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(sqlite_url(path)).close()
        return path.read_bytes()


def named(profile_id: str, kind: Kind = Kind.ARTISAN) -> Profile:
    return Profile(id=profile_id, kind=kind, name=profile_id.title())


def put(store: Store, *profiles: Profile, contacts: Contacts | None = None) -> list[Change]:
    with store.unit_of_work(write=True) as unit:
        outcome = [unit.profiles.put(profile, contacts) for profile in profiles]
        unit.commit()
    return outcome


def delete(store: Store, profile_id: str) -> bool:
    with store.unit_of_work(write=True) as unit:
        existed = unit.profiles.delete(profile_id)
        unit.commit()
    return existed


def stored(store: Store, profile_id: str) -> Stored:
    with store.unit_of_work() as unit:
        found = unit.profiles.get(profile_id)
    assert found is not None
    return found


def all_ids(store: Store) -> list[str]:
    with store.unit_of_work() as unit:
        return [each.profile.id for each in unit.profiles.iterate()]
