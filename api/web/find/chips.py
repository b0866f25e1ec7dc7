"""What was understood and what is applied, each with the address without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.web.find.question import FILTERS, Question
from api.web.find.reading import Reading
from api.web.languages import formats
from api.web.page import Page
from api.web.wording import kind_name, language_name, type_name
from matcher.domain.matches import Interpreted
from matcher.domain.profiles import Kind, OrganisationType
from matcher.domain.surveys import Survey


@dataclass(frozen=True, slots=True)
class Chip:
    """A word or filter in use: `address` is the page without it; `words` are those of the need that it stands for."""

    text: str
    address: str
    sort: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Another page that has the same need: what sets it apart, its address, and how many there are on it."""

    text: str
    address: str
    total: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter in use, and the question without it."""

    text: str
    without: Question


def understood(page: Page, question: Question, interpreted: Interpreted | None) -> list[Chip]:
    """Districts and skills that were read from the need; to take one back is to leave its words as plain words."""
    if interpreted is None:
        return []
    label = page.app.lexicon.skills.label
    found = [("place", f"{one.level}:{one.id}", one.name, one.words) for one in interpreted.districts]
    found += [("skill", f"skill:{one.skill}", label(one.skill, page.language), one.words) for one in interpreted.skills]
    return [
        Chip(text, question.address(undo=(*question.undo, undone)), sort, words) for sort, undone, text, words in found
    ]


def strict(question: Question, survey: Survey) -> list[Way]:
    """For each district that the need names, the page of those in it alone: its name only draws them up."""
    if survey.interpreted is None or question.nil or question.municipio:
        return []
    ways = []
    for district in survey.interpreted.districts:
        level = "municipio" if district.level == "municipio" else "nil"
        ids = (district.id,) if level == "municipio" else tuple(map(str, sorted(district.nils)))
        # Whoever is in a district is in one of its level alone: the counts add up.
        total = sum(survey.facets[level].get(one, 0) for one in ids)
        if 0 < total < survey.total:
            ways.append(Way(district.name, question.address(**{level: ids}), total))
    return ways


def taken_back(page: Page, question: Question) -> list[Chip]:
    """What was read from the need and taken back; its address is the page with it again."""
    return [
        Chip(name, question.address(undo=tuple(other for other in question.undo if other != one)))
        for one in question.undo
        if (name := _name_of(page, one))
    ]


def applied(page: Page, reading: Reading) -> list[Applied]:
    """Every filter in use."""
    question = reading.question
    found = [
        Applied(filter_text(page, name, value), question.toggled(name, value))
        for name in FILTERS
        for value in getattr(question, name)
    ]
    if reading.near:
        km = formats(page.language)["km"](reading.near.km)
        text = page.gettext("Within %(distance)s of %(place)s", distance=km, place=reading.near_name)
        found.append(Applied(text, replace(question, near="", km="", page=1)))
    return found


def filter_text(page: Page, name: str, value: str) -> str:
    """What a value of a filter is called."""
    lexicon = page.app.lexicon
    if name == "kind":
        return kind_name(page, Kind(value))
    if name == "type":
        return type_name(page, OrganisationType(value))
    if name == "municipio":
        return lexicon.gazetteer.municipi[int(value)].name
    if name == "nil":
        return lexicon.gazetteer.nils[int(value)].name
    return language_name(page, value) if name == "language" else lexicon.skills.label(value, page.language)


def _name_of(page: Page, undone: str) -> str | None:
    """What a word taken back stood for; None for what does not exist."""
    lexicon, (level, _, id_) = page.app.lexicon, undone.partition(":")
    if level == "skill":
        return lexicon.skills.label(id_, page.language) if id_ in lexicon.skills else None
    if level == "cap":
        return page.gettext("postcode %(cap)s", cap=id_) if id_ in lexicon.gazetteer.caps else None
    known: Iterator[str] = (
        district.name
        for district in (lexicon.gazetteer.nils if level == "nil" else lexicon.gazetteer.municipi).values()
        if str(district.id) == id_
    )
    return next(known, None)
