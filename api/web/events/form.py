"""The form of an event: hours, tables and rules as an organiser types them, and the event that they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher.domain.events import Event, Rules, Slot
from matcher.errors import InvalidInput
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.keeping import MOST_TABLES, zone_of
from matcher.usecases.events.programme import Part, Session, parts_of, programme

MOST_ROWS = 50
LONGEST_ID = 60
ANY = "any"
"""What the rule of fairness is where breaks may differ by any number."""
_ROW = re.compile(r"begin-(\d{1,3})")

Say = Callable[..., str]
"""Puts a text in the visitor's language."""


@dataclass(frozen=True, slots=True)
class Row:
    """A session as it is typed; without a `day` it is on the event's first."""

    begin: str = ""
    end: str = ""
    minutes: str = "20"
    pause: str = "0"
    day: str = ""
    name: str = ""
    then: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.begin or self.end)


@dataclass
class EventForm:
    """The fields as they are typed, and by field what is wrong with them; `kept` are hours that no rows make."""

    id: str = ""
    name: str = ""
    day: str = ""
    place: str = ""
    time_zone: str = "Europe/Rome"
    language: str = "it"
    tables: str = "20"
    quota: str = "4"
    fairness: str = "2"
    hosts_stay: bool = True
    colleagues_meet: bool = False
    meet_again: bool = False
    rows: Sequence[Row] = ()
    kept: tuple[Slot, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> EventForm:
        """The form as it was sent."""
        names = {one.name: "date" if one.name == "day" else one.name for one in fields(cls) if one.type == "str"}
        texts = {name: typed[sent].strip() for name, sent in names.items() if sent in typed}
        ticks = {name: typed.get(name) == "1" for name in ("hosts_stay", "colleagues_meet", "meet_again")}
        numbers = sorted(int(found[1]) for name in typed if (found := _ROW.fullmatch(name)))[:MOST_ROWS]
        rows = [
            Row(**{one.name: typed.get(f"{one.name}-{number}", "").strip() for one in fields(Row)})
            for number in numbers
        ]
        return cls(rows=rows, **texts, **ticks)  # type: ignore[arg-type]

    @classmethod
    def of(cls, event: Event) -> EventForm:
        """The form that an event would be typed as."""
        parts = parts_of(event.slots)
        first = event.slots[0].start.date()
        numbered = event.tables == tuple(str(number) for number in range(1, len(event.tables) + 1))
        return cls(
            id=event.id,
            name=event.name,
            day=first.isoformat(),
            place=event.place or "",
            time_zone=event.time_zone,
            language=event.language,
            tables=str(len(event.tables)) if numbered else ", ".join(event.tables),
            quota=str(event.rules.quota),
            fairness=ANY if event.rules.fairness is None else str(event.rules.fairness),
            hosts_stay=event.rules.hosts_stay,
            colleagues_meet=event.rules.colleagues_meet,
            meet_again=event.rules.meet_again,
            rows=[_row(part, first) for part in parts or ()],
            kept=() if parts else event.slots,
        )

    def slots(self, gettext: Say) -> tuple[Slot, ...]:
        """The slots of the hours that were typed; what is wrong with them is in `problems` then."""
        try:
            zone = zone_of(self.time_zone)
        except InvalidInput:
            self.problems["time_zone"] = gettext("There is no such time zone. Write a name such as Europe/Rome.")
            return ()
        day = self._day(gettext)
        rows = [(number, row) for number, row in enumerate(self.rows) if not row.blank]
        if not rows:
            if not self.kept:
                self.problems["begin-0"] = gettext("Write when meetings begin and end.")
            return self.kept
        parts = [part for number, row in rows if day and (part := self._part(number, row, day, zone, gettext))]
        if len(parts) < len(rows):
            return ()
        try:
            return programme(parts, zone)
        except InvalidInput as error:
            self.problems["begin-0"] = gettext(
                "Two sessions overlap: the one that begins at %(time)s begins before the one before it has ended.",
                time=error.details.get("found", ""),
            )
            return ()

    def event(self, gettext: Say, event_id: str) -> Event | None:
        """The event, None where something is wrong, which is in `problems` then."""
        if not self.name:
            self.problems["name"] = gettext("Give the event a name that participants know it by.")
        slots, tables = self.slots(gettext), self._tables(gettext)
        quota = _number(self.quota, least=1)
        if quota is None:
            self.problems["quota"] = gettext("Write how many meetings: a number, 1 or more.")
        fairness = None if self.fairness == ANY else _number(self.fairness)
        if fairness is None and self.fairness != ANY:
            self.problems["fairness"] = gettext("Choose one of the differences.")
        if self.problems or quota is None:
            return None
        return Event(
            id=event_id,
            name=self.name,
            time_zone=self.time_zone,
            slots=slots,
            tables=tables,
            rules=Rules(
                quota=quota,
                fairness=fairness,
                colleagues_meet=self.colleagues_meet,
                meet_again=self.meet_again,
                hosts_stay=self.hosts_stay,
            ),
            language=self.language if self.language in ("it", "en") else "it",
            place=self.place or None,
        )

    def with_row(self) -> EventForm:
        """The form with one session more, an hour after the last."""
        last = self.rows[-1] if self.rows else Row()
        return replace(self, rows=[*self.rows, Row(minutes=last.minutes, pause=last.pause, day=last.day)], problems={})

    def without_row(self, number: int) -> EventForm:
        """The form with one session less."""
        return replace(self, rows=[row for place, row in enumerate(self.rows) if place != number], problems={})

    def _day(self, gettext: Say) -> date | None:
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            self.problems["date"] = gettext("Choose the day of the event.")
            return None

    def _part(self, number: int, row: Row, day: date, zone: ZoneInfo, gettext: Say) -> Part | None:
        begin, end = _clock(row.begin), _clock(row.end)
        minutes, pause = _number(row.minutes, least=1), _number(row.pause or "0")
        try:
            day = date.fromisoformat(row.day) if row.day else day
        except ValueError:
            self.problems[f"day-{number}"] = gettext("Choose the day of this session.")
            return None
        for name, value in (("begin", begin), ("end", end)):
            if value is None:
                self.problems[f"{name}-{number}"] = gettext("Write an hour such as 09:30.")
        if minutes is None or pause is None:
            self.problems[f"minutes-{number}"] = gettext("Write how many minutes a meeting and a pause take.")
        if begin is None or end is None or minutes is None or pause is None:
            return None
        if datetime.combine(day, begin) + timedelta(minutes=minutes) > datetime.combine(day, end):
            self.problems[f"end-{number}"] = gettext(
                "No meeting of %(minutes)s minutes fits in between: end later, or make meetings shorter.",
                minutes=minutes,
            )
            return None
        start, stop = (datetime.combine(day, clock, zone) for clock in (begin, end))
        return Part(Session(start, stop, minutes, pause, row.name or None), row.then or None)

    def _tables(self, gettext: Say) -> tuple[str, ...]:
        count = _number(self.tables, least=1)
        names = [name.strip() for name in self.tables.split(",") if name.strip() and not self.tables.isdecimal()]
        if count is not None and count <= MOST_TABLES:
            return tuple(str(number + 1) for number in range(count))
        if not names or len(names) > MOST_TABLES:
            self.problems["tables"] = gettext("Write how many tables there are, or their names with commas in between.")
        elif len({name.casefold() for name in names}) < len(names):
            self.problems["tables"] = gettext("Two tables have the same name: give each its own.")
        return tuple(names)


def proposed_id(name: str, day: str) -> str:
    """An id for an event: the words of its name, and the year where the name has none."""
    words = re.sub(r"[^a-z0-9]+", "-", fold_text(name)).strip("-")
    year = day[:4]
    made = words if not year or year in words else f"{words}-{year}"
    return made[:LONGEST_ID].strip("-") or "event"


def _row(part: Part, first: date) -> Row:
    session = part.session
    return Row(
        begin=f"{session.start:%H:%M}",
        end=f"{session.end:%H:%M}",
        minutes=str(session.minutes),
        pause=str(session.pause),
        day="" if session.start.date() == first else session.start.date().isoformat(),
        name=session.name or "",
        then=part.then or "",
    )


def _clock(text: str) -> time | None:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", text)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _number(text: str, *, least: int = 0) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text) and int(text) >= least else None
