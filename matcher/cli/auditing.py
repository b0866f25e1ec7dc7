"""`matcher audit`: what was done that matters."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.output import Json, application, counted, out, print_json

audit = typer.Typer(help="What was done that matters: keys, imports, erasures, contacts read.", no_args_is_help=True)


@audit.command()
def verify(as_json: Json = False) -> None:
    """Find out whether an entry was changed or is missing."""
    from matcher.usecases.privacy.auditing import verify_audit

    with application(as_json=as_json) as app:
        entries, last = verify_audit(app.store)
        if as_json:
            print_json({"entries": entries, "last_hash": last})
        else:
            out.print(f"{counted(entries, 'entry').replace('entrys', 'entries')}, unchanged. The last hash: {last}")


@audit.command("list")
def list_(
    after: Annotated[int, typer.Option(min=0, help="Begin after the entry of this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="The most entries listed.")] = 1000,
    as_json: Json = False,
) -> None:
    """List the entries in their order."""
    from matcher.usecases.privacy.auditing import audit_data

    with application(as_json=as_json) as app, app.store.unit_of_work() as unit:
        entries = unit.audit.page(after=after, limit=limit)
    if as_json:
        print_json({"entries": [audit_data(entry) for entry in entries]})
        return
    table = Table("No.", "When (UTC)", "What", "About", "Details")
    for entry in entries:
        details = ", ".join(f"{name}: {value}" for name, value in entry.details.items())
        when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(entry.number), when, entry.act.replace("_", " "), escape(entry.subject), escape(details))
    out.print(table)
