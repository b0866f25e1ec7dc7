"""The timetable of an event, seen by table, by person or by time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.timetable.grids import Sheet
from api.web.timetable.making import make_context
from matcher.domain.events import Event, EventParticipant, Pair, TimetableVersion
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.comparing import Outdated, outdated
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.pairs import find_pairs
from matcher.usecases.events.publishing import find_outlines, find_version

router = APIRouter()
View = Literal["table", "person", "time"]
PEOPLE_A_PAGE = 120


@router.get("/events/{event_id}/timetable")
def show_timetable(
    event_id: str,
    page: EventsPage,
    view: View = "table",
    version: Annotated[int | None, Query(ge=1)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show a version of the timetable, the latest unless one is named, or how to make the first."""
    frame, versions = event_frame(page, event_id), find_outlines(event_id, page.app.store)
    context = frame | make_context(page, event_id) | {"step": "timetable", "versions": versions}
    if not versions:
        if context["job"] is not None and not context["job"].state.ended:
            return page.redirect(f"/events/{event_id}/timetable/jobs/{context['job'].id}")
        return page.render("timetable/first.html", **context)
    shown = find_version(event_id, page.app.store, version)
    event, people = find_event(event_id, page.app.store)
    chosen = find_pairs(event_id, page.app.store, chosen=True)
    sheet, latest = _sheet_of(page, shown, event, people, q), shown.number == versions[-1].number
    context |= {
        "sheet": sheet,
        "shown": shown,
        "movable": latest,
        "view": view,
        "q": q,
        "people": people,
        "waiting": _waiting(sheet),
        "outdated": outdated(shown, chosen, people) if latest else Outdated(),
        "locked": sum(one.locked for one in shown.meetings),
    }
    if view == "person":
        context |= _people_shown(sheet, people, after)
    return page.render(f"timetable/by_{view}.html", **context)


def _sheet_of(
    page: Page, version: TimetableVersion, event: Event, people: Sequence[EventParticipant], query: str
) -> Sheet:
    """A version to be shown, with the hours and tables that people were told, or would be now."""
    return Sheet(
        event=version.told or event,
        version=version,
        names={person.id: person.name for person in people},
        organisations={person.id: person.organisation for person in people if person.organisation},
        table_words=lambda name: page.gettext("table %(name)s", name=name),
        query=" ".join(query.split()),
    )


def _people_shown(sheet: Sheet, people: Sequence[EventParticipant], after: int) -> dict[str, Any]:
    """The people of one page of the grid, and where the pages before and after begin."""
    met = {end for meeting in sheet.version.meetings for end in (meeting.a, meeting.b)}
    known = [person.id for person in people if person.id in met or not person.absent]
    erased = sorted(met - {person.id for person in people})
    found = [person for person in (*known, *erased) if not sheet.query or sheet.is_sought(person)]
    found.sort(key=lambda person: fold_text(sheet.name(person)))
    return {
        "rows": sheet.by_person(found[after : after + PEOPLE_A_PAGE]),
        "found": len(found),
        "after": after,
        "earlier": max(0, after - PEOPLE_A_PAGE) if after else None,
        "later": after + PEOPLE_A_PAGE if after + PEOPLE_A_PAGE < len(found) else None,
    }


def _waiting(sheet: Sheet) -> list[tuple[str, str]]:
    """The meetings that have no place, by id, and who would meet."""
    return [
        (Pair(a, b, 0.0, 0.0, 0.0).meeting_id, f"{sheet.name(a)} – {sheet.name(b)}") for a, b in sheet.version.unplaced
    ]
