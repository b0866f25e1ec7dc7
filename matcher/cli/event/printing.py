"""`matcher event agendas`: what people take home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from matcher.cli.event.creating import EventId
from matcher.cli.importing import Language
from matcher.cli.output import Json, application, counted, out, print_json


def agendas(
    event_id: EventId,
    folder: Annotated[Path, typer.Option("--out", help="Where the files are written; made if it is not there.")],
    version: Annotated[
        int | None, typer.Option(min=1, help="Default: the last published, or else the latest draft.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Of sheets for those who state none; default: the event's.")
    ] = None,
    addresses: Annotated[bool, typer.Option("--addresses", help="Let the mail merge hold e-mail addresses.")] = False,
    as_json: Json = False,
) -> None:
    """Write agendas, table signs, overview, calendar, spreadsheets and mail merge of a timetable."""
    from matcher.bootstrap.downloads import File

    with application(as_json=as_json) as app:
        made = {
            file.name_for(event_id): app.events.download(
                event_id, file, version=version, language=language, addresses=addresses
            )
            for file in File
        }
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (folder / name).write_bytes(content)
        if as_json:
            print_json({"files": [str(folder / name) for name in made]})
        else:
            out.print(f"{counted(len(made), 'file')} in {escape(str(folder))}: {', '.join(made)}", soft_wrap=True)
