"""What can be filtered by, with how many would be left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.web.find.chips import filter_text
from api.web.find.question import Question
from api.web.page import Page
from matcher.domain.profiles import Kind, OrganisationType
from matcher.domain.surveys import Survey
from matcher.lexicon.skills.csv_files import SkillKind

MOST_MORE = 30
"""Values shown on demand, the most frequent first; a need in words finds the others."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: how many have it, other filters as they are."""

    value: str
    text: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one parameter under a title: those `shown`, and `more` on demand. `id` is unlike any other group's."""

    id: str
    name: str
    title: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...]


def groups(page: Page, question: Question, survey: Survey) -> list[Group]:
    """The groups that have anything to choose."""
    counts, skills = survey.facets, page.app.lexicon.skills
    fields = {one: count for one, count in counts["skills"].items() if skills[one].kind is SkillKind.FIELD}
    others = {one: count for one, count in counts["skills"].items() if one not in fields}
    found = [
        _group(page, question, "kind", page.gettext("Kind"), _in_order(counts["kind"], list(Kind))),
        _group(page, question, "field", page.gettext("Field of work"), fields),
        _group(page, question, "skill", page.gettext("Skill"), others, most=8),
        _group(page, question, "municipio", page.gettext("Municipio"), _by_number(counts["municipio"]), most=9),
        _group(page, question, "nil", page.gettext("Neighbourhood"), counts["nil"]),
        _group(
            page,
            question,
            "type",
            page.gettext("Sort of organisation"),
            _in_order(counts["type"], list(OrganisationType)),
        ),
        _group(page, question, "language", page.gettext("Language spoken"), counts["languages"]),
    ]
    return [one for one in found if one.shown]


def _group(page: Page, question: Question, id_: str, title: str, counts: Mapping[str, int], most: int = 6) -> Group:
    """The values that somebody has and those in use; of many, the first `most` and whatever is in use stand out."""
    name = "skill" if id_ == "field" else id_
    chosen = getattr(question, name)
    unseen = [value for value in chosen if value not in counts and _belongs(page, id_, value)]
    options = [
        Option(value, filter_text(page, name, value), counts.get(value, 0), value in chosen)
        for value in (*counts, *unseen)
    ]
    shown = tuple(one for place, one in enumerate(options) if place < most or one.checked)
    more = tuple(one for place, one in enumerate(options) if place >= most and not one.checked)
    return Group(id_, name, title, shown, more[:MOST_MORE])


def _belongs(page: Page, id_: str, value: str) -> bool:
    """Whether a value is one of the group's: fields and other skills are groups of one parameter."""
    if id_ not in ("field", "skill"):
        return True
    return (page.app.lexicon.skills[value].kind is SkillKind.FIELD) == (id_ == "field")


def _in_order(counts: Mapping[str, int], order: Iterable[str]) -> dict[str, int]:
    return {str(value): counts[value] for value in order if value in counts}


def _by_number(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda entry: int(entry[0])))
