"""What an organiser says is new on the day, as it was typed and as it is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from api.web.page import Page
from matcher.domain.events import Event, EventParticipant, Side
from matcher.domain.profiles import Item
from matcher.intake.items import offered_items, sought_items
from matcher.intake.limits import Limits
from matcher.intake.problems import BadValue
from matcher.intake.profile_rows import made_id
from matcher.lexicon.normalisation import fold_text
from matcher.usecases.events.arriving import Arrival
from matcher.usecases.events.changes import DayChanges


class DayForm(BaseModel):
    """The fields as they were sent: people by name, slots by number; those for several people have as many values."""

    version: int = 0
    first_slot: int = 1
    absent: list[str] = []
    back: list[str] = []
    late_who: list[str] = []
    late_slot: list[int] = []
    away_who: list[str] = []
    away_from: list[int] = []
    away_to: list[int] = []
    new_name: str = Field("", max_length=300)
    new_organisation: str = Field("", max_length=300)
    new_side: str = ""
    new_quota: str = ""
    new_email: str = Field("", max_length=320)
    new_offers: str = Field("", max_length=5000)
    new_seeks: str = Field("", max_length=5000)
    moves: int = Field(5, ge=0, le=1000)
    refill: bool = False


@dataclass(slots=True)
class Reading:
    """What the fields mean, and by field what is wrong with them."""

    changes: DayChanges = field(default_factory=DayChanges)
    arrivals: list[Arrival] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        said = self.changes.absent or self.changes.back or self.changes.unavailable
        return not said and not self.arrivals

    @classmethod
    def of(cls, page: Page, event: Event, people: Sequence[EventParticipant], form: DayForm) -> Reading:
        """Read the fields."""
        return _Reader(page, event, people).read(form)


def label(person: EventParticipant) -> str:
    """What somebody is called where people are chosen from: with the organisation, as names may be shared."""
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


class _Reader:
    def __init__(self, page: Page, event: Event, people: Sequence[EventParticipant]) -> None:
        self._page = page
        self._slots = len(event.meeting_slots)
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        for person in people:
            for name in (label(person), person.name, person.id):
                self._ids[fold_text(name)].add(person.id)
        self._reading = Reading()

    def read(self, form: DayForm) -> Reading:
        unavailable: defaultdict[str, set[int]] = defaultdict(set)
        for number, (who, slot) in enumerate(zip(form.late_who, form.late_slot, strict=False), 1):
            for person in self._people([who], f"late-{number}"):
                # Up to and with that slot; what is over is over.
                unavailable[person] |= set(range(max(1, form.first_slot), min(slot, self._slots) + 1))
        spans = zip(form.away_who, form.away_from, form.away_to, strict=False)
        for number, (who, first, last) in enumerate(spans, 1):
            for person in self._people([who], f"away-{number}"):
                unavailable[person] |= set(range(max(1, first), min(last, self._slots) + 1))
                if last < first:
                    self._wrong(f"away-{number}", self._page.gettext("The last hour is before the first. Swap them."))
        self._reading.changes = DayChanges(
            absent=frozenset(self._people(form.absent, "absent")),
            back=frozenset(form.back),
            unavailable={person: frozenset(slots) for person, slots in unavailable.items() if slots},
            first_slot=max(1, min(form.first_slot, self._slots)),
            moves=form.moves,
            refill=form.refill,
        )
        if form.new_name.strip():
            self._arrival(form)
        elif form.new_offers.strip() or form.new_seeks.strip():
            self._wrong("new_name", self._page.gettext("Who has come? Write the name."))
        return self._reading

    def _people(self, names: Iterable[str], place: str) -> list[str]:
        """The ids meant; empty fields are passed over."""
        found: list[str] = []
        for number, name in enumerate(names, 1):
            at = f"{place}-{number}" if place == "absent" else place
            ids = self._ids.get(fold_text(name), set())
            if not name.strip():
                continue
            if len(ids) == 1:
                found += ids
            elif ids:
                self._wrong(
                    at, self._page.gettext("Several are called “%(name)s”: choose one from the list.", name=name)
                )
            else:
                self._wrong(
                    at, self._page.gettext("Nobody here is called “%(name)s”: choose one from the list.", name=name)
                )
        return found

    def _arrival(self, form: DayForm) -> None:
        name, organisation = " ".join(form.new_name.split()), " ".join(form.new_organisation.split())
        quota = form.new_quota.strip()
        if quota and not (quota.isdecimal() and int(quota) >= 1):
            self._wrong("new_quota", self._page.gettext("Write a whole number, 1 or more, or leave it empty."))
            quota = ""
        email = form.new_email.strip()
        if email and ("@" not in email or " " in email):
            self._wrong("new_email", self._page.gettext("This is no e-mail address. Correct it, or leave it empty."))
        offers, seeks = self._items(form.new_offers, "new_offers"), self._items(form.new_seeks, "new_seeks")
        if not offers and not seeks and not self._reading.problems:
            self._wrong("new_offers", self._page.gettext("Write what they offer or seek: meetings are chosen by that."))
        person = EventParticipant(
            id=made_id(name, organisation),
            name=name,
            organisation=organisation or None,
            side=Side(form.new_side) if form.new_side in set(Side) else None,
            quota=int(quota) if quota else None,
            offers=offers,
            seeks=seeks,
        )
        if fold_text(person.id) in self._ids:
            self._wrong("new_name", self._page.gettext("Somebody of this name and organisation is registered already."))
        self._reading.arrivals.append(Arrival(person, email or None))

    def _items(self, text: str, place: str) -> tuple[Item, ...]:
        if not text.strip():
            return ()
        try:
            return (offered_items if place == "new_offers" else sought_items)(text, Limits())
        except BadValue:
            self._wrong(place, self._page.gettext("This is too long, or too many things at once. Write the main ones."))
            return ()

    def _wrong(self, place: str, problem: str) -> None:
        self._reading.problems.setdefault(place, problem)
