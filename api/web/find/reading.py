"""The question an address asks; what it cannot mean is left out and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.schemas.questions import UNDO
from api.web.find.question import FILTERS, Question, Values
from api.web.languages import formats
from api.web.page import Page
from matcher.domain.matches import Near, Sort
from matcher.domain.profiles import Kind, OrganisationType
from matcher.errors import InvalidInput
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.asking import MAX_QUERY
from matcher.usecases.naming import district_id, skill_ids

LEVELS = ("municipio", "nil")
DISTANCES = ("1", "2", "5", "10")
"""Kilometres that are offered; an address may name others."""
DEFAULT_KM = "2"
_MOST_VALUES = 50
_LONGEST_VALUE = 200
_LEAST_CONFIDENCE = 0.5
_FARTHEST_KM = 100.0

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, the point it wants to be near with the name of that place, and what was wrong by parameter.

    `typed` is the need as it was typed, also where it is too long to be asked; `place` likewise what to be near to.
    """

    question: Question
    typed: str
    place: str
    near: Near | None
    near_name: str
    problems: Mapping[str, str]


class _Unknown(Exception):
    """A value that a parameter cannot have."""


def read(page: Page, given: Parameters) -> Reading:
    """Read the parameters of an address; those the page does not know are passed over."""
    problems: dict[str, str] = {}
    lexicon = page.app.lexicon
    kept: dict[str, Values] = {}
    for name in FILTERS:
        kept[name], wrong = _known(given.get(name, ()), _MEANS[name], lexicon)
        if wrong:
            problems[name] = _unknown(page, name, wrong)
    near, near_name = _near(page, _last(given, "near"), _last(given, "km"), problems)
    q, number = _last(given, "q").strip(), formats(page.language)["number"]
    if len(q) > MAX_QUERY:
        problems["q"] = page.gettext(
            "This is too long: %(found)s characters, where at most %(most)s are read. Keep the main needs.",
            found=number(len(q)),
            most=number(MAX_QUERY),
        )
    question = Question(
        q="" if "q" in problems else q,
        undo=_undone(given, q),
        near=near_name and _last(given, "near").strip(),
        km=f"{near.km:g}" if near else "",
        sort=_one_of(_last(given, "sort"), [one.value for one in Sort if one is not Sort.SCORE]),
        map=_one_of(_last(given, "map"), LEVELS),
        page=_page(_last(given, "page")),
        **kept,
    )
    return Reading(question, q, _last(given, "near"), near, near_name, problems)


def _known(values: Sequence[str], meaning: Callable[[str, Lexicon], str], lexicon: Lexicon) -> tuple[Values, str]:
    """The values that mean something, each once and as the page writes it, and the first that means nothing."""
    found: dict[str, None] = {}
    wrong = ""
    for value in filter(None, values[:_MOST_VALUES]):
        try:
            if len(value) > _LONGEST_VALUE:
                raise _Unknown
            found[meaning(value, lexicon)] = None
        except (_Unknown, InvalidInput):
            wrong = wrong or value[:_LONGEST_VALUE]
    return tuple(found), wrong


def _member(kinds: type[Kind] | type[OrganisationType]) -> Callable[[str, Lexicon], str]:
    def meaning(value: str, lexicon: Lexicon) -> str:
        if value not in list(kinds):
            raise _Unknown
        return value

    return meaning


def _district(level: str) -> Callable[[str, Lexicon], str]:
    def meaning(value: str, lexicon: Lexicon) -> str:
        return str(district_id(value, level, lexicon))

    return meaning


def _skill(value: str, lexicon: Lexicon) -> str:
    (found,) = skill_ids([value], lexicon)
    return found


def _language(value: str, lexicon: Lexicon) -> str:
    if not re.fullmatch("[a-z]{2}", value):
        raise _Unknown
    return value


_MEANS: Final[Mapping[str, Callable[[str, Lexicon], str]]] = {
    "kind": _member(Kind),
    "type": _member(OrganisationType),
    "municipio": _district("municipio"),
    "nil": _district("nil"),
    "skill": _skill,
    "language": _language,
}


def _unknown(page: Page, name: str, value: str) -> str:
    texts = {
        "kind": page.gettext("There is no kind of profile called “%(value)s”: it was left out.", value=value),
        "type": page.gettext("There is no sort of organisation called “%(value)s”: it was left out.", value=value),
        "municipio": page.gettext("There is no Municipio “%(value)s”: it was left out.", value=value),
        "nil": page.gettext("There is no neighbourhood “%(value)s”: it was left out.", value=value),
        "skill": page.gettext("There is no skill called “%(value)s”: it was left out.", value=value),
        "language": page.gettext("“%(value)s” is no code of a language: it was left out.", value=value),
    }
    return texts[name]


def _near(page: Page, place: str, km: str, problems: dict[str, str]) -> tuple[Near | None, str]:
    """The point to be near and its name, as far as place and distance can be understood."""
    place = place.strip()
    if not place:
        return None, ""
    resolution = page.app.lexicon.gazetteer.resolve(place) if len(place) <= _LONGEST_VALUE else None
    if resolution is None or resolution.best.confidence < _LEAST_CONFIDENCE:
        problems["near"] = page.gettext(
            "“%(place)s” is no place that we know in %(city)s. Write a neighbourhood, a postcode or an address.",
            place=place[:_LONGEST_VALUE],
            city=page.city,
        )
        return None, ""
    try:
        distance = float(km.replace(",", ".") or DEFAULT_KM)
    except ValueError:
        distance = 0.0
    if not 0 < distance <= _FARTHEST_KM:
        problems["km"] = page.gettext("A distance is a number of kilometres, from above 0 to 100.")
        distance = float(DEFAULT_KM)
    return Near(resolution.best.point, distance), resolution.best.name


def _undone(given: Parameters, q: str) -> Values:
    """What was taken back, unless the need was rewritten since: `asked` is the one whose words those were."""
    asked = _last(given, "asked")
    if asked and asked.strip() != q:
        return ()
    undo = [one for one in given.get("undo", ())[:_MOST_VALUES] if len(one) <= _LONGEST_VALUE and re.match(UNDO, one)]
    return tuple(dict.fromkeys(undo))


def _page(text: str) -> int:
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def _one_of(value: str, known: Sequence[str]) -> str:
    return value if value in known else ""


def _last(given: Parameters, name: str) -> str:
    values = given.get(name, ())
    return values[-1] if values else ""
