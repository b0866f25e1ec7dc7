"""GET /pages/find: the page, whatever its address asks."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from api.web.cards import card_of
from api.web.find.asking import PAGE_SIZE, Answer, ask
from api.web.find.chips import Applied, Way, applied, strict, taken_back, understood
from api.web.find.districts import districts
from api.web.find.facets import groups
from api.web.find.guiding import examples, suggestions
from api.web.find.question import Question
from api.web.find.reading import DEFAULT_KM, DISTANCES, Reading, read
from api.web.page import Page, PageDep

router = APIRouter()


@router.get("/find")
def find(request: Request, page: PageDep) -> Response:
    """Show who meets a need, why, and how many there are of what; without a need, everyone."""
    given = request.query_params
    reading = read(page, {name: given.getlist(name) for name in given})
    filters = applied(page, reading)
    answer = _ask(page, reading, filters)
    last = max(1, -(-answer.survey.total // PAGE_SIZE))
    if reading.question.page > last:
        reading = replace(reading, question=replace(reading.question, page=last))
        answer = _ask(page, reading, filters)
    question = reading.question
    return page.render(
        "find/find.html",
        status=422 if answer.problems else 200,
        reading=reading,
        question=question,
        answer=answer,
        problems=answer.problems,
        cards=[card_of(page, one.profile, one.match, one.km, need=question.q) for one in answer.survey.page],
        nearest=[card_of(page, one, need=question.q) for one in answer.nearest],
        understood=understood(page, question, answer.survey.interpreted),
        taken_back=taken_back(page, question),
        strict=strict(question, answer.survey),
        ways=_ways(filters, answer),
        everyone=answer.alternatives[-1],
        groups=groups(page, question, answer.survey),
        where=districts(page, question, answer.survey),
        kilometres=_kilometres(question),
        default_km=DEFAULT_KM,
        sorts=_sorts(page, question, answer),
        last=last,
        examples=examples(page, question),
        suggestions=suggestions(page, question, answer.survey),
    )


def _ask(page: Page, reading: Reading, filters: list[Applied]) -> Answer:
    return ask(page, reading, [*(one.without for one in filters), reading.question.unfiltered()])


def _ways(filters: list[Applied], answer: Answer) -> list[Way]:
    return [
        Way(one.text, one.without.address(), total)
        for one, total in zip(filters, answer.alternatives[:-1], strict=True)
    ]


def _sorts(page: Page, question: Question, answer: Answer) -> list[tuple[str, str, bool]]:
    """The orders there are: text, address, and whether it is the present one."""
    interpreted = answer.survey.interpreted
    placed = question.near or (interpreted is not None and interpreted.districts)
    orders = [
        ("", page.gettext("Best fit"), answer.asked),
        ("distance", page.gettext("Nearest"), placed),
        ("name", page.gettext("Name"), True),
    ]
    present = question.sort if question.sort or answer.asked else "name"
    return [
        (text, question.address(sort=sort), sort == present)
        for sort, text, useful in orders
        if useful or sort == present
    ]


def _kilometres(question: Question) -> list[str]:
    known = {*DISTANCES, question.km} - {""}
    return sorted(known, key=float)
