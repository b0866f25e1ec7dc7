"""`matcher import`: profiles from a table."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from matcher.cli import refusals
from matcher.cli.output import FAILED, Json, application, counted, err, out, print_json, progress
from matcher.cli.previews import show_columns
from matcher.errors import InvalidInput

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.domain.rows import RowError, RowWarning
    from matcher.intake import ReadOptions
    from matcher.usecases.importing import ImportReport

PROBLEMS_SHOWN = 20
PREVIEWED = 3
"""Rows of the table that a dry run shows."""


class Language(StrEnum):
    """Languages of the problems reported."""

    ENGLISH = "en"
    ITALIAN = "it"


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or NDJSON with Italian or English headers.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    column: Annotated[
        list[str] | None, typer.Option(help="HEADER=FIELD where guessing fails; repeatable, remembered.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook; default: the first with rows.")] = None,
    rejected: Annotated[
        Path | None, typer.Option(help="Where rejected rows go; default: a new file beside the table.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the problems reported.")] = Language.ENGLISH,
    as_json: Json = False,
) -> None:
    """Import profiles: good rows are kept, each bad one is reported and written to a file to mend."""
    from matcher.intake import ReadOptions
    from matcher.usecases.presenting import report_data

    with application(as_json=as_json) as app:
        options = ReadOptions(mapping=_mapping(column or ()), sheet=sheet, language=language)
        refused = _refused(rejected, file, dry_run=dry_run)
        report = run_import(app, file, options, dry_run=dry_run, rejected=refused)
        if refused and report.rejected and rejected is None:
            refused = refusals.without_copies(refused, file)
        if as_json:
            written = str(refused) if refused and report.rejected else None
            print_json(report_data(report) | {"rejected_file": written})
        else:
            if dry_run and report.file:
                show_columns(report.file, *app.imports.preview_file(file, options, rows=PREVIEWED))
            tell(report, file, refused, language)
        if report.rejected and not (report.created or report.updated or report.unchanged):
            raise typer.Exit(FAILED)


def run_import(
    app: Application,
    file: Path,
    options: ReadOptions | None = None,
    *,
    dry_run: bool = False,
    rejected: Path | None = None,
) -> ImportReport:
    """Import with a progress bar."""
    with progress(f"Importing {escape(file.name)}") as show:
        report = app.imports.import_file(file, options=options, dry_run=dry_run, rejected=rejected, progress=show)
    if not dry_run:
        with err.status("Saving the market, from which the next start goes on ..."):
            app.save_market()
    return report


def tell(report: ImportReport, file: Path, refused: Path | None = None, language: str = "en") -> None:
    """Print the counts and the first problems."""
    from matcher.intake import describe

    dry = " (dry run, nothing is stored)" if report.dry_run else ""
    out.print(
        f"[bold]{escape(file.name)}[/]{dry}: {report.created:,} created, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {report.rejected:,} rejected"
    )
    for note in report.file.notes if report.file else ():
        out.print(f"  [dim]{escape(note)}[/]")
    problems: list[tuple[str, RowError | RowWarning]] = [("[red]error[/]", issue) for issue in report.errors]
    problems += [("[yellow]warning[/]", issue) for issue in report.warnings]
    for mark, issue in problems[:PROBLEMS_SHOWN]:
        err.print(f"  {mark} {escape(describe(issue, language))}")
    hidden = report.error_count + report.warning_count - min(len(problems), PROBLEMS_SHOWN)
    if hidden > 0:
        err.print(f"  … and {counted(hidden, 'more problem')}; --json lists them.")
    if report.rejected:
        out.print(_advice(report, refused))


def _advice(report: ImportReport, refused: Path | None) -> str:
    if refused is not None:
        return f"Rejected rows are in [bold]{escape(str(refused))}[/]: mend them there and import that file."
    if report.dry_run:
        return "Without --dry-run the rejected rows are written to a file to mend."
    return "The rejected rows were not written, as nothing can be written beside the table: add --rejected FILE."


def _refused(asked: Path | None, file: Path, *, dry_run: bool) -> Path | None:
    """Where rejected rows go; a dry run writes them only where it is told to."""
    if asked is not None:
        return refusals.checked(asked, file)
    return None if dry_run else refusals.beside(file)


def _mapping(pairs: list[str] | tuple[()]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        header, equals, field = pair.rpartition("=")
        if not equals or not header.strip():
            raise InvalidInput(f"--column takes HEADER=FIELD, such as 'Ragione sociale=name'; found '{pair}'.")
        mapping[header.strip()] = field.strip()
    return mapping
