"""The application wired over a real database."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.bootstrap import Application
from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Item, Kind, Profile
from matcher.settings import load_settings
from matcher.store import SqlVectorCache
from matcher.usecases.asking import asker_by_text
from matcher.usecases.keeping import save_profile

PATIENCE_S = 30
BINDER = Profile("binder", Kind.ARTISAN, "Legatoria", offers=(Item("rilegatura a mano di libri"),))


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return Application(load_settings(data_dir=tmp_path, encoder="hashing:32"))


def save(app: Application, profile: Profile) -> None:
    save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)


def found(app: Application, query: str) -> list[str]:
    app.follower.catch_up()
    asker = asker_by_text(query, Direction.SUPPLY, app.lexicon)
    return [match.profile.id for match in app.engine.match(MatchRequest(asker, Direction.SUPPLY)).matches]


def test_a_profile_is_matched_once_saved_and_gone_once_erased(app: Application) -> None:
    assert found(app, "bookbinder") == []
    save(app, BINDER)
    assert found(app, "bookbinder") == ["binder"]
    app.eraser.erase_profile("binder")
    assert found(app, "bookbinder") == []


def test_what_another_process_writes_is_matched_by_the_next_question(app: Application) -> None:
    assert found(app, "bookbinder") == []
    save(Application(app.settings), BINDER)
    assert found(app, "bookbinder") == ["binder"]


def test_what_another_process_writes_is_known_though_nobody_asks(database: str, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, database_url=database, encoder="hashing:32")
    others = {*threading.enumerate()}
    here, there = Application(settings), Application(settings)
    here.warm_up()
    save(there, BINDER)
    deadline = time.monotonic() + PATIENCE_S
    while here.engine.profile("binder") is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert here.engine.generation == 1
    here.close()
    there.close()
    assert [thread.name for thread in {*threading.enumerate()} - others if thread.name == "follower"] == []


def test_reindexing_forgets_the_vectors_that_no_text_needs(app: Application) -> None:
    save(app, BINDER)
    kept = SqlVectorCache(app.store)
    app.reindex()
    needed = kept.counts()[app.answering.fingerprint]
    app.answering.encoder.encode(["a question asked once"], role="query")
    assert kept.counts()[app.answering.fingerprint] == needed + 1
    report = app.reindex()
    assert kept.counts()[app.answering.fingerprint] == needed
    assert (report.profiles, report.changed) == (1, 0)
    assert found(app, "bookbinder") == ["binder"]


def test_nothing_is_kept_of_an_encoder_that_costs_nothing(app: Application) -> None:
    cheap = Application(app.settings.model_copy(update={"encoder": None}))
    save(cheap, BINDER)
    SqlVectorCache(cheap.store).put_many(cheap.answering.fingerprint, {"left by an older version": np.ones(3)})
    assert found(cheap, "bookbinder") == ["binder"]
    assert cheap.prepared() == (1, 1)
    cheap.reindex()
    assert cheap.answering.fingerprint not in SqlVectorCache(cheap.store).counts()


def test_a_database_carries_over_to_a_new_process_with_its_vectors(app: Application) -> None:
    save(app, BINDER)
    later = Application(app.settings)
    assert found(later, "bookbinder") == ["binder"]
    assert later.engine.generation == app.engine.generation == 1


def test_questions_are_answered_while_profiles_change(app: Application) -> None:
    save(app, BINDER)
    asker = asker_by_text("bookbinder", Direction.SUPPLY, app.lexicon)
    names = [f"binder-{number}" for number in range(8)]

    def write(name: str) -> None:
        save(app, replace(BINDER, id=name))
        if name.endswith(("3", "5")):
            app.eraser.erase_profile(name)

    def ask(_: int) -> list[str]:
        result = app.engine.match(MatchRequest(asker, Direction.SUPPLY, k=100))
        assert len(result.matches) == result.total
        return [match.profile.id for match in result.matches]

    with ThreadPoolExecutor(max_workers=6) as pool:
        writes = [pool.submit(write, name) for name in names]
        answers = list(pool.map(ask, range(120)))
        for written in writes:
            written.result()
    assert all("binder" in answer for answer in answers)
    left = sorted({"binder", *names} - {"binder-3", "binder-5"})
    assert found(app, "bookbinder") == left
