"""`matcher store`: the database itself."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from matcher.cli.output import Json, counted, out, print_json, progress, refusing

store = typer.Typer(help="What is done with databases as a whole.", no_args_is_help=True)


@store.callback()
def _group() -> None:
    """A group, though it has one command."""


@store.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM_URL", help="The database to copy, such as sqlite:///FILE.db.")],
    target: Annotated[
        str, typer.Argument(metavar="TO_URL", help="An empty one, such as postgresql://USER@HOST/DATABASE.")
    ],
    as_json: Json = False,
) -> None:
    """Copy everything from one database to an empty one, change numbers included, and compare the two."""
    from matcher.store import copy_store, open_store

    with refusing(as_json=as_json), ExitStack() as opened:
        old = opened.enter_context(open_store(source, existing=True))
        new = opened.enter_context(open_store(target))
        with progress("Copying") as show:
            report = copy_store(old, new, show)
    if as_json:
        tables = {name: {"rows": one.rows, "hash": one.hash} for name, one in report.tables.items()}
        print_json({"rows": report.rows, "generation": report.generation, "tables": tables})
    else:
        out.print(
            f"{counted(report.rows, 'row')} of {len(report.tables)} tables copied and compared; the last change is "
            f"{report.generation}. Set MATCHER_DATABASE_URL to use the copy."
        )
