"""`matcher index`: indexes kept outside of the API's processes."""

from __future__ import annotations

import signal
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.output import FAILED, Json, application, err, out, print_json, progress

if TYPE_CHECKING:
    from matcher.usecases.indexes.comparing import Comparison

index = typer.Typer(
    help="Keep the index in PostgreSQL or Qdrant: copy to it, feed it, compare it.", no_args_is_help=True
)

Url = Annotated[
    str,
    typer.Argument(
        help="faiss (made from the database), postgresql://HOST/DATABASE, qdrant://HOST:6333/PREFIX or edge:///FOLDER."
    ),
]


@index.command()
def copy(origin: Url, target: Url, as_json: Json = False) -> None:
    """Fill TARGET from ORIGIN, carry what changed meanwhile, and verify counts and a sample of answers.

    What was cut off goes on where it was when it is called again.
    """
    with application(as_json=as_json) as app:
        with progress("Copying") as show:
            report = app.indexes.copy(origin, target, show)
        if as_json:
            print_json(
                {
                    "rows": report.rows,
                    "expected": report.expected,
                    "change": report.change,
                    "agrees": report.agrees,
                    **asdict(report.comparison),
                }
            )
        else:
            for side, rows in report.rows.items():
                out.print(f"{side}: {rows:,} rows of {report.expected[side]:,}")
            _print(report.comparison)
        if not report.agrees:
            err.print("The two differ: if profiles are changing just now, copy again; the rest is done.")
            raise typer.Exit(FAILED)


@index.command()
def compare(
    one: Url,
    other: Url,
    sample: Annotated[int, typer.Option(min=1, help="Questions of stored profiles to ask both.")] = 200,
    k: Annotated[int, typer.Option(min=1, max=1000, help="Neighbours to compare of each.")] = 10,
    as_json: Json = False,
) -> None:
    """Ask two indexes the same questions, and say how alike they answer."""
    with application(as_json=as_json) as app:
        comparison = app.indexes.compare(one, other, sample=sample, k=k)
        if as_json:
            print_json(asdict(comparison))
        else:
            _print(comparison)


@index.command()
def feed(
    url: Annotated[
        str | None, typer.Argument(help="The index to feed; without one, that of MATCHER_INDEX_URL.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Carry the changes there are, then end.")] = False,
    as_json: Json = False,
) -> None:
    """Carry every change of the database to an index, as its only writer; a second process stands by to take over."""
    from matcher.bootstrap.indexes import LOCAL
    from matcher.errors import InvalidInput

    with application(as_json=as_json) as app:
        target = url or app.settings.index_url
        if target == LOCAL:
            raise InvalidInput("The faiss index needs no feed: each process makes its own. Name another index.")
        stop = threading.Event()
        if not once:
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
        fed = app.indexes.feed(target, stop, once=once)
        if as_json:
            print_json({"fed": fed})
        elif once:
            out.print("Up to date." if fed else "Another process feeds this index.")


def _print(comparison: Comparison) -> None:
    out.print(
        f"{comparison.questions:,} questions: overlap {comparison.overlap:.4f} on average, {comparison.worst:.2f} at "
        f"worst; scores differ by up to {comparison.score_gap:.2g}; "
        f"{comparison.counts_differ:,} times another number of rows passed."
    )
