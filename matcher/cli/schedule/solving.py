"""`matcher schedule solve`: the timetable of a problem, or why there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.importing import Language
from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json
from matcher.cli.schedule.reading import opened
from matcher.domain.schedules import Objective, SchedulingProblem, Solution, Status

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.domain.schedules import Progress
    from matcher.intake.scheduling_problem import SchedulingRequest


def solve(
    file: Annotated[Path, typer.Argument(help="The problem as JSON; - for standard input.", allow_dash=True)],
    time_limit: Annotated[
        float | None,
        typer.Option(min=1, max=3600, help="Seconds after which the best found is taken. Default: the file's, or 120."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**31 - 1, help="Of the search. Default: the file's, or 0.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of what explains.")] = Language.ENGLISH,
    as_json: Json = False,
) -> None:
    """Find the timetable with the fewest breaks, proved, or as good as the time allows; or say why there is none.

    The exit code is 0 if there is a timetable, 1 if there is none or none was found in time.
    """
    from matcher.intake.scheduling_answer import answer_document
    from matcher.intake.scheduling_problem import read_problem_file

    with application(as_json=as_json) as app:
        asked = read_problem_file(*opened(file))
        if time_limit is not None:
            asked = replace(asked, time_limit_s=time_limit)
        if seed is not None:
            asked = replace(asked, seed=seed)
        solution = _solved(app, asked)
        answer = answer_document(solution, language)
        if as_json:
            print_json(answer)
        else:
            _show(answer, asked.problem)
        if solution.status in (Status.INFEASIBLE, Status.UNKNOWN):
            raise typer.Exit(FAILED)


def _solved(app: Application, asked: SchedulingRequest) -> Solution:
    """The answer, searched in a thread beside this one, which an interruption reaches at once."""
    stop = threading.Event()
    with err.status("Solving") as status, ThreadPoolExecutor(1) as pool:
        future = pool.submit(app.scheduler.solve, asked, progress=_telling(status.update), stop=stop)
        try:
            return future.result()
        finally:
            stop.set()


def _telling(update: Callable[[str], None]) -> Callable[[Progress], None]:
    def tell(progress: Progress) -> None:
        best = "none found yet" if progress.best is None else f"best {counted(progress.best, 'break')}"
        gap = "" if progress.best is None else f", gap {progress.best - progress.bound}"
        update(f"Solving: {best}, at least {progress.bound} needed{gap}, {progress.wall_s:.0f} s")

    return tell


def _show(answer: dict[str, Any], problem: SchedulingProblem) -> None:
    if not answer["meetings"] and problem.meetings:
        _explain(answer)
        return
    people = {meeting.id: (meeting.a, meeting.b) for meeting in problem.meetings}
    table = Table("Slot", "Table", "Meeting", "Who", "Whom")
    last = None
    for meeting in sorted(answer["meetings"], key=lambda one: (one["slot"], one["table"])):
        if last not in (None, meeting["slot"]):
            table.add_section()
        slot = str(meeting["slot"]) if meeting["slot"] != last else ""
        table.add_row(slot, str(meeting["table"]), *map(escape, (meeting["id"], *people[meeting["id"]])))
        last = meeting["slot"]
    out.print(table)
    out.print(f"{answer['status'].capitalize()}: {_result(answer, problem)}, {answer['wall_s']:.1f} s.")


def _result(answer: dict[str, Any], problem: SchedulingProblem) -> str:
    meetings = counted(len(answer["meetings"]), "meeting")
    if answer["objective"] is None:
        return meetings
    breaks = f"{meetings}, {counted(answer['objective'], 'break')}"
    if problem.objective is Objective.NONE:
        return breaks
    fewest = "the fewest possible" if answer["objective"] == answer["bound"] else f"at least {answer['bound']} needed"
    return f"{breaks}, {fewest}"


def _explain(answer: dict[str, Any]) -> None:
    """Say why there is no timetable and, numbered, what helps."""
    infeasible = answer["status"] == Status.INFEASIBLE
    err.print("No timetable can be made." if infeasible else "No timetable was found in the time given.")
    numbers = count(1)
    for cause in answer["explanation"]:
        err.print(f"  {escape(cause['sentence'])}")
        for remedy in cause["remedies"]:
            err.print(f"    {next(numbers)}. {escape(remedy['sentence'])}")
