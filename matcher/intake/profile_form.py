"""What a person typed into a form, read as one row of a table is."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.domain.rows import ProfileRow, RowError
from matcher.intake.cells import Columns
from matcher.intake.columns import ColumnPlan
from matcher.intake.limits import Limits
from matcher.intake.places import KnownDistricts
from matcher.intake.profile_rows import RowReader
from matcher.intake.tables import Cell, Record
from matcher.lexicon.gazetteer import Gazetteer


def read_form(typed: Mapping[str, Cell], gazetteer: Gazetteer, *, language: str) -> ProfileRow | list[RowError]:
    """The profile that the fields of a form say, or everything that is wrong with them.

    `typed` holds fields of a profile by their names; the column of an error or a warning is the field's name.
    """
    fields = tuple(typed)
    limits = Limits()
    columns = Columns(ColumnPlan(fields, fields), limits)
    reader = RowReader(columns, KnownDistricts(gazetteer), limits=limits, language=language)
    return reader.read(Record(1, list(typed.values())))
