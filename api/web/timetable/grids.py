"""A timetable as the rows and columns that pages show: by table, by person, by time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.domain.events import Event, Meeting, Slot, SlotKind, TimetableVersion
from matcher.lexicon.normalisation import fold_text


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time at the head of a grid; `number` is that of a slot for meetings, None for a break."""

    slot: Slot
    number: int | None
    first_of_day: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting in a grid: `lines` are what it says, `sought` whether it is of somebody who was searched for."""

    meeting: Meeting
    lines: tuple[str, str]
    sought: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a grid: `key` is the table's number or the participant's id; a cell for each column."""

    key: int | str
    label: str
    note: str
    cells: tuple[Card | None, ...]


@dataclass(frozen=True)
class Sheet:
    """A version with who is who, and who is searched for: all, where nobody is.

    `table_words` says which table one of a name is.
    """

    event: Event
    version: TimetableVersion
    names: Mapping[str, str]
    organisations: Mapping[str, str]
    table_words: Callable[[str], str]
    query: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The event's hours as told, its breaks included."""
        made: list[Column] = []
        number, day = 0, None
        for slot in self.event.slots:
            number += slot.kind is SlotKind.MEETING
            made.append(
                Column(slot, number if slot.kind is SlotKind.MEETING else None, day not in (None, slot.start.date()))
            )
            day = slot.start.date()
        return tuple(made)

    @property
    def days(self) -> int:
        """How many days the event lasts."""
        return len({slot.start.date() for slot in self.event.slots})

    def name(self, participant: str) -> str:
        """What somebody is called; who was erased goes by the id."""
        return self.names.get(participant, participant)

    def is_sought(self, participant: str) -> bool:
        """Whether name or organisation hold every word that is searched for."""
        text = fold_text(f"{self.name(participant)} {self.organisations.get(participant, '')}")
        return all(word in text for word in fold_text(self.query).split())

    @property
    def found(self) -> tuple[Meeting, ...]:
        """The meetings of those who are searched for."""
        return tuple(one for one in self.version.meetings if self._is_sought(one))

    def by_table(self) -> tuple[Row, ...]:
        """A row for each table."""
        at = {(one.table, one.slot): one for one in self.version.meetings}
        return tuple(
            Row(number, name, "", self._cells({slot: one for (table, slot), one in at.items() if table == number}))
            for number, name in enumerate(self.event.tables, 1)
        )

    def by_person(self, people: Sequence[str]) -> tuple[Row, ...]:
        """A row for each of the people, by id."""
        agendas: dict[str, dict[int, Meeting]] = {person: {} for person in people}
        for one in self.version.meetings:
            for end in (one.a, one.b):
                if end in agendas:
                    agendas[end][one.slot] = one
        return tuple(
            Row(person, self.name(person), self.organisations.get(person, ""), self._cells(agenda, person))
            for person, agenda in agendas.items()
        )

    def by_time(self) -> Iterator[tuple[Column, Sequence[Meeting]]]:
        """The meetings of each slot, of those who are searched for alone; breaks have none."""
        for column in self.columns:
            held = [one for one in self.version.meetings if one.slot == column.number and self._is_sought(one)]
            if held or column.number is None:
                yield column, held

    def _cells(self, meetings: Mapping[int, Meeting], person: str | None = None) -> tuple[Card | None, ...]:
        held = [meetings.get(column.number) if column.number else None for column in self.columns]
        return tuple(None if one is None else self._card(one, person) for one in held)

    def _card(self, meeting: Meeting, person: str | None) -> Card:
        if person is None:
            lines = (self.name(meeting.a), self.name(meeting.b))
        else:
            other = meeting.b if meeting.a == person else meeting.a
            lines = (self.name(other), self.table_words(self.event.tables[meeting.table - 1]))
        return Card(meeting, lines, not self.query or self._is_sought(meeting))

    def _is_sought(self, meeting: Meeting) -> bool:
        return self.is_sought(meeting.a) or self.is_sought(meeting.b)
