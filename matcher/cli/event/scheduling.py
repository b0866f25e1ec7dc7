"""`matcher event timetable` and `matcher event publish`: when and where they meet."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.event.creating import EventId
from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json

if TYPE_CHECKING:
    from matcher.bootstrap import Application
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
    show: Annotated[bool, typer.Option("--show", help="Only print the latest version.")] = False,
    version: Annotated[int | None, typer.Option(min=1, help="The version to print, with --show.")] = None,
    as_json: Json = False,
) -> None:
    """Make a timetable of the chosen pairs, as a draft; Ctrl+C cancels."""
    from matcher.usecases.events.presenting import job_data

    with application(as_json=as_json) as app:
        if not show:
            job = _done(app, app.events.start_timetable(event_id, time_limit_s=time_limit, seed=seed, keep=keep or ()))
            made = (job.result or {}).get("version")
            if not isinstance(made, int):
                if as_json:
                    print_json(job_data(job))
                else:
                    err.print(f"No timetable was made: {escape(_why(job))}")
                raise typer.Exit(FAILED)
            version = made
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


def _done(app: Application, job: Job) -> Job:
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


def _why(job: Job) -> str:
    if job.problem is not None:
        return job.problem
    if job.result is None:
        return f"the job was {job.state}."
    causes = job.result.get("explanation")
    codes = [str(cause["code"]) for cause in causes] if isinstance(causes, list) else []
    told = f" ({', '.join(codes)})" if codes else ""
    return "no timetable can be made of these pairs" + told if job.result["status"] == "infeasible" else "time ran out."


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
    table = Table("When", "Table", "Who", "Whom")
    for meeting in version.meetings:
        table.add_row(
            f"{event.meeting_slots[meeting.slot - 1].start:%d/%m %H:%M}",
            escape(event.tables[meeting.table - 1]),
            escape(names.get(meeting.a, meeting.a)),
            escape(names.get(meeting.b, meeting.b)),
        )
    out.print(table)
    proved = ", proved the fewest" if version.objective == version.bound else ""
    breaks = "" if version.objective is None else f", {counted(version.objective, 'break')} in all{proved}"
    out.print(f"Version {version.number} ({version.state}): {counted(len(version.meetings), 'meeting')}{breaks}.")
