"""Who meets whom: proposed, listed by person or by pair, decided one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response

from api.web.events.fields import Typed
from api.web.events.findings import in_words
from api.web.events.frame import event_frame
from api.web.events.worth import fit
from api.web.page import EventsPage, Page
from api.web.paths import inside
from api.web.refusals import told
from matcher.domain.events import EventParticipant, Pair, PairRule
from matcher.errors import Conflict, Infeasible, InvalidInput, Unavailable
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.findings import Severity
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.pairs import PairEdit, change_pairs, find_pairs
from matcher.usecases.events.review import review_event
from matcher.usecases.events.shares import received

router = APIRouter()
PAGE = 60


@router.get("/events/{event_id}/pairs")
def pairs(page: EventsPage, event_id: str, q: str = "", view: str = "people", start: int = 0) -> Response:
    """The chosen pairs, by person with the least served first, or each by itself with the best first."""
    return _shown(page, event_id, q=q, view=view, start=start)


@router.post("/events/{event_id}/pairs/choose")
def choose(page: EventsPage, event_id: str) -> Response:
    """Weigh who may meet and choose among them; what was decided stays."""
    event_frame(page, event_id)
    try:
        page.app.events.propose_pairs(event_id)
    except (InvalidInput, Infeasible, Conflict, Unavailable) as error:
        return _shown(page, event_id, problem=told(error, page.language), status=422)
    return page.redirect(f"/events/{event_id}/pairs")


@router.post("/events/{event_id}/pairs/decide")
def decide(page: EventsPage, event_id: str, typed: Typed) -> Response:
    """Do what the organiser decides about two people, or about a partner and the one who takes its place."""
    event_frame(page, event_id)
    a, b, do = typed.get("a", ""), typed.get("b", ""), typed.get("do", "")
    edits = _edits(a, b, do, typed.get("instead", ""))
    try:
        change_pairs(event_id, edits, page.app.store)
    except InvalidInput as error:
        return _shown(page, event_id, problem=told(error, page.language), status=422)
    back = inside(typed.get("back"), f"/events/{event_id}/pairs")
    return page.redirect(back, notice=_done(page, do))


def _edits(a: str, b: str, do: str, instead: str) -> Sequence[PairEdit]:
    """The decision that a button stands for; to swap, `b` takes the place of `instead`.

    Whoever is added, taken out or exchanged by hand is locked, so that it stays so when pairs are chosen again.
    """
    decisions = {
        "lock": [PairEdit(a, b, locked=True)],
        "unlock": [PairEdit(a, b, locked=False)],
        "must": [PairEdit(a, b, rule=PairRule.MUST)],
        "forbid": [PairEdit(a, b, rule=PairRule.FORBIDDEN, locked=False)],
        "free": [PairEdit(a, b, unruled=True, locked=False)],
        "drop": [PairEdit(a, b, unruled=True, chosen=False, locked=True)],
        "add": [PairEdit(a, b, unruled=True, chosen=True, locked=True)],
        "swap": [
            PairEdit(a, instead, unruled=True, chosen=False, locked=True),
            PairEdit(a, b, unruled=True, chosen=True, locked=True),
        ],
    }
    if do not in decisions:
        raise InvalidInput("The form asked for nothing that can be decided about a pair.", field="do", found=do)
    return decisions[do]


def _done(page: Page, do: str) -> str:
    return {
        "lock": page.gettext("The pair stays when pairs are chosen again."),
        "unlock": page.gettext("The pair may change when pairs are chosen again."),
        "must": page.gettext("The two will meet."),
        "forbid": page.gettext("The two will not meet."),
        "free": page.gettext("The pair is free to change again."),
        "drop": page.gettext("The pair is taken out."),
        "add": page.gettext("The pair is added."),
        "swap": page.gettext("The partner is exchanged."),
    }[do]


def _shown(
    page: Page,
    event_id: str,
    *,
    q: str = "",
    view: str = "people",
    start: int = 0,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    event, everyone = find_event(event_id, page.app.store)
    every = find_pairs(event_id, page.app.store)
    chosen = [pair for pair in every if pair.chosen]
    got = received(event, everyone, chosen)
    here = {one.person.id: one.person for one in got}
    chosen = [pair for pair in chosen if pair.a in here and pair.b in here]
    words = fold_text(q).split()
    rows: list[Any]
    if view == "pairs":
        best = sorted(chosen, key=lambda pair: (-pair.utility, pair.a, pair.b))
        rows = [_row(page, pair, here) for pair in best if _holds(words, here[pair.a], here[pair.b])]
    else:
        rows = [one for one in got if _holds(words, one.person)]
    start, address = max(0, start), f"/events/{event_id}/pairs"
    blocking = [one for one in review_event(event_id, page.app.store) if one.severity is Severity.BLOCKING]
    return page.render(
        "events/pairs.html",
        status=status,
        step="pairs",
        problem=problem,
        q=q,
        view=view,
        rows=rows[start : start + PAGE],
        count=len(rows),
        chosen=len(chosen),
        decided=sum(pair.locked or pair.rule is not None for pair in every),
        least=min((one.meetings for one in got), default=0),
        median=sorted(one.meetings for one in got)[len(got) // 2] if got else 0,
        findings=in_words(page, event_id, blocking, everyone) if chosen else [],
        earlier=page.url(address, q=q, view=view, start=max(0, start - PAGE) or None) if start else None,
        later=page.url(address, q=q, view=view, start=start + PAGE) if start + PAGE < len(rows) else None,
        **event_frame(page, event_id),
    )


def _row(page: Page, pair: Pair, here: dict[str, EventParticipant]) -> dict[str, Any]:
    reason = pair.reasons[0] if pair.reasons else None
    return {
        "pair": pair,
        "a": here[pair.a],
        "b": here[pair.b],
        "fit": fit(page, pair.utility),
        "reason": reason,
        "seeker": here.get(reason.seeker) if reason else None,
    }


def _holds(words: Sequence[str], *people: EventParticipant) -> bool:
    text = fold_text(" ".join(f"{person.name} {person.organisation or ''}" for person in people))
    return all(word in text for word in words)
