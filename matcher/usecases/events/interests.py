"""Interests that were given for an event, in place of what profiles say: a table of scores, or wish lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.domain.events import EventParticipant, Interest
from matcher.domain.rows import InterestRow, RowError
from matcher.errors import InvalidInput
from matcher.lexicon.normalisation import fold_text
from matcher.ports import Store
from matcher.usecases.events.keeping import existing_event

Score = tuple[str, str, float]
"""Who scores, who is scored, and how much: 0 or more."""
Wishes = tuple[str, Sequence[str]]
"""Who wishes, and whom to meet, the most wanted first."""


def give_scores(event_id: str, scores: Sequence[Score], store: Store) -> int:
    """Take scores as interests, divided by the greatest where that is above 1; how many there are then.

    No scores take all interests away, so that profiles decide again. Participants are named by id, or by name.

    Raises:
        NotFound: there is no such event.
        InvalidInput: somebody is unknown or ambiguous, or a score is negative; nothing is changed.
    """
    negative = next((score for score in scores if not score[2] >= 0), None)
    if negative is not None:
        raise InvalidInput(
            f"The score of {negative[0]} for {negative[1]} is {negative[2]}: write 0 or more.", field="scores"
        )
    greatest = max([1.0, *(value for _, _, value in scores)])
    return _keep(event_id, ((seeker, sought, value / greatest) for seeker, sought, value in scores), store)


def give_wishes(event_id: str, wishes: Sequence[Wishes], store: Store) -> int:
    """Take wish lists as interests: of n wishes the first counts 1, the last 1/n; how many interests there are then.

    Raises:
        NotFound: there is no such event.
        InvalidInput: somebody is unknown or ambiguous; nothing is changed.
    """
    ranked = (
        (seeker, sought, 1 - rank / len(wanted)) for seeker, wanted in wishes for rank, sought in enumerate(wanted)
    )
    return _keep(event_id, ranked, store)


@dataclass(frozen=True, slots=True)
class InterestReport:
    """How many interests an event has by a file, and what was wrong with the rows that were not taken."""

    interests: int
    errors: tuple[RowError, ...] = ()


def give_read(event_id: str, rows: Sequence[InterestRow | RowError], store: Store) -> InterestReport:
    """Take the good rows of a file as interests: scores where it has any, else wish lists.

    Raises:
        NotFound: there is no such event.
        InvalidInput: somebody is unknown or ambiguous, or there is no good row; nothing is changed.
    """
    good = [row for row in rows if isinstance(row, InterestRow)]
    errors = tuple(row for row in rows if isinstance(row, RowError))
    if not good:
        raise InvalidInput("The file has no good row: no interest was taken.", rejected=len(errors))
    scores = [(row.seeker, row.wanted[0], row.score) for row in good if row.score is not None]
    if scores:
        return InterestReport(give_scores(event_id, scores, store), errors)
    return InterestReport(give_wishes(event_id, [(row.seeker, row.wanted) for row in good], store), errors)


def _keep(event_id: str, values: Iterable[Score], store: Store) -> int:
    with store.unit_of_work(write=True) as unit:
        existing_event(unit, event_id)
        naming = _Naming(unit.events.participants(event_id))
        interests = [Interest(naming.id_of(seeker), naming.id_of(sought), value) for seeker, sought, value in values]
        unit.events.put_interests(event_id, interests)
        unit.commit()
        return len(unit.events.interests(event_id))


class _Naming:
    """Participants by id, by name, or by organisation where one alone comes from it."""

    def __init__(self, people: Sequence[EventParticipant]) -> None:
        self._ids = {person.id for person in people}
        self._named: dict[str, set[str]] = {}
        for person in people:
            for name in {fold_text(person.name), fold_text(person.organisation or "")} - {""}:
                self._named.setdefault(name, set()).add(person.id)

    def id_of(self, name: str) -> str:
        """The id of the one participant meant."""
        if name in self._ids:
            return name
        found = self._named.get(fold_text(name), set())
        if len(found) != 1:
            known = "Several participants are" if found else "No participant of this event is"
            raise InvalidInput(f"{known} called '{name}'. Write the participant's id.", field="participant", found=name)
        return next(iter(found))
