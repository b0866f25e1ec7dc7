"""What a row is: its kind and, for an organisation, its type."""

from __future__ import annotations

from matcher.domain.profiles import Kind, OrganisationType
from matcher.intake.cells import Cells
from matcher.intake.problems import BadValue
from matcher.intake.words import Sort, nearest_sort, sort_of

_TYPES = ", ".join(OrganisationType)


def read_sort(cells: Cells) -> Sort:
    """The kind and type of a row; an artisan where the file has no such columns.

    Either column may tell both: a kind "azienda" is an organisation of type company, and so is a type "azienda" in a
    file without kinds. An organisation whose type is not told is taken as a company, with a warning.
    """
    if not cells.text("kind") and not cells.text("type"):
        if cells.has_column("kind"):
            cells.refuse("kind", BadValue("bad-kind", nearest=""))
        return Kind.ARTISAN, None
    stated = cells.read("kind", _kind)
    typed = cells.read("type", _type)
    if cells.problems:
        return Kind.ARTISAN, None
    return _agreed(cells, stated, typed)


def _agreed(cells: Cells, stated: Sort | None, typed: Sort | None) -> Sort:
    kind, implied = stated or typed or (Kind.ARTISAN, None)
    if stated is not None and typed is not None and typed[0] is not kind:
        if kind is Kind.ORGANISATION:
            cells.refuse("type", BadValue("bad-type", types=_TYPES, nearest=""))
        else:
            cells.refuse("type", BadValue("type-without-organisation", kind=kind.value))
    type_ = implied if typed is None or typed[1] is None else typed[1]
    if kind is Kind.ORGANISATION and type_ is None:
        type_ = OrganisationType.COMPANY
        cells.warn("kind" if stated else "type", "assumed-type", type=type_.value)
    return kind, type_


def _kind(text: str) -> Sort:
    sort = sort_of(text)
    if sort is None:
        raise BadValue("bad-kind", nearest=nearest_sort(text))
    return sort


def _type(text: str) -> Sort:
    sort = sort_of(text)
    if sort is None:
        raise BadValue("bad-type", types=_TYPES, nearest=nearest_sort(text))
    return sort
