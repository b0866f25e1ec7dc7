"""`matcher market`: whom to recommend to everyone at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json, progress
from matcher.domain.jobs import JobState
from matcher.domain.markets import MarketQuestion
from matcher.domain.matches import Direction
from matcher.errors import InvalidInput

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.domain.jobs import Job

POLL_S = 0.2
ENDINGS = (".csv", ".json")
SIDE = "Who stands on this side, such as kind=startup,organisation or municipio=9; repeatable."


def market(
    left: Annotated[list[str] | None, typer.Option(help=f"{SIDE} Default: everyone.")] = None,
    right: Annotated[list[str] | None, typer.Option(help=f"{SIDE} Default: everyone.")] = None,
    direction: Annotated[
        Direction | None,
        typer.Option(
            help="supply: the left seeks what the right offers; mutual: both seek and offer. "
            "Default: supply, or mutual where a side is given."
        ),
    ] = None,
    k: Annotated[int, typer.Option("-k", "--k", min=1, help="How many are recommended to each.")] = 20,
    candidates: Annotated[int, typer.Option(min=1, help="How many of each are scored, at most.")] = 200,
    capacity: Annotated[
        str | None,
        typer.Option(help="Meetings that one of either side can take: LEFT,RIGHT or one number; default: k."),
    ] = None,
    spread: Annotated[
        float, typer.Option(help="How far tastes differ: small follows the scores, large spreads.")
    ] = 0.1,
    file: Annotated[
        Path | None, typer.Option("--out", help="CSV or JSON, by its ending; default: market-ID.csv here.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Recommend to everyone at once, so that not all are sent to the same few; asked again, it goes on after a stop."""
    from matcher.usecases.markets.presenting import market_data
    from matcher.usecases.markets.questions import described_group

    with application(as_json=as_json) as app:
        left_capacity, right_capacity = _capacities(capacity, k)
        question = MarketQuestion(
            left=described_group(left or (), "left", app.lexicon),
            right=described_group(right or (), "right", app.lexicon),
            direction=direction or (Direction.MUTUAL if left or right else Direction.SUPPLY),
            k=k,
            candidates=max(candidates, k),
            left_capacity=left_capacity,
            right_capacity=right_capacity,
            spread=spread,
        )
        _check_file(file, force=force)
        job = done(app, app.markets.start(question))
        if job.state is not JobState.DONE:
            if as_json:
                print_json(market_data(job) | {"file": None})
            else:
                err.print(f"Nobody was recommended: {escape(job.problem or f'the job was {job.state}.')}")
            raise typer.Exit(FAILED)
        written = file or Path(f"market-{job.id[:8]}.csv")
        lines = app.markets.write(job.id, written)
        if as_json:
            print_json(market_data(job) | {"file": str(written)})
        else:
            _tell(job, written, lines)


def done(app: Application, job: Job) -> Job:
    """The job once it has ended; done here, unless a server took it first."""
    from matcher.usecases.jobs import cancel_job, find_job

    worker = threading.Thread()
    try:
        with progress("Scoring") as show:
            while not (job := find_job(job.id, app.store)).state.ended:
                if not worker.is_alive():
                    # One that another process left is to be had only once its lease has run out.
                    worker = threading.Thread(target=app.markets.runner.run, args=(job.id,), name="market")
                    worker.start()
                show(job.progress.done or 0, job.progress.expected)
                worker.join(POLL_S)
                if not worker.is_alive():
                    threading.Event().wait(POLL_S)
    except KeyboardInterrupt:
        cancel_job(job.id, app.store)
        raise
    finally:
        if worker.ident is not None:
            worker.join()
    return job


def _tell(job: Job, file: Path, lines: int) -> None:
    result: dict[str, Any] = dict(job.result or {})
    before, after = result["before"], result["after"]
    table = Table("", "each one's best", "with congestion corrected")
    sides = [("right", "recommended ones")] if result["one_population"] else [("right", "right"), ("left", "left")]
    for side, name in sides:
        table.add_row(f"{name}: recommended to nobody", *(f"{one[side]['nobody']:.1%}" for one in (before, after)))
        table.add_row(f"{name}: inequality (Gini)", *(f"{one[side]['gini']:.2f}" for one in (before, after)))
        table.add_row(f"{name}: most often recommended", *(f"{one[side]['most']:,} times" for one in (before, after)))
    table.add_row("pairs told to both", *(f"{one['reciprocal']:,}" for one in (before, after)))
    table.add_row("what these would gain", *(f"{one['reciprocal_utility']:,.1f}" for one in (before, after)))
    table.add_row("what all told would gain", *(f"{one['utility']:,.1f}" for one in (before, after)))
    out.print(table, soft_wrap=False)
    who = counted(result["left"], "person").replace("persons", "people")
    across = "" if result["one_population"] else f" on the left and {result['right']:,} on the right"
    out.print(
        f"{who}{across}, {counted(lines, 'recommendation')} in [bold]{escape(str(file))}[/], "
        f"as the profiles were at change {result['generation']:,}."
    )
    if not result["converged"]:
        out.print(f"[yellow]Note:[/] capacities are met within {result['residual']:.1%} only; a larger --spread helps.")


def _check_file(file: Path | None, *, force: bool) -> None:
    if file is None:
        return
    if file.suffix.lower() not in ENDINGS:
        raise InvalidInput(f"Recommendations are written as {' or '.join(ENDINGS)}; found '{file.name}'.", field="out")
    if file.exists() and not force:
        raise InvalidInput(f"{file} is there already. Choose another name, or add --force to replace it.", field="out")
    if not file.resolve().parent.is_dir():
        raise InvalidInput(
            f"There is no folder {file.resolve().parent}. Make it first, or choose another.", field="out"
        )


def _capacities(text: str | None, k: int) -> tuple[float, float]:
    if text is None:
        return float(k), float(k)
    try:
        numbers = [float(part) for part in text.split(",")]
        left, right = numbers if len(numbers) > 1 else numbers * 2
    except ValueError:
        raise InvalidInput(
            f"--capacity takes one number or two, such as 5 or 5,20; found '{text}'.", field="capacity", found=text
        ) from None
    return left, right
