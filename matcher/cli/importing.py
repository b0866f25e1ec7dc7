"""`matcher import`: profiles from a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from matcher.bootstrap import Application
from matcher.cli.output import FAILED, Json, application, err, out, print_json, progress
from matcher.domain.rows import RowError, RowWarning
from matcher.errors import InvalidInput
from matcher.intake import ReadOptions, describe
from matcher.usecases.importing import ImportReport
from matcher.usecases.presenting import report_data

PROBLEMS_SHOWN = 20


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or NDJSON with Italian or English headers.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    column: Annotated[list[str] | None, typer.Option(help="HEADER=FIELD where guessing fails; remembered.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook; default: the first with rows.")] = None,
    rejected: Annotated[Path | None, typer.Option(help="Where rejected rows go; default: beside the file.")] = None,
    language: Annotated[str, typer.Option(help="Language of the problems reported: en or it.")] = "en",
    as_json: Json = False,
) -> None:
    """Import profiles: good rows are kept, each bad one is reported and written to a file to mend."""
    with application(as_json=as_json) as app:
        if language not in ("en", "it"):
            raise InvalidInput(f"--language takes en or it; found '{language}'.", field="language")
        options = ReadOptions(mapping=_mapping(column or ()), sheet=sheet, language=language)
        refused = rejected or file.with_name(f"{file.stem}.rejected.csv")
        report = run_import(app, file, options, dry_run=dry_run, rejected=refused)
        if as_json:
            print_json(report_data(report) | {"rejected_file": str(refused) if report.rejected else None})
        else:
            tell(report, file, refused, language)
        if report.rejected and not (report.created or report.updated or report.unchanged):
            raise typer.Exit(FAILED)


def run_import(
    app: Application, file: Path, options: ReadOptions, *, dry_run: bool = False, rejected: Path | None = None
) -> ImportReport:
    """Import with a progress bar."""
    with progress(f"Importing {file.name}") as show:
        return app.import_file(file, options=options, dry_run=dry_run, rejected=rejected, progress=show)


def tell(report: ImportReport, file: Path, refused: Path | None, language: str) -> None:
    """Print the counts and the first problems."""
    would = "would be " if report.dry_run else ""
    out.print(
        f"[bold]{escape(file.name)}[/]: {report.created} {would}created, {report.updated} {would}updated, "
        f"{report.unchanged} unchanged, {report.rejected} rejected",
        soft_wrap=True,
    )
    for note in report.file.notes if report.file else ():
        out.print(f"  [dim]{escape(note)}[/]", soft_wrap=True)
    problems: list[tuple[str, RowError | RowWarning]] = [("[red]error[/]", issue) for issue in report.errors]
    problems += [("[yellow]warning[/]", issue) for issue in report.warnings]
    for mark, issue in problems[:PROBLEMS_SHOWN]:
        err.print(f"  {mark} {escape(describe(issue, language))}", soft_wrap=True)
    hidden = report.error_count + report.warning_count - min(len(problems), PROBLEMS_SHOWN)
    if hidden > 0:
        err.print(f"  … and {hidden} more; --json lists them.")
    if report.rejected and refused is not None:
        out.print(f"Rejected rows are in [bold]{escape(str(refused))}[/]: mend them there and import that file.")


def _mapping(pairs: list[str] | tuple[()]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        header, equals, field = pair.rpartition("=")
        if not equals or not header.strip():
            raise InvalidInput(f"--column takes HEADER=FIELD, such as 'Ragione sociale=name'; found '{pair}'.")
        mapping[header.strip()] = field.strip()
    return mapping
