"""The saved market: a start that opens it answers like one that reads the database, or does read the database."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from embeddings.faiss_index import FaissIndex
from matcher.bootstrap import Application
from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Item, Kind, Profile
from matcher.settings import load_settings
from matcher.usecases import shelving
from matcher.usecases.asking import asker_by_text
from matcher.usecases.keeping import save_profile
from tests.stores import delete

TRADES = ("rilegatura di libri", "sartoria su misura", "taglio laser su legno", "oreficeria", "stampa 3D in PLA")
CRAFTS = [Profile(f"p{number}", Kind.ARTISAN, trade, offers=(Item(trade),)) for number, trade in enumerate(TRADES)]
NEW_MARKET = "anew from the database"


@pytest.fixture(autouse=True)
def every_market_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "SMALL", 3)
    monkeypatch.setattr(shelving, "BEHIND", 0.2)


def started(folder: Path, **settings: object) -> Application:
    return Application(load_settings(data_dir=folder, encoder="hashing:32", **settings))


def filled(folder: Path) -> Application:
    app = started(folder)
    for profile in CRAFTS:
        save(app, profile)
    app.save_market()
    return app


def save(app: Application, profile: Profile) -> None:
    save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)


def found(app: Application, query: str) -> dict[str, float]:
    app.follower.catch_up()
    asker = asker_by_text(query, Direction.SUPPLY, app.lexicon)
    matches = app.engine.match(MatchRequest(asker, Direction.SUPPLY)).matches
    return {match.profile.id: round(match.score, 4) for match in matches}


def test_a_start_opens_the_saved_market_and_answers_alike(tmp_path: Path, read: list[int]) -> None:
    before = filled(tmp_path)
    after = started(tmp_path)
    assert found(after, "bookbinder") == found(before, "bookbinder") != {}
    assert read == [0], "only the first process has made its market from the database"


def test_what_changed_since_is_caught_up_with(tmp_path: Path, read: list[int]) -> None:
    before = filled(tmp_path)
    delete(before.store, "p0")
    save(before, Profile("late", Kind.ARTISAN, "Tardi", offers=(Item("rilegatura di tesi"),)))
    after = started(tmp_path)
    assert "p0" not in found(after, "bookbinder")
    assert "late" in found(after, "bookbinder")
    assert len(read) == 1


@pytest.mark.parametrize("harm", ["vectors", "columns", "pointer"])
def test_a_damaged_market_is_made_anew(
    tmp_path: Path, read: list[int], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = filled(tmp_path)
    folder = tmp_path / "index"
    if harm == "pointer":
        (folder / "current").write_text("5 nowhere")
    else:
        part = "offers" if harm == "vectors" else "market"
        victim = max(folder.glob(f"*/{part}/*.npy"), key=lambda path: path.stat().st_size)
        content = bytearray(victim.read_bytes())
        content[-1] ^= 1
        victim.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert [*found(started(tmp_path), "bookbinder")] == [*found(before, "bookbinder")]
    assert NEW_MARKET in caplog.text
    assert len(read) == 2


def test_the_market_of_another_database_is_not_opened(tmp_path: Path, read: list[int]) -> None:
    filled(tmp_path / "one").close()
    other = started(tmp_path / "two")
    save(other, CRAFTS[1])
    shutil.copytree(tmp_path / "one" / "index", tmp_path / "two" / "index")
    assert "p0" not in found(started(tmp_path / "two"), "bookbinder")


def test_a_database_restored_to_an_earlier_day_makes_its_market_anew(tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    for profile in CRAFTS[:3]:
        save(app, profile)
    app.save_market()
    app.close()
    backup = (tmp_path / "matcher.db").read_bytes()
    app = started(tmp_path)
    for profile in CRAFTS[3:]:
        save(app, profile)
    app.save_market()
    app.close()
    (tmp_path / "matcher.db").write_bytes(backup)
    assert found(started(tmp_path), "orafo").keys() <= {"p0", "p1", "p2"}
    assert len(read) == 2


def test_a_market_is_saved_again_only_when_it_has_fallen_behind(tmp_path: Path) -> None:
    app = filled(tmp_path)
    pointer = tmp_path / "index" / "current"
    first = pointer.read_text()
    save(app, Profile("one-more", Kind.ARTISAN, "x", offers=(Item("ceramica"),)))
    app.save_market()
    assert pointer.read_text() == first
    for number in range(3):
        save(app, Profile(f"more-{number}", Kind.ARTISAN, "x", offers=(Item("ceramica"),)))
    app.save_market()
    assert pointer.read_text() != first


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "index").write_text("in the way")
    app = filled(tmp_path)
    assert found(app, "bookbinder")
    assert "could not be saved" in caplog.text


def test_vectors_lie_in_no_file_that_others_could_open(tmp_path: Path) -> None:
    app = started(tmp_path)
    save(app, CRAFTS[0])
    assert isinstance(app.engines._local(32), FaissIndex)
    assert {path.name for path in tmp_path.iterdir()} <= {"matcher.db", "matcher.db-wal", "matcher.db-shm"}


def test_an_engine_asks_an_index_that_is_fed_and_answers_like_its_own(tmp_path: Path) -> None:
    own = filled(tmp_path)
    url = f"edge://{tmp_path}/fed"
    assert own.indexes.copy("faiss", url, lambda done, total: None).agrees
    fed = started(tmp_path, index_url=url)
    for query in ("bookbinder", "orafo", "3D printing"):
        assert found(fed, query).keys() == found(own, query).keys()
    fed.close()
