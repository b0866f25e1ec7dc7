"""A question of the page to the engine, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.web.find.question import Question
from api.web.find.reading import Reading
from api.web.page import Page
from matcher.domain.matches import Asker, Direction, Filters, MatchRequest, Near, Sort
from matcher.domain.profiles import Kind, OrganisationType, Profile
from matcher.domain.surveys import Survey
from matcher.errors import InvalidInput
from matcher.usecases.asking import INLINE_ID, asker_by_text

PAGE_SIZE = 15
NEAREST_SHOWN = 3
FACETS = ("kind", "type", "municipio", "nil", "skills", "languages")
_NOBODY = Asker(Profile(INLINE_ID, Kind.ORGANISATION, ""))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine found. `alternatives` are totals of other questions, by their order in `ask`.

    `nearest` are the best of those who meet no need, where nobody does. `problems` are those of the reading and of the
    need itself.
    """

    survey: Survey
    asked: bool
    alternatives: tuple[int, ...]
    nearest: tuple[Profile, ...]
    problems: Mapping[str, str]


def ask(page: Page, reading: Reading, alternatives: Sequence[Question]) -> Answer:
    """Answer a question, with the totals of others that have the same need.

    Raises:
        Unavailable: the profiles are still being loaded.
    """
    page.app.follower.refresh()
    question, problems = reading.question, dict(reading.problems)
    asker = _NOBODY
    if question.asks:
        try:
            asker = asker_by_text(question.q, Direction.SUPPLY, page.app.lexicon, question.undo)
        except InvalidInput:
            problems["q"] = _nothing_sought(page, question.q)
    asked = asker is not _NOBODY
    request = MatchRequest(
        asker=asker,
        direction=Direction.SUPPLY if asked else Direction.MUTUAL,
        filters=filters_of(question, reading.near),
        k=PAGE_SIZE,
        offset=PAGE_SIZE * (question.page - 1),
        facets=FACETS,
        sort=Sort(question.sort or Sort.SCORE),
    )
    survey = page.app.engine.survey(request, [filters_of(one, _near_of(one, reading)) for one in alternatives])
    nearest = _nearest(page, request) if asked and not survey.total else ()
    return Answer(survey, asked, survey.alternatives, nearest, problems)


def filters_of(question: Question, near: Near | None) -> Filters:
    """The filters that a question names."""
    return Filters(
        kinds=frozenset(map(Kind, question.kind)),
        types=frozenset(map(OrganisationType, question.type)),
        municipi=frozenset(map(int, question.municipio)),
        nils=frozenset(map(int, question.nil)),
        near=near,
        skills_all=frozenset(question.skill),
        languages=frozenset(question.language),
    )


def _near_of(question: Question, reading: Reading) -> Near | None:
    return reading.near if question.near else None


def _nothing_sought(page: Page, q: str) -> str:
    places = ", ".join(one.name for one in page.app.lexicon.gazetteer.spot(q))
    if places:
        return page.gettext(
            "This names a place (%(places)s) but not what you seek there. Add a trade, a technique or a product.",
            places=places,
        )
    return page.gettext("This does not say what you seek. Write a trade, a technique or a product.")


def _nearest(page: Page, request: MatchRequest) -> tuple[Profile, ...]:
    """Who comes nearest to a need that nobody meets, by meaning alone: a place named is no likeness.

    Nobody, where no skill was understood: words that mean nothing here are like everything.
    """
    asker = replace(request.asker, stated=())
    if asker.interpreted is None or not asker.interpreted.skills:
        return ()
    best = page.app.engine.match(replace(request, asker=asker, k=NEAREST_SHOWN, offset=0, facets=(), sort=Sort.SCORE))
    return tuple(match.profile for match in best.matches if match.score > 0)
