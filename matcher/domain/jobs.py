"""Long work that outlives the process it began in: its state, how far it is and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.schedules import PlacedMeeting


class JobKind(StrEnum):
    """What is to be done.

    `timetable` makes a timetable of an event's chosen pairs, `import` takes the profiles of an uploaded file, `market`
    recommends to everyone at once.
    """

    TIMETABLE = "timetable"
    IMPORT = "import"
    MARKET = "market"


class JobState(StrEnum):
    """A job is `queued`, then `running`, and ends `done`, `failed` or `cancelled`."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is, and the seconds spent on it by all its attempts.

    Of a timetable: the `best` value found and the proved `bound`; `meetings` are the timetable that has the `best`
    value, from which another attempt goes on. Of an import: the rows that the present attempt has `done`, and how many
    are `expected`, None where that cannot be told. Of a market: the same of people whose candidates are scored.
    """

    best: int | None = None
    bound: int | None = None
    wall_s: float = 0.0
    meetings: tuple[PlacedMeeting, ...] = ()
    done: int | None = None
    expected: int | None = None

    @property
    def gap(self) -> int | None:
        """How much better an answer could be at most; None before there is one."""
        return None if self.best is None or self.bound is None else max(0, self.best - self.bound)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work; `input` says how, `result` what came of it, `problem` why it failed.

    A timetable belongs to the event with `event_id`, an import and a market to none.

    All attempts together may take `time_limit_s` seconds, after which the best answer found is taken. Who works on it
    is its `owner` until `lease_until`, and has to be done by `deadline`. `attempts` counts owners.
    """

    id: str
    kind: JobKind
    event_id: str | None
    input: Mapping[str, object]
    created_at: datetime
    time_limit_s: float
    state: JobState = JobState.QUEUED
    progress: JobProgress = JobProgress()
    result: Mapping[str, object] | None = None
    problem: str | None = None
    cancel_requested: bool = False
    owner: str | None = None
    lease_until: datetime | None = None
    heartbeat_at: datetime | None = None
    deadline: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempts: int = 0

    @property
    def event(self) -> str:
        """The id of the event it belongs to.

        Raises:
            ValueError: it belongs to none.
        """
        if self.event_id is None:
            raise ValueError(f"Job {self.id} belongs to no event.")
        return self.event_id
