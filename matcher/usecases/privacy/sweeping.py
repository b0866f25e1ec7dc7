"""Erase what was kept long enough: by hand, and once a day by whichever server comes first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from matcher.domain.audit import Act
from matcher.domain.uploads import KEPT
from matcher.ports import Store, UnitOfWork
from matcher.usecases.privacy.erasing import UNSCRUBBED

SWEPT_ON = "swept_on"
"""Name of the stored fact that says on which day, in UTC, a server has last swept."""
LOOK_S = 3600.0
"""Between two looks at whether another day has begun."""
PAGE = 500
"""Events read at a time."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept after their end, of events after that of the last slot.

    Of events the addresses of who takes part are erased. Uploaded files are kept for `KEPT`.
    """

    jobs: timedelta
    contact_requests: timedelta
    event_contacts: timedelta


def sweep(store: Store, retention: Retention, now: datetime, *, dry_run: bool = False) -> Mapping[str, int]:
    """Erase what was kept long enough, how many of each; as a dry run only say how many.

    Requests for contact whose time is up are ended before, which erases how their askers can be reached.
    """
    with store.unit_of_work(write=True) as unit:
        counts = _swept(unit, retention, now)
        if not dry_run:
            unit.audit.add(Act.SWEPT, "", counts)
            unit.commit()
    if not dry_run:
        _scrub(store)
    return counts


def sweep_daily(store: Store, retention: Retention, now: datetime) -> Mapping[str, int] | None:
    """Sweep, unless some server has today; None where one has."""
    today = now.astimezone(UTC).date().isoformat()
    with store.unit_of_work(write=True) as unit:
        if unit.meta(SWEPT_ON) == today:
            return None
        unit.set_meta(SWEPT_ON, today)
        counts = _swept(unit, retention, now)
        if any(counts.values()):
            unit.audit.add(Act.SWEPT, "", counts)
        unit.commit()
    _scrub(store)
    return counts


class DailySweep:
    """Sweeps in the background, on each day the first server that looks."""

    def __init__(self, store: Store, retention: Retention) -> None:
        self._store = store
        self._retention = retention
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="sweep", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Sweep no more; a sweep under way is ended first."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _look(self) -> None:
        while True:
            try:
                sweep_daily(self._store, self._retention, datetime.now(UTC))
            except Exception:
                log.exception("What was kept long enough could not be erased; it is tried again in an hour.")
            if self._over.wait(LOOK_S):
                return


def _swept(unit: UnitOfWork, retention: Retention, now: datetime) -> dict[str, int]:
    unit.contact_requests.expire(now)
    return {
        "uploads": unit.uploads.forget_before(now - KEPT),
        "jobs": unit.jobs.forget_ended_before(now - retention.jobs),
        "contact_requests": unit.contact_requests.forget_ended_before(now - retention.contact_requests),
        "event_contacts": _forget_event_contacts(unit, now - retention.event_contacts),
    }


def _forget_event_contacts(unit: UnitOfWork, instant: datetime) -> int:
    forgotten, after = 0, None
    while page := unit.events.page(after=after, limit=PAGE):
        over = [event.id for event in page if event.slots[-1].end.astimezone(UTC) < instant]
        forgotten += sum(map(unit.events.forget_emails, over))
        after = page[-1].id
    return forgotten


def _scrub(store: Store) -> None:
    """Leave nothing of it in the database's files, nor of an erasure that could not do so itself."""
    with store.unit_of_work() as unit:
        pending = unit.meta(UNSCRUBBED) == "1"
    if store.scrub(None if pending else ()) and pending:
        with store.unit_of_work(write=True) as unit:
            unit.set_meta(UNSCRUBBED, "0")
            unit.commit()
