"""A market drafted while its profiles were stored is, to the last bit, the one that is read from the database."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.synthetic import profiles
from benchmarks.synthetic.files import write
from embeddings import sealed_folder
from embeddings.sealed_folder import Array
from matcher.bootstrap import Application, engines
from matcher.domain.profiles import Contacts, Item, Kind, Profile
from matcher.engine import draft
from matcher.engine.hashes import hashed
from matcher.settings import load_settings
from matcher.usecases import sharing, shelving

OTHERS = [
    Profile("here-before", Kind.ARTISAN, "Before", offers=(Item("rilegatura di libri"),)),
    Profile("silent", Kind.ARTISAN, "Silent", offers=(Item("oreficeria"),), consent=False),
]


@pytest.fixture(autouse=True)
def every_market_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (shelving, engines):
        monkeypatch.setattr(module, "SMALL", 3)
    monkeypatch.setattr(draft, "BATCH", 100)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles in no order, some of whom do not consent."""
    made = [(replace(profile, consent=number % 7 != 3), contacts) for number, (profile, contacts) in enumerated(400)]
    made.sort(key=lambda pair: hashed(pair[0].name))
    path = tmp_path_factory.mktemp("drafted") / "profiles.csv"
    write(made, path)
    return path


def enumerated(count: int) -> Iterable[tuple[int, tuple[Profile, Contacts]]]:
    return enumerate(profiles(count, seed=9))


def started(folder: Path) -> Application:
    return Application(load_settings(data_dir=folder))


def store(app: Application, some: Sequence[Profile]) -> None:
    with app.store.unit_of_work() as unit:
        unit.profiles.put_many([(app.lexicon.annotate(profile), None) for profile in some])
        unit.commit()


def saved(folder: Path) -> tuple[dict[str, Array], dict[str, list[tuple[int, bytes]]]]:
    """The arrays of the saved market, and the vectors of each side by id."""
    (edition,) = (path for path in (folder / "index").iterdir() if path.is_dir())
    sides = {side: sealed_folder.read(edition / side).arrays for side in ("offers", "seeks")}
    vectors = {
        side: sorted((int(number), row.tobytes()) for number, row in zip(one["ids"], one["vectors"], strict=True))
        for side, one in sides.items()
    }
    return dict(sealed_folder.read(edition / "market").arrays), vectors


def assert_read_back_alike(folder: Path) -> None:
    arrays, vectors = saved(folder)
    shutil.rmtree(folder / "index")
    again = started(folder)
    again.save_market()
    again.close()
    expected, expected_vectors = saved(folder)
    assert arrays.keys() == expected.keys()
    for name, array in arrays.items():
        assert array.tobytes() == expected[name].tobytes(), name
    assert vectors == expected_vectors


def test_the_drafted_market_is_the_one_that_is_read_back(table: Path, tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    app.imports.import_file(table)
    app.save_market()
    app.close()
    assert read == []
    assert_read_back_alike(tmp_path)
    assert len(read) == 1


def test_helpers_draft_alike(table: Path, tmp_path: Path, read: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(sharing, "ALONE", 1)
    app = started(tmp_path)
    app.imports.import_file(table)
    app.save_market()
    app.close()
    assert read == []
    assert_read_back_alike(tmp_path)


def test_profiles_that_were_there_before_belong_to_it(table: Path, tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    store(app, OTHERS)
    app.imports.import_file(table)
    app.save_market()
    app.close()
    assert read == []
    assert_read_back_alike(tmp_path)


def test_where_others_wrote_meanwhile_the_database_is_read(table: Path, tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    app.imports.import_file(table, progress=lambda done, expected: store(app, OTHERS[: done // 100]))
    app.save_market()
    app.close()
    assert len(read) == 1
    assert_read_back_alike(tmp_path)


def test_what_is_written_after_the_import_is_in_the_market(table: Path, tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    app.imports.import_file(table)
    store(app, OTHERS)
    app.save_market()
    app.close()
    assert len(read) == 1
    assert_read_back_alike(tmp_path)


def test_an_import_that_fails_midway_drafts_nothing(table: Path, tmp_path: Path, read: list[int]) -> None:
    def interrupted(done: int, expected: int | None) -> None:
        if done >= 200:
            raise KeyboardInterrupt

    app = started(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        app.imports.import_file(table, progress=interrupted)
    app.save_market()
    app.close()
    assert len(read) == 1
    assert_read_back_alike(tmp_path)


def test_few_rows_join_a_large_market_as_changes(table: Path, tmp_path: Path, read: list[int]) -> None:
    app = started(tmp_path)
    app.imports.import_file(table)
    app.save_market()
    app.close()
    few = tmp_path / "few.csv"
    write([(replace(OTHERS[0], name="Renamed"), Contacts())], few)
    again = started(tmp_path)
    again.imports.import_file(few)
    again.follower.catch_up()
    assert read == [], "the saved market was opened"
    assert again.engine.generation == 401
    again.close()
