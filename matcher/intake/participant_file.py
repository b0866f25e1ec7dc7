"""A registration file of an event: who takes part, on which side, when, and what they offer and seek."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from matcher.domain.events import Event, EventParticipant, Side
from matcher.domain.rows import FileFacts, ParticipantRow, RowError
from matcher.intake import values
from matcher.intake.availability import read_slots
from matcher.intake.cells import Cells, Columns
from matcher.intake.columns import ColumnPlan, plan_columns
from matcher.intake.csv_table import CsvTable
from matcher.intake.folding import fold
from matcher.intake.items import offered_items, sought_items
from matcher.intake.opening import opened_stream, opened_table, refuse_rows
from matcher.intake.participant_headers import PARTICIPANT_HEADERS
from matcher.intake.problems import BadValue, Problem, file_error, note, row_error, row_warning
from matcher.intake.profile_file import ReadOptions
from matcher.intake.profile_rows import made_id
from matcher.intake.tables import Defect, Record
from matcher.intake.words import language_code
from matcher.intake.xlsx_table import XlsxTable

LANGUAGES = ("it", "en")
"""What agendas are printed in."""

_SIDES = {
    Side.HOST: (
        "host, hosts, ospitante, ospitanti, ospita, buyer, buyers, compratore, acquirente, azienda, aziende, impresa, "
        "company, committente, cliente, espositore, exhibitor"
    ),
    Side.GUEST: (
        "guest, guests, ospite, ospiti, visitatore, visitatrice, visitatori, visitor, seller, sellers, venditore, "
        "fornitore, supplier, artigiano, artigiana, artigiani, artisan, maker, startup, bottega"
    ),
}
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words.split(", ")}


@contextmanager
def open_participants(
    source: Path | BinaryIO, event: Event, *, name: str | None = None, options: ReadOptions
) -> Iterator[ParticipantFile]:
    """Open a CSV or XLSX file of registrations, told apart by their content.

    Raises:
        InvalidInput: the file is missing, too big, empty, damaged, no such table, or has no column for the name.
    """
    with opened_stream(source, name, options.language) as (stream, known_as):
        yield ParticipantFile(stream, event, known_as, options)


def registration_plan(table: object, name: str, options: ReadOptions) -> ColumnPlan:
    """Which column of a table of registrations feeds which field.

    Raises:
        InvalidInput: it is no table of rows and columns.
    """
    if not isinstance(table, CsvTable | XlsxTable):
        raise file_error("registrations-format", options.language, name=name)
    chosen = {fold(head): target for head, target in options.mapping.items()}
    return plan_columns(table.header, chosen, PARTICIPANT_HEADERS)


def check_named(plan: ColumnPlan, name: str, language: str) -> None:
    """See that a row can be somebody.

    Raises:
        InvalidInput: there is no column for the name, nor for the organisation.
    """
    if not {"name", "organisation"} & set(plan.fields):
        found = ", ".join(f"“{head}”" for head in plan.header if head)
        raise file_error("registrations-without-name", language, name=name, found=found)


class ParticipantFile:
    """An open registration file whose columns are understood."""

    def __init__(self, stream: BinaryIO, event: Event, name: str, options: ReadOptions) -> None:
        self._name, self._event, self._options = name, event, options
        self._format, table = opened_table(stream, name, options.sheet, options.limits, options.language)
        self._plan = registration_plan(table, name, options)
        self._table = table
        check_named(self._plan, name, options.language)
        refuse_rows(table, name, options.limits, options.language)

    @property
    def facts(self) -> FileFacts:
        """How the file was read."""
        table = self._table
        return FileFacts(
            format=self._format,
            encoding=table.encoding if isinstance(table, CsvTable) else None,
            separator=table.separator if isinstance(table, CsvTable) else None,
            sheet=table.sheet if isinstance(table, XlsxTable) else None,
            columns=self._plan.used,
            ignored=self._plan.ignored,
            notes=tuple(note(one.code, self._options.language, **one.facts) for one in self._plan.assumptions),
        )

    def rows(self) -> Iterator[ParticipantRow | RowError]:
        """The file's rows in order, each a participant or its errors.

        Raises:
            InvalidInput: the file turns out to be damaged or to have too many rows.
        """
        limits, language = self._options.limits, self._options.language
        columns = Columns(self._plan, limits, PARTICIPANT_HEADERS)
        lines: dict[str, int] = {}
        for count, record in enumerate(self._table.records(), 1):
            if count > limits.rows:
                raise file_error("too-many-rows", language, name=self._name, limit=limits.rows)
            if isinstance(record, Defect):
                yield from (row_error(problem, record.line, language) for problem in record.problems)
                continue
            yield from self._read(record, columns, lines)

    def _read(self, record: Record, columns: Columns, lines: dict[str, int]) -> Iterator[ParticipantRow | RowError]:
        limits, language = self._options.limits, self._options.language
        cells = Cells(columns, record.cells, limits)
        person = self._participant(cells)
        email = cells.read("email", values.email)
        first = lines.setdefault(person.id, record.line)
        if person.id and first != record.line:
            cells.refuse("id" if cells.text("id") else "name", BadValue("registered-twice", first=first))
        if cells.problems:
            yield from (row_error(problem, record.line, language) for problem in cells.problems)
            return
        warnings = tuple(row_warning(problem, record.line, language) for problem in cells.warnings)
        yield ParticipantRow(record.line, person, email, warnings)

    def _participant(self, cells: Cells) -> EventParticipant:
        name, organisation = cells.text("name"), cells.text("organisation") or None
        if cells.is_blank("name", "organisation"):
            cells.refuse("name", BadValue("missing-name"))
        given = cells.read("id", values.identifier)
        return EventParticipant(
            id=given or made_id(name, organisation or ""),
            name=name or organisation or "",
            organisation=organisation,
            profile_id=cells.read("profile_id", values.identifier),
            side=cells.read("side", _side),
            quota=cells.read("quota", values.pieces),
            unavailable=self._unavailable(cells),
            language=_language(cells),
            periphery=cells.read("periphery", lambda text: values.truth(text, "bad-truth")),
            offers=cells.items("offers", offered_items),
            seeks=cells.items("seeks", sought_items),
        )

    def _unavailable(self, cells: Cells) -> frozenset[int]:
        slots = self._event.meeting_slots
        available = cells.read("available", lambda text: read_slots(text, slots))
        taken = cells.read("unavailable", lambda text: read_slots(text, slots)) or frozenset()
        if available is None:
            return taken
        return frozenset(range(1, len(slots) + 1)) - available | taken


def _side(text: str) -> Side:
    side = _SIDE_OF.get(fold(text))
    if side is None:
        raise BadValue("bad-side")
    return side


def _language(cells: Cells) -> str | None:
    text = cells.text("language")
    code = language_code(text) if text else None
    if text and code not in LANGUAGES:
        cells.warnings.append(Problem("unprinted-language", cells.head("language"), text))
        return None
    return code
