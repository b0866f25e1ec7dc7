"""The map of districts and the list that equals it: how many are found in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.web.find.question import Question
from api.web.page import Page
from matcher.domain.surveys import Survey
from matcher.lexicon.gazetteer.city_map import CityMap, Shape

SHADES = 5
_MARGIN = 12
_LETTER = 0.042
"""The size of a letter on the map, as a share of its width."""


@dataclass(frozen=True, slots=True)
class Area:
    """A district of the level shown; `shade` is 0 for nobody, then 1 to SHADES.

    `address` keeps those in it alone, or everyone again where it is `chosen`; None where there is nobody to keep.
    """

    name: str
    count: int
    shade: int
    chosen: bool
    address: str | None
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Districts:
    """The districts of one level, as many as the map draws and the list names.

    `view` is the part of the map that is shown: left, top, width, height. `borders` are drawn over the areas.
    `shades` are the counts, from and to, that each shade in use stands for.
    """

    level: str
    areas: tuple[Area, ...]
    view: tuple[int, int, int, int] | None
    letter: int
    borders: tuple[Shape, ...]
    shades: tuple[tuple[int, int, int], ...]
    other_level: str


def districts(page: Page, question: Question, survey: Survey) -> Districts:
    """The level that the question asks for, or else the one that goes with its filters."""
    gazetteer = page.app.lexicon.gazetteer
    level = question.map or ("nil" if question.nil or question.municipio else "municipio")
    counts = {int(one): count for one, count in survey.facets[level].items()}
    steps = _steps(counts.values())
    drawn = gazetteer.map
    shapes: Mapping[int, Shape] = {} if drawn is None else drawn.nils if level == "nil" else drawn.municipi
    known = gazetteer.nils if level == "nil" else gazetteer.municipi
    areas = [
        _area(question, level, one.id, one.name, counts.get(one.id, 0), steps, shapes.get(one.id))
        for one in known.values()
    ]
    view = _view(question, drawn)
    return Districts(
        level=level,
        areas=tuple(areas),
        view=view,
        letter=round(view[2] * _LETTER) if view else 0,
        borders=tuple(drawn.municipi.values()) if drawn and level == "nil" else (),
        shades=_legend(counts.values(), steps),
        other_level=question.address(map="municipio" if level == "nil" else "nil", page=question.page),
    )


def _area(
    question: Question, level: str, id_: int, name: str, count: int, steps: Sequence[int], shape: Shape | None
) -> Area:
    chosen = question.has(level, str(id_))
    address = question.address(**{level: () if chosen else (str(id_),)}) if count or chosen else None
    return Area(name, count, _shade(count, steps), chosen, address, shape)


def _steps(counts: Iterable[int]) -> list[int]:
    """The least count of each shade, so that each stands for about as many districts; fewer shades for few counts."""
    found = sorted(count for count in counts if count)
    cuts = {found[len(found) * shade // SHADES] for shade in range(SHADES)} if found else set()
    return sorted(cuts)


def _shade(count: int, steps: Sequence[int]) -> int:
    """Shades are dealt from the darkest, so that the most is always dark."""
    below = sum(count >= step for step in steps)
    return below and below + SHADES - len(steps)


def _legend(counts: Iterable[int], steps: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    found: dict[int, list[int]] = {}
    for count in counts:
        if count:
            found.setdefault(_shade(count, steps), []).append(count)
    return tuple((shade, min(group), max(group)) for shade, group in sorted(found.items()))


def _view(question: Question, drawn: CityMap | None) -> tuple[int, int, int, int] | None:
    """The whole city, or the one Municipio that is looked at."""
    if drawn is None:
        return None
    left, top, width, height = 0, 0, drawn.width, drawn.height
    alone = int(question.municipio[0]) if len(question.municipio) == 1 else None
    if alone is not None and alone in drawn.municipi and question.map != "municipio":
        left, top, width, height = drawn.municipi[alone].box
    return left - _MARGIN, top - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN
