"""Why no timetable can be made and what helps: kept with the job that found it, and told to the organiser."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from matcher.domain.events import Event, EventParticipant
from matcher.domain.jobs import Job
from matcher.domain.schedules import Explanation, Remedy
from matcher.errors import InvalidInput
from matcher.ports import Store
from matcher.scheduling.wording import remedy_sentence, sentence
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.solvers import Two


def explanation_data(explanation: Iterable[Explanation], pairs: Mapping[str, Two]) -> dict[str, Any]:
    """Causes with what helps, and which two meet in the meetings that these name, of `pairs` by meeting."""
    causes = [_cause_data(cause) for cause in explanation]
    named = {meeting for cause in causes for meeting in _meetings(cause)}
    return {"explanation": causes, "pairs": {name: list(pairs[name]) for name in sorted(named & pairs.keys())}}


def told(job: Job, store: Store, language: str | None = None) -> Mapping[str, Any] | None:
    """What came of a job, each cause and what helps as a sentence too, by default in the event's language."""
    if job.result is None or not job.result.get("explanation"):
        return job.result
    with store.unit_of_work() as unit:
        saying = _Saying(existing_event(unit, job.event), unit.events.participants(job.event), job, language)
    return {**job.result, "explanation": [saying.cause(cause) for cause in _causes(job)]}


def remedies_of(job: Job) -> tuple[Remedy, ...]:
    """All that helps, in the order in which it is told."""
    return tuple(remedy for cause in _causes(job) for remedy in cause.remedies)


def remedies_told(event_id: str, store: Store, numbers: Collection[int]) -> tuple[Remedy, ...]:
    """What the event's last job told to help, by the numbers from 1 in the order in which it was told.

    Raises:
        NotFound: there is no such event.
        InvalidInput: the job told no such number.
    """
    with store.unit_of_work() as unit:
        existing_event(unit, event_id)
        jobs = unit.jobs.of_event(event_id)
    told = remedies_of(jobs[0]) if jobs else ()
    for number in numbers:
        if not 1 <= number <= len(told):
            has = f"told {len(told)}, numbered from 1" if told else "told none"
            raise InvalidInput(
                f"There is no change with the number {number}: the last attempt {has}.", field="apply", found=number
            )
    return tuple(told[number - 1] for number in numbers)


def clock_times(event: Event) -> dict[int, str]:
    """When each slot for meetings begins as clocks show it, with the day where the event has several."""
    several_days = len({slot.start.date() for slot in event.meeting_slots}) > 1
    clock = "%d/%m %H:%M" if several_days else "%H:%M"
    return {number: f"{slot.start:{clock}}" for number, slot in enumerate(event.meeting_slots, 1)}


class _Saying:
    """Sentences about an event: people by name, meetings by who meets, slots by their time."""

    def __init__(self, event: Event, people: Sequence[EventParticipant], job: Job, language: str | None) -> None:
        self._language = language or event.language
        self._names = {person.id: person.name for person in people}
        self._pairs: dict[str, Two] = {name: (a, b) for name, (a, b) in _mapping(job, "pairs").items()}
        self._times = clock_times(event)

    def cause(self, cause: Explanation) -> dict[str, Any]:
        said = sentence(cause, self._names, self._language, pairs=self._pairs, times=self._times)
        remedies = [_remedy_data(remedy) | {"sentence": self._remedy(remedy)} for remedy in cause.remedies]
        return _cause_data(cause) | {"sentence": said, "remedies": remedies}

    def _remedy(self, remedy: Remedy) -> str:
        return remedy_sentence(remedy, self._names, self._language, pairs=self._pairs, times=self._times)


def _cause_data(cause: Explanation) -> dict[str, Any]:
    return {
        "code": cause.code,
        "values": dict(cause.values),
        "participants": list(cause.participants),
        "meetings": list(cause.meetings),
        "slots": list(cause.slots),
        "remedies": [_remedy_data(remedy) for remedy in cause.remedies],
    }


def _remedy_data(remedy: Remedy) -> dict[str, Any]:
    return {"code": remedy.code, "values": dict(remedy.values)}


def _meetings(cause: Mapping[str, Any]) -> set[str]:
    """The meetings that a cause, its rules and its remedies name."""
    values = [remedy["values"] for remedy in cause["remedies"]]
    of_remedies = {name for one in values for name in (*one.get("meetings", ()), one.get("meeting"))}
    of_rules = {rule[end] for rule in cause["values"].get("rules", ()) for end in ("subject", "after")}
    return {*cause["meetings"], *of_remedies, *of_rules} - {None}


def _causes(job: Job) -> list[Explanation]:
    result = job.result or {}
    found = result.get("explanation")
    return [
        Explanation(
            code=one["code"],
            values=one["values"],
            participants=tuple(one["participants"]),
            meetings=tuple(one["meetings"]),
            slots=tuple(one["slots"]),
            remedies=tuple(Remedy(remedy["code"], remedy["values"]) for remedy in one["remedies"]),
        )
        for one in (found if isinstance(found, list) else [])
    ]


def _mapping(job: Job, name: str) -> Mapping[str, Any]:
    found = (job.result or {}).get(name)
    return found if isinstance(found, Mapping) else {}
