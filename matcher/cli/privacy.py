"""`matcher privacy`: what is owed to the people whom something is held on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.output import Json, application, counted, out, print_json

Whom = Annotated[str, typer.Argument(metavar="ID|EMAIL", help="The id of a profile, or an address that somebody gave.")]

privacy = typer.Typer(help="What is owed to the people whom something is held on.", no_args_is_help=True)


@privacy.command()
def export(
    whom: Whom,
    file: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.json", help="Where to write it. Default: standard output.")
    ] = None,
) -> None:
    """Write everything that is held on a person as one JSON document."""
    from matcher.usecases.privacy.exporting import export_person

    with application(as_json=file is None) as app:
        held = export_person(whom, app.store)
        if file is None:
            print_json(held)
            return
        # Whoever may read the folder may not thereby read this.
        handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as sink:
            json.dump(held, sink, ensure_ascii=False, indent=2, default=str)
    out.print(f"Everything that is held is in {file}.")


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


@privacy.command()
def sweep(
    dry_run: Annotated[bool, typer.Option(help="Say what would be erased and erase nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Erase what was kept long enough, as a running server does once a day."""
    from datetime import UTC, datetime

    from matcher.bootstrap.privacy import retention
    from matcher.usecases.privacy.sweeping import sweep

    with application(as_json=as_json) as app:
        counts = sweep(app.store, retention(app.settings), datetime.now(UTC), dry_run=dry_run)
    if as_json:
        print_json({"rows": dict(counts), "dry_run": dry_run})
        return
    told = ", ".join(counted(count, kind.rstrip("s").replace("_", " ")) for kind, count in counts.items())
    out.print(f"{'This would erase' if dry_run else 'Erased'}: {told}.")
