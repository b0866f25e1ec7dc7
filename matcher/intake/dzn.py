"""The published instances of the business-to-business meeting scheduling problem, as JSON documents.

They are MiniZinc data files, described by M. Bofill et al., "Constraint Solving Approaches to the Business-to-Business
Meeting Scheduling Problem", JAIR 74 (2022) 263–301.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from matcher.errors import InvalidInput
from matcher.intake.json_fields import closest
from matcher.intake.minizinc_data import Assignment, at_line, read_assignments
from matcher.intake.scheduling_problem import TIME_LIMIT_S, read_problem, read_text_file

FAIRNESS = 2
"""The largest difference of breaks that the published results allow."""

_KEYS = (
    "nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested", "meetingsxBusiness",
    "nMeetingsBusiness", "forbidden", "fixed", "precedences",
)  # fmt: skip
_SESSIONS = {1: "morning", 2: "afternoon", 3: "any"}


def problem_of_dzn(source: Path | BinaryIO, fairness: int | None = FAIRNESS, name: str | None = None) -> dict[str, Any]:
    """The JSON document of the problem that a data file holds: participants `p1`, `p2` …, meetings `m1`, `m2` ….

    Raises:
        InvalidInput: the file cannot be read, or contradicts itself; the message says on which line.
    """
    data, called = read_text_file(source, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"{called} is not UTF-8 on line {line}: save it as UTF-8.", line=line) from None
    document = _Instance(read_assignments(text)).document(fairness)
    read_problem(document)
    return document


class _Instance:
    """The assignments of an instance, each looked at as what it should be."""

    def __init__(self, assignments: dict[str, Assignment]) -> None:
        for name, given in assignments.items():
            if name not in _KEYS:
                raise at_line(given.line, f"there is no '{name}' in an instance. {closest(name, _KEYS)}")
        self._given = assignments
        self._people = self._number("nBusiness")
        self._meetings = self._number("nMeetings")
        self._slots = self._number("nTotalSlots")

    def document(self, fairness: int | None) -> dict[str, Any]:
        requested = self._requested()
        self._check_degrees(requested)
        away = self._sets("forbidden", self._people, self._slots, "slot")
        fixed = self._fixed()
        before = self._sets("precedences", self._meetings, self._meetings, "meeting")
        return {
            "slots": self._slots,
            "morning_slots": self._number("nMorningSlots"),
            "tables": self._number("nTables"),
            "fairness": fairness,
            "participants": [{"id": f"p{person}", "unavailable": slots} for person, slots in enumerate(away, 1)],
            "meetings": [
                {
                    "id": f"m{number}",
                    "a": f"p{a}",
                    "b": f"p{b}",
                    "session": _SESSIONS[session],
                    "slot": slot or None,
                    "after": [f"m{one}" for one in earlier],
                }
                for number, ((a, b, session), slot, earlier) in enumerate(zip(requested, fixed, before, strict=True), 1)
            ],
            "objective": "breaks",
            "time_limit_s": TIME_LIMIT_S,
            "seed": 0,
        }

    def _number(self, name: str) -> int:
        given = self._required(name)
        if not isinstance(given.value, int) or given.value < 0:
            raise at_line(given.line, f"{name} should be a whole number from 0 on.")
        return given.value

    def _requested(self) -> list[tuple[int, int, int]]:
        given, rows = self._rows("requested", self._meetings)
        found = []
        for number, row in enumerate(rows, 1):
            match row:
                case [int(a), int(b), int(session)] if (
                    {a, b} <= set(range(1, self._people + 1)) and a != b and session in _SESSIONS
                ):
                    found.append((a, b, session))
                case _:
                    raise at_line(
                        given.line,
                        f"meeting {number} of requested should be two different participants from 1 to "
                        f"{self._people} and a session: 1 morning, 2 afternoon, 3 either.",
                    )
        return found

    def _fixed(self) -> list[int]:
        if "fixed" not in self._given:
            return [0] * self._meetings
        given, slots = self._rows("fixed", self._meetings)
        found = [slot for slot in slots if isinstance(slot, int) and 0 <= slot <= self._slots]
        if len(found) < len(slots):
            raise at_line(given.line, f"fixed should hold slots from 1 to {self._slots}, or 0 for none.")
        return found

    def _sets(self, name: str, length: int, most: int, noun: str) -> list[list[int]]:
        """Sets of numbers from 1 to `most`, in ascending order; 0 among them stands for nothing."""
        if name == "precedences" and name not in self._given:
            return [[] for _ in range(length)]
        given, sets = self._rows(name, length)
        found = []
        for number, members in enumerate(sets, 1):
            if not isinstance(members, frozenset) or any(not 0 <= one <= most for one in members):
                raise at_line(given.line, f"entry {number} of {name} should be a set of {noun}s from 1 to {most}.")
            found.append(sorted(members - {0}))
        return found

    def _check_degrees(self, requested: Sequence[tuple[int, int, int]]) -> None:
        """Compare with `nMeetingsBusiness`, which says how many meetings each participant has."""
        if "nMeetingsBusiness" not in self._given:
            return
        given, told = self._rows("nMeetingsBusiness", self._people)
        degrees = Counter(person for a, b, _ in requested for person in (a, b))
        for person, degree in enumerate(told, 1):
            if degree != degrees[person]:
                raise at_line(
                    given.line,
                    f"nMeetingsBusiness gives participant {person} {degree} meetings, but requested has "
                    f"{degrees[person]}. One of the two is wrong.",
                )

    def _rows(self, name: str, length: int) -> tuple[Assignment, list[Any]]:
        given = self._required(name)
        if not isinstance(given.value, list) or len(given.value) != length:
            found = f"{len(given.value)} entries" if isinstance(given.value, list) else "no array"
            raise at_line(given.line, f"{name} should be an array of {length} entries; found {found}.")
        return given, given.value

    def _required(self, name: str) -> Assignment:
        if name not in self._given:
            raise InvalidInput(f"The file gives no '{name}'. Add it; an instance has {', '.join(_KEYS)}.", field=name)
        return self._given[name]
