"""Words to try: examples of needs, and skills that are spelt like what was not understood."""

from __future__ import annotations

from api.web.find.question import Question
from api.web.page import Page
from matcher.domain.surveys import Survey

_MOST = 4
_SHORTEST_WORD = 4


def examples(page: Page, question: Question) -> list[tuple[str, str]]:
    """Three needs, as text and address; one names a district of the city."""
    district = next((one.name for one in page.app.lexicon.gazetteer.municipi.values()), page.city)
    needs = [
        page.gettext("laser cutting on wood for furniture"),
        page.gettext("bookbinding in %(district)s", district=district),
        page.gettext("someone who sews uniforms for a restaurant"),
    ]
    return [(need, Question(q=need, map=question.map).address()) for need in needs]


def suggestions(page: Page, question: Question, survey: Survey) -> list[tuple[str, str]]:
    """Skills spelt like words that nobody understood, as label and address, where the need found nobody."""
    interpreted = survey.interpreted
    if interpreted is None or survey.total:
        return []
    skills = page.app.lexicon.skills
    words = [interpreted.rest, *(word for word in interpreted.rest.split() if len(word) >= _SHORTEST_WORD)]
    hits = [hit for text in words if text for hit in skills.search(text, language=page.language, limit=_MOST)]
    found = dict.fromkeys(hit.skill for hit in sorted(hits, key=lambda hit: -hit.score))
    labels = [skills.label(one, page.language) for one in [*found][:_MOST]]
    return [(label, Question(q=label).address()) for label in labels]
