"""A lane as a process of its own: its assignment comes by stdin, its findings go by stdout."""

from __future__ import annotations

import json
import os
import pickle
import random
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from matcher.scheduling.lanes.findings import Assignment, Finding, Tell
from matcher.scheduling.lanes.model import Model, build

Search = Callable[[Model, Assignment, Tell], None]


def run(search: Search) -> None:
    """Searches, telling each finding as a line of JSON; a seed other than 0 searches in another order of meetings."""
    assignment: Assignment = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by the process that started this one)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    order = list(range(len(assignment.problem.meetings)))
    if assignment.seed:
        random.Random(assignment.seed).shuffle(order)  # noqa: S311 (an order of search, not a secret)
    meetings = tuple(assignment.problem.meetings[index] for index in order)
    slots = tuple(assignment.slots[index] for index in order) if assignment.slots else ()
    assignment = replace(assignment, problem=replace(assignment.problem, meetings=meetings), slots=slots)

    def tell(finding: Finding) -> None:
        found = None
        if finding.slots is not None:
            found = [slot for _, slot in sorted(zip(order, finding.slots, strict=True))]
        line = {"slots": found, "bound": finding.bound, "infeasible": finding.infeasible}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    search(build(assignment.problem), assignment, tell)


def _leave_with_parent() -> None:
    """Ends the process when whoever started it is gone, however it went."""
    sys.stdin.buffer.read()
    os._exit(0)
