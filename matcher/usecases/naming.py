"""Districts and skills by the names people give them."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.errors import InvalidInput
from matcher.lexicon.annotation import Lexicon


def district_id(asked: int | str, level: str, lexicon: Lexicon) -> int:
    """The id of a `nil` or `municipio` given by id or by name.

    Raises:
        InvalidInput: there is none; the message suggests the nearest.
    """
    ids = frozenset(lexicon.gazetteer.nils if level == "nil" else lexicon.gazetteer.municipi)
    if isinstance(asked, int) or asked.strip().isdigit():
        if int(asked) in ids:
            return int(asked)
        raise InvalidInput(
            f"There is no {level} {asked}. Known ids go from {min(ids)} to {max(ids)}; GET /districts lists them.",
            field=f"filters.{level}",
            found=asked,
        )
    resolution = lexicon.gazetteer.resolve(asked)
    found = [] if resolution is None else [resolution.best, *resolution.alternatives]
    match = next((one for one in found if one.level == level), None)
    if match is None:
        hint = f" Did you mean {found[0].level} '{found[0].name}'?" if found else ""
        raise InvalidInput(
            f"No {level} is called '{asked}'.{hint} GET /districts lists the names.",
            field=f"filters.{level}",
            found=asked,
        )
    return int(match.id)


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
        f"There is no skill '{asked}'." + (f" Did you mean {near}?" if near else "") + " GET /skills?q=… finds ids.",
        field="filters.skills",
        found=asked,
    )
