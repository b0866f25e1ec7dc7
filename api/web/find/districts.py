"""The map of districts and the list that equals it: how many are found in each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from api.web.find.question import Question
from api.web.page import Page
from matcher.domain.surveys import Survey
from matcher.lexicon.gazetteer.city_map import CityMap, Shape
from matcher.lexicon.normalisation import fold

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
    `shades` are the counts, from and to, that each shade in use stands for. `elsewhere` is how many are in no district
    that is known.
    """

    level: str
    areas: tuple[Area, ...]
    view: tuple[int, int, int, int] | None
    letter: int
    borders: tuple[Shape, ...]
    shades: tuple[tuple[int, int, int], ...]
    elsewhere: int
    other_level: str


def districts(page: Page, question: Question, survey: Survey) -> Districts:
    """The level that the question asks for, or else the one that goes with its filters."""
    gazetteer = page.app.lexicon.gazetteer
    level = question.map or ("nil" if question.nil or question.municipio else "municipio")
    counts = {int(one): count for one, count in survey.facets[level].items()}
    drawn = gazetteer.map
    shapes: Mapping[int, Shape] = {} if drawn is None else drawn.nils if level == "nil" else drawn.municipi
    names = {one.id: one.name for one in (gazetteer.nils if level == "nil" else gazetteer.municipi).values()}
    shade = _shades(counts.values())
    areas = [
        _area(question, level, id_, counts.get(id_, 0), names[id_], shade, shapes.get(id_))
        for id_ in sorted(names, key=lambda id_: (fold(names[id_]), id_) if level == "nil" else ("", id_))
    ]
    view = _view(question, drawn)
    return Districts(
        level=level,
        areas=tuple(areas),
        view=view,
        letter=round(view[2] * _LETTER) if view else 0,
        borders=tuple(drawn.municipi.values()) if drawn and level == "nil" else (),
        shades=_legend(areas),
        elsewhere=0 if getattr(question, level) else survey.total - sum(counts.values()),
        other_level=question.address(map="municipio" if level == "nil" else "nil", page=question.page),
    )


def _area(
    question: Question,
    level: str,
    id_: int,
    count: int,
    name: str,
    shade: Callable[[int], int],
    shape: Shape | None,
) -> Area:
    chosen = question.has(level, str(id_))
    address = question.address(**{level: () if chosen else (str(id_),)}) if count or chosen else None
    return Area(name, count, shade(count), chosen, address, shape)


def _shades(counts: Iterable[int]) -> Callable[[int], int]:
    """Each shade stands for the same growth: a district with ten times as many looks as much darker anywhere."""
    found = [count for count in counts if count]
    least, most = (min(found), max(found)) if found else (1, 1)

    def shade(count: int) -> int:
        if not count or least == most:
            return SHADES // 2 + 1 if count else 0
        return min(SHADES, 1 + int(SHADES * math.log(count / least) / math.log(most / least)))

    return shade


def _legend(areas: Iterable[Area]) -> tuple[tuple[int, int, int], ...]:
    found: dict[int, list[int]] = {}
    for area in areas:
        if area.count:
            found.setdefault(area.shade, []).append(area.count)
    return tuple((shade, min(counts), max(counts)) for shade, counts in sorted(found.items()))


def _view(question: Question, drawn: CityMap | None) -> tuple[int, int, int, int] | None:
    """The whole city, or the one Municipio that is looked at."""
    if drawn is None:
        return None
    left, top, width, height = 0, 0, drawn.width, drawn.height
    alone = int(question.municipio[0]) if len(question.municipio) == 1 else None
    if alone is not None and alone in drawn.municipi and question.map != "municipio":
        left, top, width, height = drawn.municipi[alone].box
    return left - _MARGIN, top - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN
