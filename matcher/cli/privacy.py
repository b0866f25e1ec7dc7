"""`matcher privacy`: what is owed to the people whom something is held on."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.output import Json, application, counted, out, print_json

Whom = Annotated[str, typer.Argument(metavar="ID|EMAIL", help="The id of a profile, or an address that somebody gave.")]

privacy = typer.Typer(help="What is owed to the people whom something is held on.", no_args_is_help=True)


@privacy.callback()
def _group() -> None:
    """A group, though it has one command."""


@privacy.command()
def erase(
    whom: Whom,
    dry_run: Annotated[bool, typer.Option(help="Say what would be erased and erase nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Erase all that is held on a person, wherever it is kept, for good."""
    with application(as_json=as_json) as app:
        erasure = app.eraser.erase(whom, dry_run=dry_run)
    if as_json:
        print_json({"rows": dict(erasure.rows), "complete": erasure.complete, "dry_run": dry_run})
        return
    rows = ", ".join(counted(count, table.rstrip("s").replace("_", " ")) for table, count in erasure.rows.items())
    out.print(f"{'This would erase' if dry_run else 'Erased'}: {rows}.")
    if not erasure.complete:
        out.print(
            "The database was in use, so that remains may be in its free pages until this is run again or every "
            "program that uses it has ended."
        )
