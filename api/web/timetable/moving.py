"""Moving a meeting by hand: by a form, step by step, or by dragging, for which a script asks where it may go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.refusals import told as in_words
from matcher.domain.events import Meeting
from matcher.errors import Conflict, MatcherError, NotFound
from matcher.scheduling.replan.moving import Obstacle, Trial
from matcher.usecases.events.moving import Move, Moved, Sheet, move_meeting

router = APIRouter()


class MoveForm(BaseModel):
    """Where a meeting is to go; table 0 is any that suits. A meeting in the way takes the place that is left."""

    m: str
    slot: int = Field(ge=1)
    version: int
    table: int = Field(0, ge=0)
    confirmed: list[str] = []

    def move(self) -> Move:
        """The move."""
        return Move(
            self.m, self.slot, self.table or None, swap=True, confirmed=frozenset(self.confirmed), version=self.version
        )


@router.get("/events/{event_id}/timetable/move")
def choose_place(
    event_id: str,
    page: EventsPage,
    m: str,
    slot: Annotated[int | None, Query(ge=1)] = None,
    table: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show where a meeting may go, and, once a place is chosen, what the move does."""
    return _place_page(page, event_id, m, slot, table)


@router.post("/events/{event_id}/timetable/move")
def move_by_form(event_id: str, page: EventsPage, form: Annotated[MoveForm, Form()]) -> Response:
    """Move the meeting as the page before showed it."""
    try:
        moved = _moved(page, event_id, form.move())
    except Conflict:
        return page.redirect(f"/events/{event_id}/timetable/move", m=form.m, notice=_meanwhile(page))
    if not moved.possible:
        return _place_page(page, event_id, form.m, form.slot, form.table, status=409)
    return page.redirect(f"/events/{event_id}/timetable", notice=_told(page, _sheet(page, event_id), moved))


@router.get("/events/{event_id}/timetable/targets")
def tell_targets(event_id: str, page: EventsPage, m: str) -> Response:
    """Say for every seat what the meeting would meet with there: the numbers of rules, which are told once each.

    Under `any` by slot alone, at a table that suits; under `seats` by slot and table.
    """
    sheet = _sheet(page, event_id)
    _known(page, sheet, m)
    numbers: dict[tuple[object, ...], int] = {}
    rules: list[Obstacle] = []
    found: dict[str, dict[str, list[int]]] = {"any": {}, "seats": {}}
    for (slot, table), trial in sheet.targets(m).items():
        broken = []
        for rule in trial.obstacles:
            # The same rule stands in the way at many tables: it is put in words once.
            about = (rule.code, rule.participants, rule.slots, *rule.values.items())
            if about not in numbers:
                numbers[about] = len(rules)
                rules.append(rule)
            broken.append(numbers[about])
        found["any" if table is None else "seats"][str(slot) if table is None else f"{slot}-{table}"] = broken
    told = [sheet.said(rule, page.language) for rule in rules]
    answer = {"rules": told, "firm": [int(rule.firm) for rule in rules], **found}
    return page.finished(JSONResponse(answer))


@router.post("/events/{event_id}/timetable/drop")
def drop(event_id: str, page: EventsPage, form: Annotated[MoveForm, Form()]) -> Response:
    """Move the meeting that was dropped, or say which rules that breaks."""
    try:
        moved = _moved(page, event_id, form.move())
    except Conflict:
        return page.finished(JSONResponse({"done": False, "stale": True, "message": _meanwhile(page)}, 409))
    except MatcherError as error:
        return page.finished(JSONResponse({"done": False, "message": in_words(error, page.language)}, 422))
    if moved.version is None:
        rules = [
            {"code": rule.obstacle.code, "sentence": rule.sentence, "firm": rule.obstacle.firm}
            for rule in moved.rules
            if not rule.confirmed
        ]
        return page.finished(JSONResponse({"done": False, "rules": rules}, 409))
    sheet = _sheet(page, event_id)
    done = {
        "done": True,
        "message": _told(page, sheet, moved),
        "moved": [_seat(before, after, sheet) for before, after in moved.meetings],
        "version": moved.version.number,
        "breaks": moved.version.objective,
    }
    return page.finished(JSONResponse(done))


def _moved(page: Page, event_id: str, move: Move) -> Moved:
    """The move done, if it is possible."""
    looked = move_meeting(event_id, move, page.app.store, dry_run=True, language=page.language)
    return move_meeting(event_id, move, page.app.store, language=page.language) if looked.possible else looked


def _place_page(page: Page, event_id: str, m: str, slot: int | None, table: int, status: int = 200) -> Response:
    sheet = _sheet(page, event_id)
    two = _known(page, sheet, m)
    held = next((one for one in sheet.latest.meetings if one.id == m), None)
    context: dict[str, Any] = event_frame(page, event_id) | {
        "step": "timetable",
        "m": m,
        "two": [sheet.people[end].name if end in sheet.people else end for end in two],
        "held": held,
        "reasons": held.reasons if held else sheet.waiting[m].reasons,
        "names": sheet.names,
        "times": sheet.times,
        "sheet": sheet,
        "slot": slot,
        "table": table,
        "options": _options(page, sheet, m),
        "moved": None,
    }
    if slot is not None:
        move = Move(m, slot, table or None, swap=True)
        context["moved"] = move_meeting(event_id, move, page.app.store, dry_run=True, language=page.language)
    return page.render("timetable/move.html", status=status, **context)


def _options(page: Page, sheet: Sheet, m: str) -> Mapping[int, tuple[Trial, list[str]]]:
    """For each slot what the meeting would meet with at a table that suits, and the rules in words."""
    return {
        slot: (trial, [sheet.said(one, page.language) for one in trial.obstacles])
        for (slot, table), trial in sheet.targets(m).items()
        if table is None
    }


def _sheet(page: Page, event_id: str) -> Sheet:
    with page.app.store.unit_of_work() as unit:
        return Sheet.of(unit, event_id)


def _known(page: Page, sheet: Sheet, m: str) -> tuple[str, str]:
    """The two who meet."""
    for one in sheet.latest.meetings:
        if one.id == m:
            return one.a, one.b
    if m in sheet.waiting:
        return sheet.waiting[m].a, sheet.waiting[m].b
    raise NotFound(page.gettext("The latest timetable has no such meeting."))


def _told(page: Page, sheet: Sheet, moved: Moved) -> str:
    """Where the meeting is now, and which other made room."""

    def place(meeting: Meeting) -> dict[str, str]:
        return {
            "who": " – ".join(sheet.names.get(end, end) for end in (meeting.a, meeting.b)),
            "time": sheet.times[meeting.slot],
            "table": sheet.event.tables[meeting.table - 1],
        }

    (_, first), *others = moved.meetings
    text = page.gettext("%(who)s: now at %(time)s, table %(table)s, and locked there.", **place(first))
    for _, other in others:
        text += " " + page.gettext("%(who)s: now at %(time)s, table %(table)s.", **place(other))
    return text


def _seat(before: Meeting | None, after: Meeting, sheet: Sheet) -> dict[str, Any]:
    """Where a meeting is now and was before, for the page's script."""
    return {
        "m": after.id,
        "slot": after.slot,
        "table": after.table,
        "name": sheet.event.tables[after.table - 1],
        "from": [before.slot, before.table] if before else None,
    }


def _meanwhile(page: Page) -> str:
    return page.gettext("Somebody changed the timetable meanwhile. Look at it, then try again.")
