"""Import profiles: store good rows in batches, count what they changed, gather what was wrong with the others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from matcher.domain.access import reaches
from matcher.domain.audit import Act
from matcher.domain.profiles import Contacts, Profile
from matcher.domain.rows import FileFacts, ProfileRow, RowError, RowWarning
from matcher.ports import Change, Store, UnitOfWork
from matcher.usecases.privacy.auditing import enter

BATCH = 100
"""Profiles stored in one transaction, and between two steps of a progress bar."""
LARGE, GROWN = 30, 5
"""After so many batches they are so many times as large: the disk is waited for less often, and other writers still get
in after some tenths of a second."""
REPORTED = 1000
"""Errors, and warnings, that a report keeps; it counts them all."""

Annotate = Callable[[Iterator[Sequence[Profile]]], Iterator[Sequence[Profile]]]
"""Annotates batches of profiles on their way."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or, as a dry run, would do.

    `rejected` counts rows; one may have several errors. `errors` and `warnings` hold the first of them,
    `error_count` and `warning_count` count all. `file` says how the file was read.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: tuple[RowError, ...] = ()
    error_count: int = 0
    warnings: tuple[RowWarning, ...] = ()
    warning_count: int = 0
    dry_run: bool = False
    file: FileFacts | None = None


def import_profiles(  # noqa: PLR0913 -- an import has as many independent options, all by keyword
    rows: Iterable[ProfileRow | RowError],
    *,
    store: Store,
    annotate: Annotate,
    published: Callable[[Sequence[Profile]], None],
    dry_run: bool = False,
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda done: None,
    organisation: str | None = None,
) -> ImportReport:
    """Annotate and store the profiles of good rows; the errors among `rows` are reported.

    A transaction stores `batch` of them, `GROWN` times as many once there were `LARGE` batches.

    `annotate` is given batches and gives them back annotated, in order; it may read some batches ahead.

    `published` is told of created and updated profiles once they are committed. `progress` is told how many rows, good
    or bad, were done so far. The same rows again change nothing. What `rows` raises midway passes on: the batches
    before it are stored. With an `organisation` new profiles belong to it, and rows of somebody else's are refused.

    A dry run puts and rolls back, so its counts are exact where no id comes in two batches.
    """
    tally = _Tally(dry_run)
    batches = _Batches(tally, rows, batch)
    for profiles in annotate(batches.profiles()):
        done = batches.taken()
        pairs = list(zip(profiles, done.contacts, strict=True))
        # Who looks before writing asks for the turn first.
        with store.unit_of_work(write=organisation is not None) as unit:
            if organisation is not None:
                foreign = _foreign(unit, profiles, organisation)
                tally.refuse(
                    (line, one.id) for line, one in zip(done.lines, profiles, strict=True) if one.id in foreign
                )
                pairs = [pair for pair in pairs if pair[0].id not in foreign]
                profiles = [profile for profile, _ in pairs]
            changes = unit.profiles.put_many(pairs)
            if organisation is not None:
                unit.owners.give_profiles(_created(profiles, changes), organisation)
            if not dry_run:
                unit.commit()
        tally.count(changes)
        changed = [profile for profile, change in zip(profiles, changes, strict=True) if change is not Change.UNCHANGED]
        if changed and not dry_run:
            published(changed)
        progress(done.rows)
    progress(tally.rows)
    report = tally.report()
    if not dry_run:
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        enter(Act.IMPORTED, store, details=counts | {"rejected": report.rejected})
    return report


def _foreign(unit: UnitOfWork, profiles: Sequence[Profile], organisation: str) -> AbstractSet[str]:
    """The ids of those that are there and belong to somebody else."""
    there = unit.profiles.get_many([profile.id for profile in profiles])
    owners = unit.owners.profiles(there)
    return {one for one in there if not reaches(organisation, owners.get(one))}


def _created(profiles: Sequence[Profile], changes: Sequence[Change]) -> list[str]:
    return [profile.id for profile, change in zip(profiles, changes, strict=True) if change is Change.CREATED]


class _Tally:
    """Counts and the first errors and warnings, gathered while rows go by."""

    def __init__(self, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._changes: Counter[Change] = Counter()
        self._errors: list[RowError] = []
        self._warnings: list[RowWarning] = []
        self._error_count = self._warning_count = self._rejected = 0
        self.rows = 0

    def noting(self, rows: Iterable[ProfileRow | RowError]) -> Iterator[ProfileRow]:
        """The good rows, the others noted. The errors of one row follow each other."""
        refused = 0
        for row in rows:
            if isinstance(row, ProfileRow):
                self.rows += 1
                self._warning_count += len(row.warnings)
                self._warnings += row.warnings[: REPORTED - len(self._warnings)]
                yield row
                continue
            if row.line != refused:
                refused = row.line
                self._rejected += 1
                self.rows += 1
            self._note(row)

    def refuse(self, rows: Iterable[tuple[int, str]]) -> None:
        """Note good rows, by line and id, of profiles that belong to somebody else."""
        for line, profile_id in rows:
            self._rejected += 1
            remedy = "Give this one another id, or ask whoever runs the matcher."
            self._note(RowError(line, "id", profile_id, "an id of yours, or a new one", remedy, "somebody-elses"))

    def _note(self, error: RowError) -> None:
        self._error_count += 1
        if len(self._errors) < REPORTED:
            self._errors.append(error)

    def count(self, changes: Sequence[Change]) -> None:
        """Add what storing a batch did."""
        self._changes.update(changes)

    def report(self) -> ImportReport:
        """All of it."""
        return ImportReport(
            created=self._changes[Change.CREATED],
            updated=self._changes[Change.UPDATED],
            unchanged=self._changes[Change.UNCHANGED],
            rejected=self._rejected,
            errors=tuple(self._errors),
            error_count=self._error_count,
            warnings=tuple(self._warnings),
            warning_count=self._warning_count,
            dry_run=self._dry_run,
        )


@dataclass(frozen=True, slots=True)
class _Batch:
    """What goes with the profiles of a batch: their contacts and lines, and how many rows were read up to its end."""

    contacts: Sequence[Contacts | None]
    lines: Sequence[int]
    rows: int


class _Batches:
    """The good rows in batches: their profiles are sent to be annotated, the rest waits for them to come back."""

    def __init__(self, tally: _Tally, rows: Iterable[ProfileRow | RowError], size: int) -> None:
        self._tally = tally
        self._good = tally.noting(rows)
        self._size = size
        self._waiting: deque[_Batch] = deque()

    def profiles(self) -> Iterator[Sequence[Profile]]:
        """The profiles of one batch after the other."""
        while rows := list(islice(self._good, self._next_size())):
            self._waiting.append(_Batch([row.contacts for row in rows], [row.line for row in rows], self._tally.rows))
            yield [row.profile for row in rows]

    def _next_size(self) -> int:
        return self._size if self._tally.rows < LARGE * self._size else GROWN * self._size

    def taken(self) -> _Batch:
        """The rest of the batch that has come back."""
        return self._waiting.popleft()
