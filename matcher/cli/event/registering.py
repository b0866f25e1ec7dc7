"""`matcher event import`: who takes part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from matcher.cli.event.creating import EventId
from matcher.cli.importing import PROBLEMS_SHOWN, Language
from matcher.cli.output import FAILED, Json, application, err, out, print_json

if TYPE_CHECKING:
    from matcher.domain.rows import RowError, RowWarning
    from matcher.usecases.events.people import RegistrationReport


def import_(
    event_id: EventId,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX of registrations, with Italian or English headers.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook; default: the first with rows.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the problems reported.")] = Language.ENGLISH,
    as_json: Json = False,
) -> None:
    """Register participants: good rows are kept, each bad one is reported with what to mend."""
    from matcher.intake import ReadOptions
    from matcher.usecases.events.presenting import registrations_data

    with application(as_json=as_json) as app:
        options = ReadOptions(sheet=sheet, language=language)
        report = app.events.register_file(event_id, file, options=options, dry_run=dry_run)
        if as_json:
            print_json(registrations_data(report))
        else:
            tell_registrations(report, file, language)
        if report.rejected and not (report.created or report.updated or report.unchanged):
            raise typer.Exit(FAILED)


def tell_registrations(report: RegistrationReport, file: Path, language: Language = Language.ENGLISH) -> None:
    """Say what became of the rows of a registration file."""
    from matcher.intake import describe

    dry = " (dry run, nothing is stored)" if report.dry_run else ""
    out.print(
        f"[bold]{escape(file.name)}[/]{dry}: {report.created:,} created, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {report.rejected:,} rejected"
    )
    for note in report.file.notes if report.file else ():
        out.print(f"  [dim]{escape(note)}[/]")
    issues: list[RowError | RowWarning] = [*report.errors, *report.warnings]
    for issue in issues[:PROBLEMS_SHOWN]:
        err.print(f"  {escape(describe(issue, language))}")
