"""Who takes part: a table to search, and one participant to add, change or remove."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Response

from api.web.events.fields import Ticked, Typed
from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.refusals import told
from matcher.domain.events import Event, EventParticipant, Side
from matcher.domain.profiles import LONGEST_ITEM, MAX_ITEMS, Item, Need
from matcher.domain.rows import ParticipantRow
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.people import register, remove_person

router = APIRouter()
PAGE = 100
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}")


@router.get("/events/{event_id}/people")
def people(page: EventsPage, event_id: str, q: str = "", start: int = 0) -> Response:
    """The participants whose name or organisation holds all words looked for."""
    _, everyone = find_event(event_id, page.app.store)
    words = fold_text(q).split()
    found = [one for one in everyone if all(word in _searched(one) for word in words)]
    start = max(0, start)
    address = f"/events/{event_id}/people"
    return page.render(
        "events/people.html",
        step="participants",
        q=q,
        everyone=len(everyone),
        found=found[start : start + PAGE],
        count=len(found),
        earlier=page.url(address, q=q, start=max(0, start - PAGE) or None) if start else None,
        later=page.url(address, q=q, start=start + PAGE) if start + PAGE < len(found) else None,
        **event_frame(page, event_id),
    )


@router.get("/events/{event_id}/people/new")
def new_person(page: EventsPage, event_id: str) -> Response:
    """Ask for a participant."""
    return _shown(page, event_id, PersonForm(), None)


@router.post("/events/{event_id}/people/new")
def add_person(page: EventsPage, event_id: str, typed: Typed, ticked: Ticked) -> Response:
    """Add a participant."""
    return _kept(page, event_id, PersonForm.read(typed, ticked.get("away", [])), None)


@router.get("/events/{event_id}/people/{person_id}")
def person(page: EventsPage, event_id: str, person_id: str) -> Response:
    """A participant as a form."""
    known = _existing(page, event_id, person_id)
    with page.app.store.unit_of_work() as unit:
        email = unit.events.emails(event_id).get(person_id, "")
    return _shown(page, event_id, PersonForm.of(known, email), known)


@router.post("/events/{event_id}/people/{person_id}")
def change_person(page: EventsPage, event_id: str, person_id: str, typed: Typed, ticked: Ticked) -> Response:
    """Change a participant."""
    known = _existing(page, event_id, person_id)
    return _kept(page, event_id, PersonForm.read(typed, ticked.get("away", [])), known)


@router.post("/events/{event_id}/people/{person_id}/remove")
def remove(page: EventsPage, event_id: str, person_id: str) -> Response:
    """Remove a participant with the pairs it is in."""
    known = _existing(page, event_id, person_id)
    remove_person(event_id, person_id, page.app.store)
    return page.redirect(f"/events/{event_id}/people", notice=page.gettext("%(person)s is removed.", person=known.name))


@dataclass
class PersonForm:
    """A participant as it is typed, and by field what is wrong; `away` are slots."""

    name: str = ""
    organisation: str = ""
    side: str = ""
    quota: str = ""
    language: str = ""
    periphery: str = ""
    profile_id: str = ""
    email: str = ""
    offers: str = ""
    seeks: str = ""
    away: frozenset[int] = frozenset()
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, typed: Mapping[str, str], away: Sequence[str]) -> PersonForm:
        """The form as it was sent."""
        names = cls.__dataclass_fields__.keys() - {"away", "problems"}
        texts: dict[str, Any] = {name: typed.get(name, "").strip() for name in names}
        return cls(**texts, away=frozenset(int(slot) for slot in away if slot.isdecimal()))

    @classmethod
    def of(cls, known: EventParticipant, email: str) -> PersonForm:
        """The form that a participant would be typed as."""
        return cls(
            name=known.name,
            organisation=known.organisation or "",
            side=known.side or "",
            quota="" if known.quota is None else str(known.quota),
            language=known.language or "",
            periphery={None: "", True: "yes", False: "no"}[known.periphery],
            profile_id=known.profile_id or "",
            email=email,
            offers="\n".join(item.text for item in known.offers),
            seeks="\n".join(item.text for item in known.seeks),
            away=known.unavailable,
        )

    def participant(self, page: Page, event: Event, known: EventParticipant | None, new_id: str) -> EventParticipant:
        """The participant; what is wrong is in `problems` then."""
        if not self.name and not self.organisation:
            self.problems["name"] = page.gettext("Write a name, or an organisation.")
        if self.quota and not (self.quota.isdecimal() and 1 <= int(self.quota) <= 500):
            self.problems["quota"] = page.gettext("Write how many meetings: a number, 1 or more.")
        if self.email and not _ADDRESS.fullmatch(self.email):
            self.problems["email"] = page.gettext("Write an address such as name@example.org.")
        if self.profile_id and not _ID.fullmatch(self.profile_id):
            self.problems["profile_id"] = page.gettext("An id has letters, digits and . _ : @ - only.")
        for name in ("offers", "seeks"):
            lines = getattr(self, name).splitlines()
            if len(lines) > MAX_ITEMS or any(len(line) > LONGEST_ITEM for line in lines):
                self.problems[name] = page.gettext(
                    "Write at most %(lines)s lines of %(letters)s characters.", lines=MAX_ITEMS, letters=LONGEST_ITEM
                )
        return EventParticipant(
            id=known.id if known else new_id,
            name=self.name or self.organisation,
            organisation=self.organisation or None,
            profile_id=self.profile_id or None,
            side=Side(self.side) if self.side in list(Side) else None,
            quota=int(self.quota) if self.quota and "quota" not in self.problems else None,
            unavailable=frozenset(slot for slot in self.away if 1 <= slot <= len(event.meeting_slots)),
            language=self.language if self.language in ("it", "en") else None,
            periphery={"yes": True, "no": False}.get(self.periphery),
            offers=_items(self.offers, known.offers if known else ()),
            seeks=_items(self.seeks, known.seeks if known else ()),
        )


def _kept(page: Page, event_id: str, form: PersonForm, known: EventParticipant | None) -> Response:
    event, everyone = find_event(event_id, page.app.store)
    taken = {one.id for one in everyone}
    wanted = form.participant(page, event, known, _free_id(form, taken))
    if not form.problems:
        try:
            row = ParticipantRow(1, wanted, form.email or None)
            awaited = known is not None and known.profile_id == wanted.profile_id
            annotate = page.app.lexicon.annotate
            register(event_id, [row], store=page.app.store, annotate=annotate, await_profiles=awaited)
        except InvalidInput as error:
            unknown = page.gettext("There is no such profile. Leave it empty, or import the profile first.")
            named = str(error.details.get("field", "name"))
            form.problems[named] = unknown if named == "profile_id" else told(error, page.language)
        else:
            notice = page.gettext("%(person)s is saved.", person=wanted.name)
            return page.redirect(f"/events/{event_id}/people", notice=notice)
    return _shown(page, event_id, form, known, status=422)


def _shown(page: Page, event_id: str, form: PersonForm, known: EventParticipant | None, status: int = 200) -> Response:
    frame = event_frame(page, event_id)
    return page.render("events/person.html", status=status, step="participants", form=form, known=known, **frame)


def _existing(page: Page, event_id: str, person_id: str) -> EventParticipant:
    found = next((one for one in find_event(event_id, page.app.store)[1] if one.id == person_id), None)
    if found is None:
        raise NotFound(f"Nobody has the id '{person_id}' in this event.", field="participant_id", found=person_id)
    return found


def _searched(person: EventParticipant) -> str:
    return fold_text(f"{person.name} {person.organisation or ''} {person.id}")


def _items(text: str, known: Sequence[Item]) -> tuple[Item, ...]:
    """One item a line; what was a must before, in the same words, stays one."""
    musts = {item.text for item in known if item.need is Need.MUST}
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
    return tuple(Item(line, Need.MUST if line in musts else Need.WANT) for line in lines if line)


def _free_id(form: PersonForm, taken: set[str]) -> str:
    words = fold_text(f"{form.name} {form.organisation}")
    made = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:60].strip("-") or "participant"
    number, found = 1, made
    while found in taken:
        number += 1
        found = f"{made}-{number}"
    return found
