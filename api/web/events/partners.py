"""The meetings of one participant: why each, what to decide about it, and who else it could be."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.web.events.frame import event_frame
from api.web.events.worth import meeting
from api.web.page import EventsPage
from matcher.errors import NotFound
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.pairs import find_pairs
from matcher.usecases.events.partners import partners_for
from matcher.usecases.events.shares import received

router = APIRouter()
OFFERED = 8
"""Others that are proposed unless somebody is looked for."""


@router.get("/events/{event_id}/pairs/of/{person_id}")
def meetings(page: EventsPage, event_id: str, person_id: str, instead: str = "", q: str = "") -> Response:
    """Somebody's meetings, and who could come `instead` of one of them or beside them."""
    event, everyone = find_event(event_id, page.app.store)
    people = {person.id: person for person in everyone}
    if person_id not in people:
        raise NotFound(f"Nobody has the id '{person_id}' in this event.", field="participant", found=person_id)
    mine = find_pairs(event_id, page.app.store, of=person_id)
    seen = [
        meeting(page, pair, person_id, people[other].name, people[other].organisation)
        for pair in mine
        if (other := pair.b if pair.a == person_id else pair.a) in people
    ]
    options = partners_for(event_id, person_id, page.app.store)
    words = fold_text(q).split()
    found = [one for one in options if all(word in _text(one.partner.name, one.partner.organisation) for word in words)]
    got = next((one for one in received(event, everyone, mine) if one.person.id == person_id), None)
    return page.render(
        "events/partners.html",
        step="pairs",
        person=people[person_id],
        got=got,
        meetings=sorted((one for one in seen if one.pair.chosen), key=lambda one: -one.pair.utility),
        refused=[one for one in seen if not one.pair.chosen and (one.pair.rule is not None or one.pair.locked)],
        instead=people.get(instead),
        options=[
            (option, meeting(page, option.pair, person_id, option.partner.name, option.partner.organisation))
            for option in found[:OFFERED]
        ],
        others=len(found) - OFFERED,
        q=q,
        **event_frame(page, event_id),
    )


def _text(name: str, organisation: str | None) -> str:
    return fold_text(f"{name} {organisation or ''}")
