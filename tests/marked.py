"""Somebody of whom every text holds one word, kept in every place where something can be held on a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
from sqlalchemy import select

from matcher.bootstrap import Application
from matcher.domain.events import EventParticipant, PairReason, VersionState
from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.markets import MarketQuestion
from matcher.domain.profiles import Contacts, Item, Kind, Place, Profile
from matcher.store import SqlStore
from matcher.store.tables import metadata
from matcher.store.transaction import Transaction
from matcher.usecases.contacting.checks import Asking
from matcher.usecases.contacting.requests import ask
from matcher.usecases.events.publishing import publish
from matcher.usecases.keeping import save_profile
from tests.events import DRAFT, FAIR, PEOPLE, keep, pair

MARK = "zqcanarino"
"""What is in every text of the person, and nowhere else."""
PERSON = Profile(
    f"bottega-{MARK}",
    Kind.ARTISAN,
    f"Bottega {MARK.title()}",
    description=f"Da Gino {MARK}",
    offers=(Item(f"intreccio {MARK} di vimini"), Item("rilegatura di libri")),
    seeks=(Item(f"taglio laser per {MARK}"),),
    place=Place(address=f"via {MARK} 3", municipio=3),
    provenance={"source": f"elenco {MARK}"},
)
CONTACTS = Contacts(f"Gino@{MARK}.it", f"+39 02 {MARK}", f"Gino {MARK}", f"https://{MARK}.it")
OTHERS = [
    Profile(f"other-{n}", Kind.STARTUP, f"Altra {n}", offers=(Item(offer),), seeks=(Item("vimini"),))
    for n, offer in enumerate(("taglio laser", "stampa 3D", "sartoria", "oreficeria"))
]
PARTICIPANT = EventParticipant(
    f"gino-{MARK}", f"Gino {MARK}", f"Bottega {MARK}", PERSON.id, offers=(Item(f"cesti {MARK}"),)
)
TABLE = f"id;Nome;Cosa offre;Email\n{PERSON.id};{PERSON.name};vimini {MARK};{CONTACTS.email}\n"


def put_person(app: Application) -> None:
    """Store the person and some others, one of whom blocks them."""
    for profile in OTHERS:
        blocks = frozenset({PERSON.id, "nobody"}) if profile is OTHERS[0] else frozenset()
        _save(app, replace(profile, blocks=blocks), Contacts(f"{profile.id}@example.org"))
    _save(app, PERSON, CONTACTS)


def put_everywhere(app: Application) -> None:
    """Let everything that can be held on the person be held."""
    put_person(app)
    _take_part(app)
    _ask_for_contact(app)
    _upload(app)
    _work(app)
    market = app.markets.start(MarketQuestion(k=3, candidates=5))
    assert app.markets.runner.run(market.id)
    app.markets.start(MarketQuestion(k=2, candidates=5))
    app.save_market()


def _save(app: Application, profile: Profile, contacts: Contacts) -> None:
    save_profile(profile, contacts, store=app.store, lexicon=app.lexicon, follower=app.follower)
    app.answering.encode([profile])


def _take_part(app: Application) -> None:
    keep(app.store, people=(*PEOPLE, PARTICIPANT))
    reason = PairReason(PARTICIPANT.id, f"taglio per {MARK}", "taglio laser")
    meeting = replace(DRAFT.meetings[0], id="m-x", b=PARTICIPANT.id, slot=4, reasons=(reason,))
    version = replace(
        DRAFT,
        meetings=(*DRAFT.meetings, meeting),
        note=f"Gino {MARK} arriva tardi",
        breaks={"carla": 1, PARTICIPANT.id: 1},
        unplaced=(("bit", "elsa"), ("bit", PARTICIPANT.id)),
    )
    with app.store.unit_of_work(write=True) as unit:
        unit.events.put_participants(FAIR.id, [PARTICIPANT], {PARTICIPANT.id: f"gino@{MARK}.it"})
        unit.events.put_pairs(FAIR.id, [pair("acme", "carla", chosen=True), pair("bit", PARTICIPANT.id)])
        unit.timetables.add(version)
        unit.commit()
    publish(FAIR.id, app.store)
    with app.store.unit_of_work(write=True) as unit:
        unit.timetables.add(replace(version, number=2, state=VersionState.DRAFT))
        unit.commit()


def _ask_for_contact(app: Application) -> None:
    ask(PERSON.id, Asking("Elena", "elena@example.org", f"Caro {MARK}", consent=True), app.store)
    asking = Asking(f"Gino {MARK}", f"gino@{MARK}.it", f"Sono {MARK}", consent=True, phone=f"02 12345 {MARK}")
    ask(OTHERS[1].id, asking, app.store)


def _upload(app: Application) -> None:
    app.imports.upload("altri.csv", b"id;Nome;Cosa offre\nx-1;Uno;cornici\n", language="it")
    known = app.imports.upload("soci.csv", TABLE.encode("utf-16"), language="it")
    app.imports.begin(known.id, dry_run=True, language="it")
    book, content = openpyxl.Workbook(), BytesIO()
    for line in TABLE.splitlines():
        book.active.append(line.split(";"))
    book.save(content)
    app.imports.upload("soci.xlsx", content.getvalue(), language="it")


def _work(app: Application) -> None:
    now, told = datetime(2026, 3, 1, tzinfo=UTC), {"participants": [f"Gino {MARK}"]}
    ended = Job("told", JobKind.TIMETABLE, FAIR.id, {}, now, 60.0, state=JobState.FAILED, result=told)
    with app.store.unit_of_work(write=True) as unit:
        unit.jobs.add(ended)
        unit.commit()


def files_with(folder: Path, *traces: bytes) -> list[str]:
    """The files below a folder that hold any of the traces, in any case of their letters."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(trace in content for content in _readings(path) for trace in traces)
    ]


def _readings(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    yield content.lower()
    yield content.replace(b"\0", b"").lower()


def rows_with(store: SqlStore, *traces: bytes) -> list[str]:
    """The tables with a row that holds any of the traces."""
    found = []
    with Transaction(store.main) as transaction:
        for table in metadata.sorted_tables:
            for row in transaction.read().execute(select(table)):
                values = [value if isinstance(value, bytes) else str(value).lower().encode() for value in row]
                if any(
                    trace in text for value in values for text in (value, value.replace(b"\0", b"")) for trace in traces
                ):
                    found.append(table.name)
                    break
    return found
