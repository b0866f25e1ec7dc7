"""Cells that list what is offered or sought, to items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matcher.domain.profiles import Item, Need
from matcher.intake.limits import Limits
from matcher.intake.problems import BadValue
from matcher.intake.tables import Cell
from matcher.intake.texts import tidied
from matcher.lexicon.splitting import split_items, split_sides

LONG = 80
"""Characters above which an element of a list is prose, to be split further."""

_SEPARATORS = re.compile(r"[|;\n]")
_BULLET = re.compile(r"^(?:[-–—•·*▪◦●]|\d{1,2}[.)])\s+")
_MUST = re.compile(
    r"!\s*(?P<marked>.+)"
    r"|(?P<said>.+?)\s*[(\[](?:must|indispensabil[ei]|obbligatori[oaie]|necessari[oaie]|required|mandatory)[)\]]\.?",
    re.IGNORECASE | re.DOTALL,
)


def offered_items(cell: Cell, limits: Limits) -> tuple[Item, ...]:
    """The items that a cell offers.

    Raises:
        BadValue: there are too many, one is too long, or one cannot be read.
    """
    if isinstance(cell, str):
        return _bounded((Item(text) for part in _parts(cell) for text in _split(part)), limits)
    return _bounded((Item(tidied(item.text)[0]) for item in cell), limits)


def sought_items(cell: Cell, limits: Limits) -> tuple[Item, ...]:
    """The items that a cell seeks, a must where it begins with "!" or ends with "(must)" or "(indispensabile)".

    Raises:
        BadValue: there are too many, one is too long, or one cannot be read.
    """
    if isinstance(cell, str):
        return _bounded((item for part in _parts(cell) for item in _wishes(part)), limits)
    return _bounded((Item(tidied(item.text)[0], item.need) for item in cell), limits)


def offers_described(description: Cell, limits: Limits) -> tuple[Item, ...]:
    """The items that a description offers.

    Raises:
        BadValue: there are too many, or one is too long.
    """
    return _bounded(map(Item, split_sides(str(description))[0]), limits)


def seeks_described(description: Cell, limits: Limits) -> tuple[Item, ...]:
    """The items that a description seeks.

    Raises:
        BadValue: there are too many, or one is too long.
    """
    return _bounded(map(Item, split_sides(str(description))[1]), limits)


def as_text(items: Iterable[Item]) -> str:
    """A cell that reads as these items again."""
    return " | ".join(f"! {item.text}" if item.need is Need.MUST else item.text for item in items)


def _parts(text: str) -> Iterator[str]:
    for part in _SEPARATORS.split(text):
        if stripped := _BULLET.sub("", part.strip(), 1).strip():
            yield stripped


def _split(part: str) -> tuple[str, ...]:
    return split_items(part) if len(part) > LONG else (part,)


def _wishes(part: str) -> Iterator[Item]:
    match = _MUST.fullmatch(part)
    need = Need.WANT if match is None else Need.MUST
    for text in _split(part if match is None else match["marked"] or match["said"]):
        yield Item(text, need)


def _bounded(items: Iterable[Item], limits: Limits) -> tuple[Item, ...]:
    """The items once each, a must before a want, without those that hold no letter or digit."""
    kept: dict[str, Item] = {}
    for item in items:
        if len(item.text) > limits.item:
            raise BadValue("item-too-long", limit=limits.item)
        key = item.text.casefold()
        if any(map(str.isalnum, key)) and (key not in kept or item.need is Need.MUST):
            kept[key] = item
    if len(kept) > limits.items:
        raise BadValue("too-many-items", limit=limits.items)
    return tuple(kept.values())
