"""Who is erased is gone: from every table and file, also after a backup was restored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import make_url

from embeddings.hashing_encoder import HashingEncoder
from matcher.bootstrap import Application
from matcher.domain.answers import KeptAnswer
from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Contacts, Item, Kind, Profile
from matcher.errors import NotFound
from matcher.ports import Operation
from matcher.settings import load_settings
from matcher.store import open_store
from matcher.usecases import shelving
from matcher.usecases.asking import asker_by_text
from matcher.usecases.keeping import save_profile
from tests.events import FAIR
from tests.marked import (
    CONTACTS,
    MARK,
    OTHERS,
    PARTICIPANT,
    PERSON,
    files_with,
    put_everywhere,
    put_person,
    rows_with,
)

NAME = MARK.encode()
ENCODER = "hashing:32"


@pytest.fixture(autouse=True)
def every_market_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "SMALL", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def app(folder: Path, database: str) -> Iterator[Application]:
    app = started(folder, database)
    put_everywhere(app)
    yield app
    app.close()


def started(folder: Path, database: str, **settings: object) -> Application:
    address = make_url(database)
    if address.drivername == "sqlite":
        folder.mkdir(exist_ok=True)
        path = folder / "matcher.db"
        if not path.exists():
            shutil.copy(str(address.database), path)
        database = f"sqlite:///{path}"
    return Application(load_settings(data_dir=folder, database_url=database, encoder=ENCODER, **settings))


def vectors() -> list[bytes]:
    """Pieces of the vectors of what only the person says."""
    texts = [item.text for item in (*PERSON.offers, *PERSON.seeks) if MARK in item.text]
    encoded = HashingEncoder(32).encode(texts, role="document").astype("<f4")
    pieces = [row[at : at + 8].tobytes() for row in encoded for at in (0, 8, 16, 24) if np.any(row[at : at + 8])]
    assert pieces
    return [piece for piece in pieces if sum(map(bool, piece)) > 8]


def found(app: Application, query: str) -> set[str]:
    app.follower.catch_up()
    asker = asker_by_text(query, Direction.SUPPLY, app.lexicon)
    return {match.profile.id for match in app.engine.match(MatchRequest(asker, Direction.SUPPLY)).matches}


def test_before_everything_is_held(app: Application, folder: Path, database: str) -> None:
    """What the tests below look for in vain is there, in every place, before the erasure."""
    held = {"profiles", "items", "contacts", "changes", "event_participants", "participant_contacts", "event_pairs"}
    held |= {"timetables", "meetings", "encounters", "contact_requests", "uploads", "jobs", "market_recommendations"}
    assert held <= set(rows_with(app.store, NAME))
    assert "vectors" in rows_with(app.store, *vectors())
    saved = files_with(folder / "index", NAME)
    assert saved, "the saved market holds the words"
    assert files_with(folder / "index", *vectors()), "and the vectors"


def test_nothing_is_left_in_any_table_or_file(app: Application, folder: Path) -> None:
    erasure = app.eraser.erase(PERSON.id)
    assert erasure.complete
    assert dict(erasure.rows) == {"profiles": 1, "contact_requests": 1, "uploads": 2, "jobs": 2, "participants": 1}
    assert rows_with(app.store, NAME, *vectors()) == []
    assert files_with(folder, NAME, *vectors()) == []
    app.save_market()
    assert (folder / "index" / "current").exists()
    assert files_with(folder, NAME, *vectors()) == [], "nor in the market that is saved next"


def test_others_keep_what_is_theirs(app: Application) -> None:
    app.eraser.erase(PERSON.id)
    with app.store.unit_of_work() as unit:
        assert unit.profiles.ids() == [other.id for other in OTHERS]
        blocking = unit.profiles.get(OTHERS[0].id)
        assert blocking is not None
        assert blocking.profile.blocks == {"nobody"}
        people = [one.id for one in unit.events.participants(FAIR.id)]
        told, draft = unit.timetables.versions(FAIR.id)
        uploads = rows_with(app.store, b"cornici")
    assert people == ["acme", "bit", "carla", "dario", "elsa"]
    assert PARTICIPANT.id not in people
    assert [(one.slot, one.table) for one in told.meetings] == [(1, 1), (2, 1), (3, 2), (4, 1)]
    assert [one.b.startswith("erased-") for one in told.meetings] == [False, False, False, True]
    assert [one.slot for one in draft.meetings] == [1, 2, 3]
    assert (told.note, dict(told.breaks), told.unplaced) == (None, {"carla": 1}, (("bit", "elsa"),))
    assert "uploads" in uploads, "a file that says nothing of them stays"


def test_nobody_is_found_any_more(app: Application) -> None:
    assert PERSON.id in found(app, f"intreccio {MARK}")
    app.eraser.erase_profile(PERSON.id)
    assert PERSON.id not in found(app, f"intreccio {MARK}")
    with pytest.raises(NotFound):
        app.eraser.erase_profile(PERSON.id)


def test_the_log_of_changes_bears_no_id_and_every_follower_understands_it(
    app: Application, folder: Path, database: str
) -> None:
    other = started(folder, database)
    assert PERSON.id in found(other, f"intreccio {MARK}")
    app.eraser.erase(PERSON.id)
    with app.store.unit_of_work() as unit:
        log = unit.changes_after(0)
    assert [change.number for change in log] == list(range(1, len(log) + 1))
    assert {change.profile_id for change in log if change.operation is Operation.ERASED} == {""}
    assert PERSON.id not in found(other, f"intreccio {MARK}")
    other.save_market()
    assert files_with(folder, NAME, *vectors()) == []
    other.close()


def test_a_market_saved_by_who_does_not_know_yet_is_thrown_away(app: Application, folder: Path, database: str) -> None:
    late = started(folder, database)
    found(late, MARK)
    app.eraser.erase(PERSON.id)
    late.engines.shelving.save(late.engine)
    assert files_with(folder / "index", NAME, *vectors()) == []
    late.close()


@pytest.mark.parametrize("written", [CONTACTS.email, f"  GINO@{MARK.upper()}.IT "])
def test_an_address_finds_everything_that_bears_it(app: Application, folder: Path, written: str) -> None:
    app.eraser.erase(written)
    assert rows_with(app.store, NAME) == []
    assert files_with(folder, NAME) == []


def test_a_dry_run_says_what_would_be_erased_and_erases_nothing(app: Application) -> None:
    before = rows_with(app.store, NAME)
    assert app.eraser.erase(PERSON.id, dry_run=True).rows["profiles"] == 1
    assert rows_with(app.store, NAME) == before
    assert app.eraser.erase(PERSON.id).rows["profiles"] == 1


def test_who_is_known_to_nobody_cannot_be_erased_and_is_not_repeated(app: Application) -> None:
    with pytest.raises(NotFound) as refusal:
        app.eraser.erase("nessuno@example.org")
    assert "nessuno@" not in refusal.value.message


def test_an_address_that_somebody_else_has_too_is_not_followed(folder: Path, database: str) -> None:
    app = started(folder, database)
    put_person(app)
    twin = Profile("twin", Kind.ARTISAN, "Gemella", offers=(Item("cornici"),))
    save_profile(twin, Contacts(CONTACTS.email), store=app.store, lexicon=app.lexicon, follower=app.follower)
    app.eraser.erase(PERSON.id)
    with app.store.unit_of_work() as unit:
        assert unit.profiles.contacts("twin") == Contacts(CONTACTS.email)
        assert "twin" in unit.profiles.ids()
    app.close()


def test_a_restored_backup_is_erased_again_when_it_is_opened(folder: Path, tmp_path: Path, database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("a file is restored by copying it")
    app = started(folder, database)
    put_everywhere(app)
    app.close()
    backup = tmp_path / "backup.db"
    shutil.copy(folder / "matcher.db", backup)
    app = started(folder, database)
    app.eraser.erase(PERSON.id)
    app.close()
    shutil.copy(backup, folder / "matcher.db")
    assert files_with(folder, NAME) == ["matcher.db"]

    restored = started(folder, database)
    assert rows_with(restored.store, NAME) == []
    restored.close()
    assert files_with(folder, NAME, *vectors()) == []


def test_answers_kept_for_requests_that_are_sent_again_are_erased_where_they_tell_of_somebody(
    folder: Path, database: str
) -> None:
    app = started(folder, database)
    put_person(app)
    with app.store.unit_of_work(write=True) as unit:
        for name, told in (("one", PERSON.id.encode()), ("other", b"nobody")):
            unit.answers.put("key", name, KeptAnswer("f" * 64, datetime.now(UTC), 201, {}, told))
        unit.commit()
    app.eraser.erase(PERSON.id)
    with app.store.unit_of_work() as unit:
        assert unit.answers.get("key", "one") is None
        assert unit.answers.get("key", "other") is not None
    app.close()


def test_who_comes_back_after_an_erasure_stays(folder: Path, database: str) -> None:
    app = started(folder, database)
    put_person(app)
    app.eraser.erase(PERSON.id)
    put_person(app)
    app.close()
    again = started(folder, database)
    with again.store.unit_of_work() as unit:
        assert PERSON.id in unit.profiles.ids()
    again.close()


def test_the_ledger_names_nobody_and_is_made_again_from_the_database(folder: Path, database: str) -> None:
    app = started(folder, database)
    put_person(app)
    app.eraser.erase(PERSON.id)
    app.close()
    ledger = folder / "erasures"
    before = ledger.read_text()
    assert MARK not in before
    assert ledger.stat().st_mode & 0o077 == 0
    ledger.unlink()
    app = started(folder, database)
    assert app.store
    assert sorted(ledger.read_text().split()) == sorted(before.split())
    app.close()


def test_a_ledger_may_be_kept_elsewhere_and_damage_to_it_costs_one_line(tmp_path: Path, database: str) -> None:
    elsewhere = tmp_path / "safe" / "erased"
    app = started(tmp_path / "data", database, erasure_ledger=elsewhere)
    put_person(app)
    app.eraser.erase(PERSON.id)
    app.close()
    with elsewhere.open("a") as file:
        file.write("half-a-line")
    app = started(tmp_path / "data", database, erasure_ledger=elsewhere)
    put_person(app)
    app.eraser.erase(OTHERS[2].id)
    assert len([line for line in elsewhere.read_text().splitlines() if len(line.split()) == 3]) == 4
    app.close()


def test_another_database_that_holds_them_is_told_by_the_same_ledger(
    tmp_path: Path, folder: Path, database: str
) -> None:
    app = started(folder, database)
    put_person(app)
    app.eraser.erase(PERSON.id)
    app.close()
    older = tmp_path / "older.db"
    with open_store(f"sqlite:///{older}") as store, store.unit_of_work(write=True) as unit:
        unit.profiles.put(PERSON, CONTACTS)
        unit.commit()
    copy = Application(load_settings(data_dir=folder, database_url=f"sqlite:///{older}", encoder=ENCODER))
    with copy.store.unit_of_work() as unit:
        assert unit.profiles.ids() == []
    copy.close()
