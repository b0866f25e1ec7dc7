"""MiniZinc data files: assignments of whole numbers, sets and arrays to names.

The part of the language that data of scheduling problems is written in, after "The MiniZinc Handbook", Specification
of MiniZinc, sections on data files and on set and array literals: no text, no float and no expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from matcher.errors import InvalidInput

Value = int | frozenset[int] | list["Value"]
"""A number, a set, or an array, whose rows are arrays where it has two dimensions."""

LARGEST = 1_000_000
"""The largest number that is read: a range such as 1..999999999999 would fill the memory."""

_TOKEN = re.compile(r"\s+|%[^\n]*|(?P<token>-?\d+|[A-Za-z_]\w*|\.\.|\[\||\|\]|[\[\](){},|=;])")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a name was given, and on which line from 1."""

    value: Value
    line: int


def read_assignments(text: str) -> dict[str, Assignment]:
    """The assignments of a data file by name.

    Raises:
        InvalidInput: it is written otherwise; the message says on which line.
    """
    try:
        return dict(_Reader(text).assignments())
    except RecursionError:
        raise InvalidInput(
            "The file holds arrays within arrays, too deep to be read. Two dimensions are enough."
        ) from None


def at_line(line: int, message: str) -> InvalidInput:
    """The error for what a line holds."""
    return InvalidInput(f"Line {line}: {message}", line=line)


class _Reader:
    """Reads by recursive descent, one token ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    @property
    def _next(self) -> str:
        return self._tokens[self._at][0]

    @property
    def _line(self) -> int:
        return self._tokens[self._at][1]

    def assignments(self) -> Iterator[tuple[str, Assignment]]:
        seen: dict[str, int] = {}
        while self._next:
            name, line = self._next, self._line
            if not name[0].isalpha():
                self._refuse("a name such as nMeetings")
            if name in seen:
                raise at_line(line, f"'{name}' was given on line {seen[name]} already. Keep one of the two.")
            seen[name] = line
            self._at += 1
            self._take("=")
            yield name, Assignment(self._value(), line)
            if self._next:
                self._take(";")

    def _value(self) -> Value:
        if self._next == "{":
            return self._set()
        if self._next == "[":
            return self._array()
        if self._next == "[|":
            return self._rows()
        if self._next in ("array1d", "array2d"):
            return self._shaped()
        return self._number_or_range()

    def _number_or_range(self) -> int | frozenset[int]:
        first = self._number()
        if self._next != "..":
            return first
        self._at += 1
        return frozenset(range(first, self._number() + 1))

    def _number(self) -> int:
        token = self._next
        if not token.lstrip("-").isdecimal():
            self._refuse("a whole number, a set or an array")
        if len(token) > len(str(LARGEST)) or abs(int(token)) > LARGEST:
            raise at_line(self._line, f"a number here is larger than {LARGEST:,}.")
        self._at += 1
        return int(token)

    def _set(self) -> frozenset[int]:
        self._take("{")
        members = []
        while self._next != "}":
            members.append(self._number())
            self._separate("}")
        self._take("}")
        return frozenset(members)

    def _array(self) -> list[Value]:
        self._take("[")
        values: list[Value] = []
        while self._next != "]":
            values.append(self._value())
            self._separate("]")
        self._take("]")
        return values

    def _rows(self) -> list[Value]:
        self._take("[|")
        rows: list[Value] = []
        while self._next != "|]":
            row: list[Value] = []
            while self._next not in ("|", "|]"):
                row.append(self._value())
                self._separate("|", "|]")
            rows.append(row)
            if self._next == "|":
                self._at += 1
        self._take("|]")
        return rows

    def _shaped(self) -> list[Value]:
        """`array1d(1..n, […])` or `array2d(1..n, 1..m, […])`, row after row."""
        line, sizes = self._line, []
        dimensions = 1 if self._next == "array1d" else 2
        self._at += 1
        self._take("(")
        for _ in range(dimensions):
            indices = self._set() if self._next == "{" else self._number_or_range()
            sizes.append(len(indices) if isinstance(indices, frozenset) else 1)
            self._take(",")
        values = self._array()
        self._take(")")
        if len(values) != prod(sizes):
            shape = " × ".join(map(str, sizes))
            raise at_line(line, f"an array of {shape} has {len(values)} values. Add or remove some.")
        if dimensions == 1:
            return values
        return [values[start : start + sizes[1]] for start in range(0, len(values), sizes[1] or 1)]

    def _separate(self, *ends: str) -> None:
        """A comma, which may be left out before the end alone."""
        if self._next not in ends:
            self._take(",")

    def _take(self, token: str) -> None:
        if self._next != token:
            self._refuse(f"'{token}'")
        self._at += 1

    def _refuse(self, expected: str) -> None:
        found = f"'{self._next}'" if self._next else "the end of the file"
        raise at_line(self._line, f"expected {expected}, found {found}.")


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Each token with its line; the last is empty."""
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise at_line(line, f"'{text[at]}' has no meaning here. Data files hold whole numbers, sets and arrays.")
        if match["token"]:
            yield match["token"], line
        line += match.group().count("\n")
        at = match.end()
    yield "", line
