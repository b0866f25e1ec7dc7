"""`matcher export`: the stored profiles as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from matcher.cli.output import Json, application, counted, out, print_json
from matcher.domain.profiles import Kind
from matcher.errors import InvalidInput

ENDINGS = (".csv", ".xlsx")


def export(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, by its ending.")],
    kind: Annotated[Kind | None, typer.Option(help="Only profiles of this kind.")] = None,
    contacts: Annotated[bool, typer.Option("--contacts", help="With e-mail, phone, person and website.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write the stored profiles as a table that can be mended and imported again."""
    from matcher.bootstrap.exporting import export_file

    with application(as_json=as_json) as app:
        if file.suffix.lower() not in ENDINGS:
            raise InvalidInput(f"A table ends in {' or '.join(ENDINGS)}; found '{file.name}'.", field="file")
        if file.exists() and not force:
            raise InvalidInput(f"{file} is there already. Choose another name, or add --force to replace it.")
        if not file.resolve().parent.is_dir():
            raise InvalidInput(f"There is no folder {file.resolve().parent}. Make it first, or choose another.")
        count = export_file(app.store, file, kind=kind, contacts=contacts)
        if as_json:
            print_json({"file": str(file), "profiles": count, "contacts": contacts})
        else:
            out.print(f"{counted(count, 'profile')} written to [bold]{escape(str(file))}[/].")
