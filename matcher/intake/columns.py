"""Which column feeds which field, by its header in Italian or English."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from matcher.intake.folding import fold
from matcher.intake.headers import PROFILE_HEADERS, HeaderNames

ALIKE = 0.85
"""Least similarity at which a misspelt header is taken for an alias."""
HINT = 0.7
"""Least similarity at which an unread header is named as perhaps meant."""
SHORTEST_TYPO = 5
"""Letters below which a header must be spelt exactly: "lat" and "nat" differ by one."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PROBLEM = frozenset({"problem", "problema"})


@dataclass(frozen=True, slots=True)
class Assumption:
    """A header read with some doubt: `code` is that of the note that tells it."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The field that each column feeds, None for an ignored one."""

    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    assumptions: tuple[Assumption, ...] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that feed nothing, the rejected rows' own "problem" column apart."""
        return tuple(
            head
            for head, field in zip(self.header, self.fields, strict=True)
            if field is None and head and not is_problem_column(head)
        )

    @property
    def used(self) -> dict[str, str]:
        """Header → field of the columns that are used."""
        return {head: field for head, field in zip(self.header, self.fields, strict=True) if field is not None}


def is_problem_column(head: str) -> bool:
    """Whether this is the column in which a rejected row says what is wrong with it."""
    return fold(head) in _PROBLEM


def signature(header: Sequence[str]) -> str:
    """A name for this set of headers, whatever their order, case and accents."""
    folded = sorted(fold(head) for head in header if head.strip())
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:32]


def field_of(head: str) -> str | None:
    """The field that a header names exactly, by its first choice."""
    ranked = _exact(head, PROFILE_HEADERS)
    return ranked[0][0] if ranked else None


def recognised(header: Sequence[str]) -> int:
    """How many different fields the cells name, misspellings apart."""
    return len({field for head in header if (field := field_of(head)) is not None})


def plan_columns(header: Sequence[str], mapping: Mapping[str, str], names: HeaderNames = PROFILE_HEADERS) -> ColumnPlan:
    """Give each column its field: as `mapping` says, then by exact alias, then by spelling.

    `mapping` is from folded header to field, "" to ignore. A field that takes one column takes the best alias, then the
    leftmost column.
    """
    fields: list[str | None] = [mapping.get(fold(head)) or None for head in header]
    free = {place for place, head in enumerate(header) if fold(head) and fold(head) not in mapping}
    assumptions: list[Assumption] = []
    for field in names.aliases:
        _claim(field, header, fields, free, names)
    for place in sorted(free):
        taken = _rival(header[place], fields, names)
        if taken is not None:
            facts = {"column": header[place], "other": header[fields.index(taken)], "field": taken}
            assumptions.append(Assumption("repeated-field", facts))
        elif (near := _near(header[place], fields, names)) is not None:
            field, alias = near
            fields[place] = field
            assumptions.append(Assumption("similar-header", {"column": header[place], "field": field, "alias": alias}))
    return ColumnPlan(tuple(header), tuple(fields), tuple(assumptions))


def nearest_header(
    header: Sequence[str], fields: Sequence[str], names: HeaderNames = PROFILE_HEADERS
) -> tuple[str, str] | None:
    """The header that is spelt most like an alias of `fields`, with that alias; None when none is near."""
    best = max(
        (
            (_likeness(fold(head), alias), head, alias)
            for head in header
            for field in fields
            for alias in names.aliases[field]
        ),
        default=(0.0, "", ""),
    )
    return (best[1], best[2]) if best[0] >= HINT else None


def _claim(field: str, header: Sequence[str], fields: list[str | None], free: set[int], names: HeaderNames) -> None:
    if field in fields and field not in names.repeatable:
        return
    ranked = sorted((rank, place) for place in free for named, rank in _exact(header[place], names) if named == field)
    for _, place in ranked if field in names.repeatable else ranked[:1]:
        fields[place] = field
        free.discard(place)


def _rival(head: str, fields: Sequence[str | None], names: HeaderNames) -> str | None:
    """The field that this header names but another column has taken."""
    named = [field for field, _ in _exact(head, names)]
    return next((field for field in named if field in fields), None)


def _near(head: str, fields: Sequence[str | None], names: HeaderNames) -> tuple[str, str] | None:
    folded = fold(head)
    if len(folded) < SHORTEST_TYPO or folded in _PROBLEM:
        return None
    open_fields = [field for field in names.aliases if field not in fields or field in names.repeatable]
    best = max(
        ((_likeness(folded, alias), field, alias) for field in open_fields for alias in names.aliases[field]),
        default=(0.0, "", ""),
    )
    return (best[1], best[2]) if best[0] >= ALIKE else None


def _likeness(folded: str, alias: str) -> float:
    return fuzz.ratio(folded, alias) / 100


@lru_cache(maxsize=4096)
def _exact(head: str, names: HeaderNames) -> tuple[tuple[str, int], ...]:
    """Every (field, rank of the alias) that a header spells, in order of the fields."""
    return tuple(_spellings(head, names))


def _spellings(head: str, names: HeaderNames) -> Iterator[tuple[str, int]]:
    spellings = {fold(head), fold(_ASIDE.sub(" ", head))} - {""}
    for field, aliases in names.aliases.items():
        ranks = [aliases.index(spelling) for spelling in spellings if spelling in aliases]
        if ranks:
            yield field, min(ranks)
