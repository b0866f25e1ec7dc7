"""`matcher event timetable` and `matcher event publish`: when and where they meet."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.event.creating import EventId
from matcher.cli.importing import Language
from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json
from matcher.domain.schedules import Status

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.domain.events import TimetableVersion
    from matcher.domain.jobs import Job, JobProgress

POLL_S = 0.2


def timetable(
    event_id: EventId,
    time_limit: Annotated[
        float, typer.Option(min=1, max=3600, help="Seconds after which the best found is taken.")
    ] = 60.0,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    keep: Annotated[
        list[str] | None, typer.Option(help="Id of a meeting that keeps slot and table; repeatable.")
    ] = None,
    apply: Annotated[
        list[int] | None,
        typer.Option(min=1, help="Number of a change that the last attempt told to help, done first; repeatable."),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="Of what explains; default: the event's.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Only print the latest version.")] = False,
    version: Annotated[int | None, typer.Option(min=1, help="The version to print, with --show.")] = None,
    as_json: Json = False,
) -> None:
    """Make a timetable of the chosen pairs, as a draft; Ctrl+C cancels."""
    from matcher.usecases.events.explaining import remedies_told, told
    from matcher.usecases.events.presenting import job_data

    with application(as_json=as_json) as app:
        if not show:
            remedies = remedies_told(event_id, app.store, apply or ())
            started = app.events.start_timetable(
                event_id, time_limit_s=time_limit, seed=seed, keep=keep or (), remedies=remedies
            )
            job = done(app, started)
            result = told(job, app.store, language)
            if result is None or result["version"] is None:
                if as_json:
                    print_json(job_data(job) | {"result": result})
                else:
                    explain(job, result, event_id)
                raise typer.Exit(FAILED)
            version = result["version"]
        _show(app, event_id, version, as_json=as_json)


def publish(
    event_id: EventId,
    version: Annotated[int | None, typer.Option(min=1, help="Default: the latest.")] = None,
    as_json: Json = False,
) -> None:
    """Make a draft what people are told: it never changes again, and who meets in it is remembered."""
    from matcher.usecases.events.publishing import publish as publish_version

    with application(as_json=as_json) as app:
        published = publish_version(event_id, app.store, version)
        if as_json:
            print_json({"event_id": event_id, "version": published.number, "state": published.state})
        else:
            out.print(
                f"Version {published.number} is published: {counted(len(published.meetings), 'meeting')}. "
                "It never changes; later changes make new versions."
            )


def lock(
    event_id: EventId,
    meetings: Annotated[list[str], typer.Argument(help="Ids of meetings, as `timetable --show` lists them.")],
    unlock: Annotated[bool, typer.Option("--unlock", help="Let them move again.")] = False,
    as_json: Json = False,
) -> None:
    """Lock meetings in their slot and at their table whenever the timetable is made again."""
    from matcher.usecases.events.locking import lock_meetings

    with application(as_json=as_json) as app:
        asked = {"unlock": meetings} if unlock else {"lock": meetings}
        version = lock_meetings(event_id, app.store, **asked)
        _show(app, event_id, version.number, as_json=as_json)


def done(app: Application, job: Job) -> Job:
    """The job once it has ended; done here, unless a server took it first."""
    from matcher.usecases.jobs import cancel_job, find_job

    worker = threading.Thread(target=app.events.runner.run, args=(job.id,), name="timetable")
    worker.start()
    try:
        with err.status("Making the timetable") as status:
            while not (job := find_job(job.id, app.store)).state.ended:
                status.update(f"Making the timetable: {_how_far(job.progress)}")
                worker.join(POLL_S)
    except KeyboardInterrupt:
        cancel_job(job.id, app.store)
        raise
    finally:
        worker.join()
    return job


def _how_far(progress: JobProgress) -> str:
    if progress.best is None:
        return "none found yet"
    return f"{counted(progress.best, 'break')}, at least {progress.bound} needed"


def explain(job: Job, result: Mapping[str, Any] | None, event_id: str) -> None:
    """Say why there is no timetable and, numbered, what helps."""
    if result is None:
        err.print(f"No timetable was made: {escape(job.problem or f'the job was {job.state}.')}")
        return
    infeasible = result["status"] == Status.INFEASIBLE
    err.print("No timetable can be made." if infeasible else "No timetable was found in the time given.")
    numbers = count(1)
    for cause in result["explanation"]:
        err.print(f"  {escape(cause['sentence'])}")
        for remedy in cause["remedies"]:
            err.print(f"    {next(numbers)}. {escape(remedy['sentence'])}")
    if next(numbers) > 1:
        err.print(f"To do the first and try again: matcher event timetable {escape(event_id)} --apply 1")


def _show(app: Application, event_id: str, number: int | None, *, as_json: bool) -> None:
    from matcher.usecases.events.keeping import find_event
    from matcher.usecases.events.presenting import version_data
    from matcher.usecases.events.publishing import find_version

    version = find_version(event_id, app.store, number)
    event, people = find_event(event_id, app.store)
    if as_json:
        print_json(version_data(version, event))
        return
    names = {person.id: person.name for person in people}
    told = version.told or event
    table = Table("When", "Table", "Who", "Whom", "Meeting")
    for meeting in version.meetings:
        table.add_row(
            f"{told.meeting_slots[meeting.slot - 1].start:%d/%m %H:%M}",
            escape(told.tables[meeting.table - 1]),
            escape(names.get(meeting.a, meeting.a)),
            escape(names.get(meeting.b, meeting.b)),
            meeting.id + (" locked" if meeting.locked else ""),
        )
    out.print(table)
    breaks = "" if version.objective is None else f", {breaks_told(version)}"
    out.print(f"Version {version.number} ({version.state}): {counted(len(version.meetings), 'meeting')}{breaks}.")


def breaks_told(version: TimetableVersion) -> str:
    """How many breaks a timetable has in all, and what is proved of that."""
    if version.objective == version.bound:
        return f"{counted(version.objective or 0, 'break')} in all, proved the fewest"
    return f"{counted(version.objective or 0, 'break')} in all, at least {version.bound or 0} needed"
