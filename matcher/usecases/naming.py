"""Districts and skills by the names people give them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from matcher.domain.matches import District
from matcher.errors import InvalidInput
from matcher.lexicon.annotation import Lexicon
from matcher.lexicon.gazetteer.districts import Municipio, Nil

SURE = 0.9
"""From this confidence a name is taken as meant; below it, it is misspelt or has other readings."""


def district_id(asked: int | str, level: str, lexicon: Lexicon) -> int:
    """The id of a `nil` or `municipio` given by id or by name.

    Raises:
        InvalidInput: there is none, or the name is not surely this one; the message suggests the nearest.
    """
    gazetteer = lexicon.gazetteer
    known: Mapping[int, Nil | Municipio] = gazetteer.nils if level == "nil" else gazetteer.municipi
    if isinstance(asked, int) or asked.strip().isdecimal():
        if int(asked) in known:
            return int(asked)
        raise unknown_id(level, asked, known, field=f"filters.{level}")
    resolution = gazetteer.resolve(asked)
    best = resolution.best if resolution else None
    if best and best.level == level and best.confidence >= SURE:
        return int(best.id)
    raise InvalidInput(
        f"No {level} is called '{asked}'. {_suggestion(asked, level, best, [one.name for one in known.values()])}"
        "GET /districts of the API lists the names.",
        field=f"filters.{level}",
        found=asked,
    )


def unknown_id(level: str, asked: int | str, known: Collection[int], *, field: str) -> InvalidInput:
    """The error for an id that no district has."""
    return InvalidInput(
        f"There is no {level} {asked}. Known ids go from {min(known)} to {max(known)}. "
        "GET /districts of the API lists them.",
        field=field,
        found=asked,
    )


def _suggestion(asked: str, level: str, best: District | None, names: list[str]) -> str:
    if best and best.level in ("nil", "municipio"):
        return f"Did you mean '{best.name}'? " if best.level == level else f"'{best.name}' is a {best.level}. "
    near = get_close_matches(asked, names, n=3)
    return f"Did you mean {' or '.join(map(repr, near))}? " if near else ""


def skill_ids(asked: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """The ids of skills given by id or by a label in either language.

    Raises:
        InvalidInput: there is no such skill; the message suggests the nearest.
    """
    return frozenset(_skill(one, lexicon) for one in asked)


def _skill(asked: str, lexicon: Lexicon) -> str:
    if asked in lexicon.skills:
        return asked
    hits = lexicon.skills.search(asked, limit=3)
    wanted = asked.strip().casefold()
    for hit in hits:
        if wanted in {label.casefold() for label in lexicon.skills[hit.skill].labels.values()}:
            return hit.skill
    near = ", ".join(f"'{hit.skill}'" for hit in hits)
    raise InvalidInput(
        f"There is no skill '{asked}'."
        + (f" Did you mean {near}?" if near else "")
        + " GET /skills?q=… of the API finds ids.",
        field="filters.skills",
        found=asked,
    )
