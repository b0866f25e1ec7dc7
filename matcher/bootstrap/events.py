"""Events wired: registrations from files, pairs from the engine, timetables from the solvers by jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from matcher.bootstrap.downloads import File, made
from matcher.bootstrap.registrations import Registrations
from matcher.bootstrap.solvers import default_solvers
from matcher.domain.audit import Act
from matcher.domain.events import Pair
from matcher.domain.jobs import Job, JobKind
from matcher.domain.schedules import Remedy
from matcher.intake import ReadOptions, open_interests, open_participants
from matcher.lexicon.annotation import Lexicon
from matcher.scheduling.pairs.fairness import FairnessReport
from matcher.store import SqlStore
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.events.arriving import Arrival, weigh_arrivals
from matcher.usecases.events.changes import DayChanges, Outcome
from matcher.usecases.events.interests import InterestReport, give_read
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.mending import change_day
from matcher.usecases.events.pairs import propose_pairs, report_fairness
from matcher.usecases.events.people import RegistrationReport, register
from matcher.usecases.events.printing import printable
from matcher.usecases.events.solvers import Solvers
from matcher.usecases.events.timetables import TIME_LIMIT_S, make_timetable, start_timetable
from matcher.usecases.events.utilities import BuildEngine
from matcher.usecases.jobs import JobRunner
from matcher.usecases.privacy.auditing import enter


class Events:
    """What organisers do with events that needs more than the database; `build` makes an engine over profiles.

    `solvers` are those of the house unless others are set.
    """

    def __init__(self, store: SqlStore, lexicon: Lexicon, build: BuildEngine) -> None:
        self.runner = JobRunner(store, {JobKind.TIMETABLE: self._make_timetable})
        self._store = store
        self._lexicon = lexicon
        self._build = build

    @cached_property
    def registrations(self) -> Registrations:
        """What is done with uploaded files of registrations."""
        return Registrations(self._store, self._lexicon)

    @cached_property
    def solvers(self) -> Solvers:
        """What chooses pairs and makes timetables; ortools takes a while to import."""
        return default_solvers()

    def register_file(
        self,
        event_id: str,
        source: Path | BinaryIO,
        *,
        name: str | None = None,
        options: ReadOptions | None = None,
        dry_run: bool = False,
    ) -> RegistrationReport:
        """Register the participants of a file.

        Raises:
            NotFound: there is no such event.
            InvalidInput: the file cannot be read as a table of registrations, or names a profile there is not.
        """
        event, _ = find_event(event_id, self._store)
        with open_participants(source, event, name=name, options=options or ReadOptions()) as file:
            report = register(
                event_id, file.rows(), store=self._store, annotate=self._lexicon.annotate, dry_run=dry_run
            )
            return replace(report, file=file.facts)

    def give_interests(
        self, event_id: str, source: Path | BinaryIO, *, name: str | None = None, options: ReadOptions | None = None
    ) -> InterestReport:
        """Take the scores or the wish lists of a file as interests, in place of those the event has.

        Raises:
            NotFound: there is no such event.
            InvalidInput: the file cannot be read as a table of either, or names somebody who does not take part.
        """
        with open_interests(source, name=name, options=options or ReadOptions()) as file:
            return give_read(event_id, list(file.rows()), self._store)

    def propose_pairs(self, event_id: str) -> tuple[Pair, ...]:
        """Weigh who may meet and choose among them; raises as the use case does."""
        return propose_pairs(event_id, store=self._store, build=self._build, choose=self.solvers.choose)

    def fairness(self, event_id: str) -> FairnessReport:
        """Who got what from the chosen pairs; raises as the use case does."""
        return report_fairness(event_id, self._store, self.solvers.fairness)

    def start_timetable(
        self,
        event_id: str,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        seed: int = 0,
        keep: Sequence[str] = (),
        remedies: Sequence[Remedy] = (),
    ) -> Job:
        """Change the event as the remedies say and queue the making of a timetable; raises as the use case does."""
        job = start_timetable(event_id, self._store, time_limit_s=time_limit_s, seed=seed, keep=keep, remedies=remedies)
        self.runner.wake()
        return job

    def change_day(
        self, event_id: str, changes: DayChanges, *, dry_run: bool, arrivals: Sequence[Arrival] = ()
    ) -> Outcome:
        """Say what changes on the day, and who comes without a registration, would do, or do it.

        Raises as the use cases do.
        """
        weighed = weigh_arrivals(event_id, arrivals, self._store, annotate=self._lexicon.annotate, build=self._build)
        return change_day(event_id, changes, self._store, self.solvers, dry_run=dry_run, arrivals=weighed)

    def download(
        self,
        event_id: str,
        file: File,
        *,
        version: int | None = None,
        language: str | None = None,
        participant: str | None = None,
        addresses: bool = False,
    ) -> bytes:
        """A file of a timetable, as `printable` finds it and `made` makes it; raises as these do."""
        found = printable(event_id, self._store, version, language=language, addresses=addresses)
        if addresses:
            enter(Act.CONTACTS_READ, self._store, event_id, {"by": "mail merge"})
        return made(file, found, datetime.now(UTC), participant)

    def _make_timetable(self, attempt: Attempt) -> Keep:
        return make_timetable(attempt, self._store, self.solvers)
