"""Several lanes search at once, each in its own process; what they find comes in one queue.

No single solver is best: proving from below wins on some events and on others never ends, and the other way round.
Separate processes use every core, and can be ended at a deadline whatever they are doing.
"""

from __future__ import annotations

import json
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import IO

from matcher.errors import Unavailable
from matcher.scheduling.lanes.findings import Assignment, Finding

POLL_S = 0.05
RISING, PROVING = 20_000, 100_000
"""Possible placements (meetings × slots) up to which the lanes `rising` and `core` are worth their part of the machine:
above, the lane that makes timetables better needs it."""


def lanes(assignment: Assignment) -> dict[str, Assignment]:
    """The lanes for an assignment, modules of `matcher.scheduling.lanes`, with what each is given.

    Where proofs are near, the lanes that search for them come first on a machine of few cores.
    """
    placements = len(assignment.problem.meetings) * assignment.problem.slots
    if placements > PROVING:
        return {"chains": assignment}
    if placements > RISING:
        return {"chains": assignment, "core": assignment}
    return {"core": assignment, "rising": assignment, "chains": replace(assignment, niceness=10)}


@contextmanager
def findings(given: Mapping[str, Assignment], deadline: float, stop: threading.Event) -> Iterator[Iterator[Finding]]:
    """What the lanes find, until all have ended, the deadline (of `time.monotonic`) or `stop`; then they are ended.

    Raises:
        Unavailable: every lane broke down.
    """
    found: queue.SimpleQueue[Finding | int] = queue.SimpleQueue()
    started = [_start(lane, assignment, found) for lane, assignment in given.items()]
    try:
        yield _until(found, len(started), deadline, stop)
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    pipe.close()  # type: ignore[union-attr]


def _start(lane: str, assignment: Assignment, found: queue.SimpleQueue[Finding | int]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"matcher.scheduling.lanes.{lane}"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 (our own module)
    threading.Thread(target=_read, args=(process, process.stdout, found), daemon=True).start()
    with suppress(BrokenPipeError):  # It broke down already: its end is told by what reads it.
        pickle.dump(assignment, process.stdin)  # type: ignore[arg-type]
        process.stdin.flush()  # type: ignore[union-attr]
    return process


def _read(process: subprocess.Popen[bytes], lines: IO[bytes], found: queue.SimpleQueue[Finding | int]) -> None:
    with suppress(ValueError):  # The pipe was closed, or a line cut, because the process was ended.
        for line in lines:
            found.put(Finding(**json.loads(line)))
    found.put(process.wait())


def _until(
    found: queue.SimpleQueue[Finding | int], running: int, deadline: float, stop: threading.Event
) -> Iterator[Finding]:
    broken = 0
    ended = 0
    while ended < running and not stop.is_set() and time.monotonic() < deadline:
        try:
            one = found.get(timeout=max(0.0, min(POLL_S, deadline - time.monotonic())))
        except queue.Empty:
            continue
        if isinstance(one, Finding):
            yield one
        else:
            ended += 1
            broken += one != 0
    if broken == running:
        raise Unavailable("Every process that searches for a timetable broke down. See the log, and try again.")
