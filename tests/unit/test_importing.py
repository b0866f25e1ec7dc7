from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from matcher.domain.profiles import Contacts, Item, Kind, Profile
from matcher.domain.rows import ProfileRow, RowError, RowWarning
from matcher.errors import InvalidInput
from matcher.usecases.importing import GROWN, LARGE, REPORTED, ImportReport, import_profiles
from tests.fakes import MemoryStore

WARNING = RowWarning(2, "cap", "00184", "No postcode of the city.", "cap-elsewhere")


def row(line: int, profile_id: str, name: str = "Rossi", **more: object) -> ProfileRow:
    profile = Profile(profile_id, Kind.ARTISAN, name, offers=(Item("cornici"),))
    return ProfileRow(line, profile, **more)  # type: ignore[arg-type]


def error(line: int, column: str = "cap") -> RowError:
    return RowError(line, column, "x", "y", "z", "bad-cap")


def described(batch: Sequence[Profile]) -> list[Profile]:
    return [replace(profile, description=f"about {profile.name}") for profile in batch]


class Import:
    """An import into one store, remembering what was published and how far it got."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.store = store or MemoryStore()
        self.published: list[list[str]] = []
        self.progress: list[int] = []

    def run(
        self, rows: Sequence[ProfileRow | RowError] | Iterator[ProfileRow | RowError], **options: int
    ) -> ImportReport:
        return import_profiles(
            rows,
            store=self.store,
            annotate=lambda batches: map(described, batches),
            published=lambda profiles: self.published.append([profile.id for profile in profiles]),
            progress=self.progress.append,
            **options,  # type: ignore[arg-type]
        )

    def stored(self) -> dict[str, str]:
        return {stored.profile.id: stored.profile.name for stored in self.store.state.profiles.values()}


def test_good_rows_are_annotated_stored_and_published() -> None:
    work = Import()
    report = work.run([row(2, "a"), row(3, "b", contacts=Contacts(email="a@example.org"))])
    assert (report.created, report.updated, report.unchanged, report.rejected) == (2, 0, 0, 0)
    assert work.stored() == {"a": "Rossi", "b": "Rossi"}
    assert work.store.state.profiles["a"].profile.description == "about Rossi"
    assert work.store.state.contacts == {"b": Contacts(email="a@example.org")}
    assert work.published == [["a", "b"]]


def test_the_same_rows_again_change_nothing() -> None:
    rows = [row(2, "a", contacts=Contacts(phone="123456")), row(3, "b")]
    store = MemoryStore()
    Import(store).run(rows)
    log, again = list(store.state.log), Import(store)
    report = again.run(rows)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert store.state.log == log
    assert again.published == []


def test_what_changed_alone_is_published() -> None:
    store = MemoryStore()
    Import(store).run([row(2, "a"), row(3, "b")])
    again = Import(store)
    report = again.run([row(2, "a"), row(3, "b", "Verdi"), row(4, "c")])
    assert (report.created, report.updated, report.unchanged) == (1, 1, 1)
    assert again.published == [["b", "c"]]


def test_bad_rows_are_reported_and_the_others_kept() -> None:
    work = Import()
    report = work.run([row(2, "a", warnings=(WARNING,)), error(3), error(3, "nome"), error(4), row(5, "b")])
    assert (report.created, report.rejected) == (2, 2)
    assert report.errors == (error(3), error(3, "nome"), error(4))
    assert report.error_count == 3
    assert (report.warnings, report.warning_count) == ((WARNING,), 1)
    assert work.progress[-1] == 4


def test_a_report_keeps_the_first_problems_and_counts_all() -> None:
    rows = [error(line) for line in range(2, REPORTED + 12)]
    rows_with_warnings = [row(line, str(line), warnings=(WARNING,) * 2) for line in range(REPORTED)]
    report = Import().run([*rows, *rows_with_warnings])
    assert (len(report.errors), report.error_count, report.rejected) == (REPORTED, REPORTED + 10, REPORTED + 10)
    assert (len(report.warnings), report.warning_count) == (REPORTED, 2 * REPORTED)


def test_rows_are_stored_in_batches() -> None:
    work = Import()
    work.run([row(line, str(line)) for line in range(5)], batch=2)
    assert work.published == [["0", "1"], ["2", "3"], ["4"]]
    assert work.progress == [2, 4, 5, 5]


def test_a_batch_is_published_after_it_is_committed() -> None:
    work = Import()
    seen: list[bool] = []
    import_profiles(
        [row(2, "a")],
        store=work.store,
        annotate=lambda batches: batches,
        published=lambda profiles: seen.append(profiles[0].id in work.store.state.profiles),
    )
    assert seen == [True]


def test_a_dry_run_counts_exactly_and_writes_nothing() -> None:
    store = MemoryStore()
    Import(store).run([row(2, "a"), row(3, "b")])
    before, dry = store.state, Import(store)
    rows = [row(2, "a"), row(3, "b", "Verdi"), row(4, "c"), error(5), row(6, "d")]
    foretold = dry.run(rows, dry_run=True, batch=2)
    assert store.state is before
    assert dry.published == []
    assert foretold.dry_run
    assert replace(foretold, dry_run=False) == Import(store).run(rows)


def test_what_breaks_midway_leaves_whole_batches() -> None:
    def breaking() -> Iterator[ProfileRow]:
        yield from (row(line, str(line)) for line in range(5))
        raise InvalidInput("The file is damaged.")

    work = Import()
    with pytest.raises(InvalidInput, match="damaged"):
        work.run(breaking(), batch=2)
    assert sorted(work.stored()) == ["0", "1", "2", "3"]
    assert work.published == [["0", "1"], ["2", "3"]]


def test_no_rows_are_no_import() -> None:
    work = Import()
    assert work.run([]) == ImportReport()
    assert work.published == []


def test_batches_grow_once_there_were_many() -> None:
    work = Import()
    work.run([row(line, str(line)) for line in range(LARGE + 2 * GROWN + 1)], batch=1)
    assert [len(batch) for batch in work.published] == [1] * LARGE + [GROWN, GROWN, 1]
