"""Lanes search at once, each in its own process; what they find comes in one queue.

No single solver is best: proving from below wins on some events and on others never ends, and the other way round.
Separate processes use every core, and can be ended at a deadline whatever they are doing.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from matcher.errors import Unavailable
from matcher.scheduling.lanes.findings import Assignment, Finding

GIVEN_WAY = 10
"""How far other processes go before a lane that gives way (0 to 19), on systems that know of it."""


class Portfolio:
    """Lanes by the names of their modules in `matcher.scheduling.lanes`, ended when this is left."""

    def __init__(self) -> None:
        self._found: queue.SimpleQueue[Finding | int] = queue.SimpleQueue()
        self._lanes: dict[str, subprocess.Popen[bytes]] = {}
        self._ended = self._broken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in self._lanes.values():
            process.kill()
        for process in self._lanes.values():
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    pipe.close()  # type: ignore[union-attr]

    def __contains__(self, lane: str) -> bool:
        """Whether a lane was started."""
        return lane in self._lanes

    @property
    def over(self) -> bool:
        """Whether every lane has ended, each of its own accord.

        Raises:
            Unavailable: every lane broke down.
        """
        if self._lanes and self._broken == len(self._lanes):
            raise Unavailable("Every process that searches for a timetable broke down. See the log, and try again.")
        return self._ended == len(self._lanes)

    def start(self, lane: str, assignment: Assignment) -> None:
        """Starts a lane."""
        command = [sys.executable, "-m", f"matcher.scheduling.lanes.{lane}"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 (our own module)
        self._lanes[lane] = process
        threading.Thread(target=self._read, args=(process, process.stdout), daemon=True).start()
        with suppress(BrokenPipeError):  # It broke down already: its end is told by what reads it.
            pickle.dump(assignment, process.stdin)  # type: ignore[arg-type]
            process.stdin.flush()  # type: ignore[union-attr]

    def give_way(self, lane: str) -> None:
        """Lets the other lanes go first from now on."""
        if hasattr(os, "setpriority"):
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, self._lanes[lane].pid, GIVEN_WAY)

    def next(self, timeout_s: float) -> Finding | None:
        """What is found next; None when nothing is within the time, or a lane ended."""
        try:
            one = self._found.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None
        if isinstance(one, Finding):
            return one
        self._ended += 1
        self._broken += one != 0
        return None

    def _read(self, process: subprocess.Popen[bytes], lines: IO[bytes]) -> None:
        with suppress(ValueError):  # The pipe was closed, or a line cut, because the process was ended.
            for line in lines:
                self._found.put(Finding(**json.loads(line)))
        self._found.put(process.wait())
