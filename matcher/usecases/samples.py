"""The sample data that ships: where it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from matcher.domain.events import Event, Rules
from matcher.usecases.events.keeping import zone_of
from matcher.usecases.events.programme import Part, Session, programme, stretch

EVENT, REGISTRATIONS = "milan_event.json", "milan_event_registrations.csv"
TABLES = ("milan_historic_shops.csv", "milan_makers_synthetic.csv")


@contextmanager
def sample_tables() -> Iterator[list[Path]]:
    """The tables of sample profiles, as files."""
    with ExitStack() as stack:
        yield [stack.enter_context(resources.as_file(resources.files("fixtures") / name)) for name in TABLES]


@contextmanager
def sample_event() -> Iterator[tuple[dict[str, Any], Path]]:
    """The sample event as options of `matcher event create`, by name, and the file of its registrations."""
    folder = resources.files("fixtures")
    with resources.as_file(folder / REGISTRATIONS) as registrations:
        yield json.loads((folder / EVENT).read_text(encoding="utf-8")), registrations


def sample_event_after(day: date, event_id: str) -> Event:
    """The sample event with an id, moved by whole weeks to lie after a day."""
    with sample_event() as (definition, _):
        zone = zone_of(definition["time_zone"])
        sessions, breaks = ([stretch(text) for text in definition[name]] for name in ("session", "break_"))
        names = {start: name for start, _, name in breaks}
        weeks = max(0, (day - sessions[0][0].date()).days // 7 + 1)
        later = timedelta(weeks=weeks)
        minutes = definition["minutes"]
        parts = [
            Part(Session(start + later, end + later, minutes, name=name), names.get(end))
            for start, end, name in sessions
        ]
        return Event(
            id=event_id,
            name=definition["name"],
            time_zone=zone.key,
            slots=programme(parts, zone),
            tables=tuple(str(number + 1) for number in range(int(definition["tables"]))),
            rules=Rules(quota=definition["quota"], fairness=definition["fairness"]),
            language=definition["language"],
            place=definition["place"],
        )


@contextmanager
def golden_folder() -> Iterator[Path]:
    """The folder of the golden set, as files."""
    with resources.as_file(resources.files("fixtures") / "golden") as folder:
        yield folder
