"""`matcher store copy` as its user calls it."""

from __future__ import annotations

from pathlib import Path

from matcher.store import open_store
from tests.stores import BINDER, empty_store, put, sqlite_url
from tests.unit.cli.conftest import Run, only_json


def test_a_copy_says_how_much_it_holds_and_can_be_used(matcher: Run, tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put(store, BINDER)
    old, new = sqlite_url(tmp_path / "matcher.db"), sqlite_url(tmp_path / "new.db")
    outcome = matcher("store", "copy", old, new)
    assert outcome.code == 0
    assert "the last change is 1. Set MATCHER_DATABASE_URL to use the copy." in outcome.out
    with open_store(new) as copied, copied.unit_of_work() as unit:
        assert unit.profiles.count() == 1


def test_as_json_each_table_has_its_rows(matcher: Run, tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put(store, BINDER)
    told = only_json(matcher("store", "copy", sqlite_url(tmp_path / "matcher.db"), "sqlite:///new.db", "--json"))
    assert (told["generation"], told["tables"]["items"]["rows"]) == (1, 3)


def test_a_misspelt_source_ends_with_1_and_makes_no_file(matcher: Run, tmp_path: Path) -> None:
    outcome = matcher("store", "copy", "sqlite:///mathcer.db", "sqlite:///new.db", "--json")
    assert outcome.code == 1
    assert "There is no database mathcer.db" in only_json(outcome)["error"]["message"]
    assert list(tmp_path.glob("*.db")) == []
