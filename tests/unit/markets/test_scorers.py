"""People scored by several processes, as by one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from matcher.bootstrap import Application, scorers
from matcher.bootstrap.scorers import SharedProspects
from matcher.domain.matches import Direction, Filters
from matcher.domain.profiles import Item, Kind, Profile
from matcher.settings import load_settings
from matcher.usecases.keeping import save_profile
from matcher.usecases.markets.scoring import EngineProspects

TRADES = ("rilegatura di libri", "sartoria su misura", "taglio laser su legno", "oreficeria")
ASKED = (Direction.SUPPLY, Filters(), 5)


@pytest.fixture
def app(tmp_path: Path) -> Application:
    app = Application(load_settings(data_dir=tmp_path, encoder="hashing:32"))
    for number in range(12):
        trade, other = TRADES[number % 4], TRADES[(number + 1) % 4]
        profile = Profile(f"p{number:02}", Kind.ARTISAN, trade, offers=(Item(trade),), seeks=(Item(other),))
        save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)
    return app


def told(prospects: SharedProspects | EngineProspects, askers: list[str]) -> list[tuple[tuple[str, ...], list[float]]]:
    return [(one.others, one.to.round(4).tolist()) for one in prospects.prospects(askers, *ASKED)]


def test_helpers_find_what_one_process_finds_and_one_that_dies_is_done_without(
    app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scorers, "ALONE", 0)
    monkeypatch.setattr(scorers, "CHUNK", 2)
    # Rarities are those that a helper learns, which makes its market from the database.
    with app.store.unit_of_work() as unit:
        app.engine.load([stored.profile for stored in unit.profiles.iterate()], unit.generation())
    alone, shared = (
        EngineProspects(app.engine),
        SharedProspects(EngineProspects(app.engine), app.settings, "hashing:32", helpers=1),
    )
    askers = [f"p{number:02}" for number in range(12)] + ["nobody"]
    expected = told(alone, askers)
    assert told(shared, askers) == expected
    assert shared._pool is not None
    # The last chunk waits for the helper that was still starting, so one answers by now.
    helped = shared._pool.submit(os.getpid).result()
    assert told(shared, askers) == expected
    os.kill(helped, signal.SIGKILL)
    assert told(shared, askers) == expected
    assert told(shared, askers) == expected
    assert "goes on alone" in caplog.text
    shared.close()


def test_few_are_scored_without_help(app: Application) -> None:
    shared = SharedProspects(EngineProspects(app.engine), app.settings, "hashing:32", helpers=1)
    assert told(shared, ["p00", "p01"]) == told(EngineProspects(app.engine), ["p00", "p01"])
    assert shared._pool is None
