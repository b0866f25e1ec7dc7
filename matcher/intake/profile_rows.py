"""Rows of a table to profiles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from matcher.domain.profiles import Contacts, Facts, Item, Profile
from matcher.domain.rows import ProfileRow, RowError
from matcher.intake import values
from matcher.intake.cells import Cells, Columns
from matcher.intake.folding import fold
from matcher.intake.items import offered_items, offers_described, seeks_described, sought_items
from matcher.intake.kinds import read_sort
from matcher.intake.limits import Limits
from matcher.intake.places import KnownDistricts, read_place
from matcher.intake.problems import BadValue, Problem, row_error, row_warning
from matcher.intake.tables import Record
from matcher.intake.words import language_code

SLUG = 40
"""Characters of the name that a made id begins with."""

_LANGUAGES_PARTED = re.compile(r"[,;|/\n]| e | and ")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class RowReader:
    """Reads the rows of one file, remembering their ids to tell a repeated one.

    `sparse` rows leave out what they don't say, so that a consent not mentioned is not one withheld.
    """

    def __init__(
        self, columns: Columns, districts: KnownDistricts, *, limits: Limits, language: str, sparse: bool = False
    ) -> None:
        self._columns = columns
        self._districts = districts
        self._limits = limits
        self._language = language
        self._sparse = sparse
        self._lines: dict[str, int] = {}

    def read(self, record: Record) -> ProfileRow | list[RowError]:
        """The profile of a row, or everything that is wrong with it."""
        cells = Cells(self._columns, record.cells, self._limits)
        profile = self._profile(cells, record.line)
        contacts = _contacts(cells)
        if cells.problems:
            return self.errors(record.line, cells.problems)
        warnings = tuple(row_warning(problem, record.line, self._language) for problem in cells.warnings)
        return ProfileRow(record.line, profile, contacts, warnings)

    def errors(self, line: int, problems: Sequence[Problem]) -> list[RowError]:
        """Problems of a row as errors."""
        return [row_error(problem, line, self._language) for problem in problems]

    def _profile(self, cells: Cells, line: int) -> Profile:
        kind, type_ = read_sort(cells)
        if cells.is_blank("name"):
            cells.refuse("name", BadValue("missing-name"))
        offers, seeks = _items(cells)
        return Profile(
            id=self._identifier(cells, line),
            kind=kind,
            name=cells.text("name"),
            type=type_,
            description=cells.text("description") or None,
            offers=offers,
            seeks=seeks,
            place=read_place(cells, self._districts),
            facts=_facts(cells),
            organisation=cells.text("organisation") or None,
            consent=self._consent(cells),
            provenance=_provenance(cells),
        )

    def _identifier(self, cells: Cells, line: int) -> str:
        """The id given, or one made from name and address, so that the same row gets the same id again."""
        if cells.is_blank("id"):
            name, column, code = made_id(cells.text("name"), cells.text("address")), "name", "same-name-and-address"
        else:
            name, column, code = cells.read("id", values.identifier) or "", "id", "duplicate-id"
        if name and cells.text(column):
            first = self._lines.setdefault(name, line)
            if first != line:
                cells.refuse(column, BadValue(code, first=first))
        return name

    def _consent(self, cells: Cells) -> bool:
        if cells.is_blank("consent") and cells.has_column("consent") and not self._sparse:
            cells.warn("consent", "no-consent")
            return False
        consent = cells.read("consent", lambda text: values.truth(text, "bad-consent"))
        return consent is not False


def _items(cells: Cells) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    if cells.is_blank("offers", "seeks", "description"):
        cells.refuse("offers", BadValue("nothing-to-match"))
        return (), ()
    offers, seeks = cells.items("offers", offered_items), cells.items("seeks", sought_items)
    if cells.is_blank("offers", "seeks"):
        offers = cells.items("description", offers_described)
        seeks = cells.items("description", seeks_described)
        if not offers and not seeks and not cells.problems:
            cells.warn("description", "no-items")
    return offers, seeks


def _facts(cells: Cells) -> Facts:
    run_min = cells.read("run_min", values.pieces)
    run_max = cells.read("run_max", values.pieces)
    if run_min is not None and run_max is not None and run_min > run_max:
        cells.refuse("run_max", BadValue("run-order", minimum=run_min))
    return Facts(
        languages=_languages(cells),
        run_min=run_min,
        run_max=run_max,
        lead_time_days=cells.read("lead_time_days", values.days),
        available_from=cells.read("available_from", values.day),
    )


def _languages(cells: Cells) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for name in _LANGUAGES_PARTED.split(cells.text("languages")):
        if name.strip():
            code = language_code(name)
            if code is None:
                cells.warn("languages", "unknown-language", name.strip())
            else:
                codes[code] = None
    return tuple(codes)


def _contacts(cells: Cells) -> Contacts | None:
    """The contacts of a row; None where it has none, so that those stored before stay."""
    website = cells.read("website", values.website)
    if website is None and cells.text("website"):
        cells.warn("website", "unusable-website")
    contacts = Contacts(
        email=cells.read("email", values.email),
        phone=cells.read("phone", values.phone),
        person=cells.text("person") or None,
        website=website,
    )
    return None if contacts == Contacts() else contacts


def _provenance(cells: Cells) -> dict[str, str]:
    provenance = {"source": cells.text("source")} if cells.text("source") else {}
    if cells.read("synthetic", lambda text: values.truth(text, "bad-truth")):
        provenance["synthetic"] = "true"
    return provenance


def made_id(name: str, address: str) -> str:
    """The id of a row that gives none: the same for the same name and address, whatever their case and accents."""
    words = "-".join(_NOT_PLAIN.sub(" ", fold(name)).split())[:SLUG].strip("-")
    digest = hashlib.sha256(f"{fold(name)}\n{fold(address)}".encode()).hexdigest()[:10]
    return f"{words or 'profile'}-{digest}"
