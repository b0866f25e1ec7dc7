"""The part of the demo that plans an event: from registrations to a published timetable and its agendas."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape

from matcher.cli.event.creating import create
from matcher.cli.event.registering import tell_registrations
from matcher.cli.event.scheduling import breaks_told, done, explain
from matcher.cli.output import counted, out
from matcher.usecases.samples import sample_event

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.domain.events import Event, EventParticipant, Meeting, TimetableVersion

TIME_LIMIT_S = 20.0
FOLDER = "demo-event"


def plan_event(app: Application) -> None:
    """Plan the sample event, or show what an earlier demo planned."""
    from matcher.usecases.events.explaining import told
    from matcher.usecases.events.keeping import find_event
    from matcher.usecases.events.pairs import find_pairs
    from matcher.usecases.events.publishing import publish

    with sample_event() as (definition, registrations):
        event_id = definition["event_id"]
        with app.store.unit_of_work() as unit:
            event, version = unit.events.get(event_id), unit.timetables.latest(event_id, published=True)
        if event is None:
            create(**definition)
        tell_registrations(app.events.register_file(event_id, registrations), registrations)
    if version is None:
        app.events.propose_pairs(event_id)
        job = done(app, app.events.start_timetable(event_id, time_limit_s=TIME_LIMIT_S))
        result = told(job, app.store)
        if result is None or result["version"] is None:
            explain(job, result, event_id)
            return
        version = publish(event_id, app.store, result["version"])
    event, people = find_event(event_id, app.store)
    utility = {pair.meeting_id: pair.utility for pair in find_pairs(event_id, app.store)}
    best = max(version.meetings, key=lambda one: (utility.get(one.id, 0.0), one.id))
    _tell(version, version.told or event, people, best)
    _write(app, event_id)


def _tell(version: TimetableVersion, event: Event, people: tuple[EventParticipant, ...], meeting: Meeting) -> None:
    meetings = Counter(end for meeting in version.meetings for end in (meeting.a, meeting.b))
    least = min(meetings[person.id] for person in people if not person.absent)
    out.print(f"Pairs: {counted(len(version.meetings), 'pair')} chosen, at least {least} for everyone.")
    out.print(f"Timetable: {breaks_told(version)} ({version.status}); version {version.number} is published.")
    names = {person.id: person.name for person in people}
    slot, table = event.meeting_slots[meeting.slot - 1], event.tables[meeting.table - 1]
    who = f"{names.get(meeting.a, meeting.a)} and {names.get(meeting.b, meeting.b)}"
    out.print(f"The best of them: {slot.start:%H:%M}–{slot.end:%H:%M}, table {escape(table)}: [bold]{escape(who)}[/].")
    for reason in meeting.reasons[:1]:
        seeker = names.get(reason.seeker, reason.seeker)
        out.print(f"  {escape(seeker)} seeks “{escape(reason.seek)}”, the other offers “{escape(reason.offer)}”.")


def _write(app: Application, event_id: str) -> None:
    from matcher.bootstrap.downloads import File

    folder = app.settings.data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for file in (File.AGENDAS, File.TABLE_SIGNS, File.OVERVIEW, File.TIMETABLE):
        path = folder / file.name_for(event_id)
        path.write_bytes(app.events.download(event_id, file))
        out.print(f"  {escape(str(path))}", soft_wrap=True)
