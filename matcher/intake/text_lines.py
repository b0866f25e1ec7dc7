"""The lines of a text, bounded, with those of a record that went wrong given back."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from matcher.intake.limits import Limits


class LineTooLong(Exception):
    """A line exceeds its limit; it has been read past."""


class RunawayRecord(Exception):
    """A record spans more lines than a cell's text would."""


class TextLines:
    """Iterates over lines with their ends, numbered from 1, and remembers those of the record being read.

    `ended` tells whether a line was asked for after the last.
    """

    def __init__(self, stream: BinaryIO, encoding: str, limits: Limits) -> None:
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        self._limits = limits
        self._returned: deque[str] = deque()
        self.record: list[str] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record) >= self._limits.record_lines:
            raise RunawayRecord
        line = self._returned.popleft() if self._returned else self._text.readline(self._limits.line + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        self.record.append(line)
        if len(line) > self._limits.line:
            if not line.endswith(("\n", "\r")):
                self._text.readline()
            self.record[-1] = line[: self._limits.line] + "\n"
            raise LineTooLong
        return line

    def begin_record(self) -> int:
        """Forget the lines of the last record; the number that the next line will have."""
        self.record = []
        return self.number + 1

    def give_back(self) -> None:
        """Return all lines of the record but the first: they are to be read again, on their own."""
        self._returned.extendleft(reversed(self.record[1:]))
        self.number -= len(self.record) - 1
        self.ended = False

    def close(self) -> None:
        """Leave the stream below open."""
        # An interruption may close that stream first.
        if not self._text.closed:
            self._text.detach()
