"""The bare scheduling problem as a JSON document, the same from a file and over HTTP."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from matcher.domain.schedules import MeetingRequest, Objective, Participant, SchedulingProblem, Session
from matcher.errors import InvalidInput
from matcher.intake.json_fields import Fields
from matcher.intake.json_text import read_json
from matcher.intake.limits import Limits
from matcher.intake.opening import opened_stream
from matcher.intake.problems import file_error

MOST_SLOTS = 500
MOST_TABLES = 10_000
MOST_PARTICIPANTS = 5_000
MOST_MEETINGS = 20_000
TIME_LIMIT_S = 120.0
LONGEST_TIME_LIMIT_S = 3600.0
LARGEST_SEED = 2**31 - 1

_PROBLEM = (
    "slots", "morning_slots", "tables", "fairness", "participants", "meetings", "objective", "time_limit_s", "seed",
)  # fmt: skip
_PARTICIPANT = ("id", "unavailable")
_MEETING = ("id", "a", "b", "session", "slot", "after")


@dataclass(frozen=True, slots=True)
class SchedulingRequest:
    """A problem, for how many seconds its answer is searched at most, and the seed of the search."""

    problem: SchedulingProblem
    time_limit_s: float = TIME_LIMIT_S
    seed: int = 0


def read_text_file(source: Path | BinaryIO, name: str | None = None) -> tuple[bytes, str]:
    """The bytes of a path or a stream, and what messages call them.

    Raises:
        InvalidInput: there is no such file, or it is too big.
    """
    most = Limits().size
    with opened_stream(source, name, "en") as (stream, called):
        data = stream.read(most + 1)
    if len(data) > most:
        raise file_error("too-big", "en", name=called, size=f"over {most / 2**20:g}", limit=f"{most / 2**20:g}")
    return data, called


def read_problem_file(source: Path | BinaryIO, name: str | None = None) -> SchedulingRequest:
    """The problem that a JSON file or stream holds.

    Raises:
        InvalidInput: it cannot be read, or breaks a rule of the document.
    """
    return read_problem(read_json(*read_text_file(source, name)))


def read_problem(document: Any) -> SchedulingRequest:  # noqa: ANN401 -- whatever the JSON holds
    """The problem that a JSON value stands for.

    A problem that has no answer is none of this function's business: the solver says why.

    Raises:
        InvalidInput: a member is missing, misspelt, out of bounds or names what is not there.
    """
    top = Fields(document, "", _PROBLEM)
    slots = top.whole("slots", 1, MOST_SLOTS)
    participants = tuple(
        Participant(one.text("id"), one.numbers("unavailable", 1, slots))
        for one in top.objects("participants", _PARTICIPANT, MOST_PARTICIPANTS)
    )
    _refuse_twice("participants", [one.id for one in participants])
    people = {one.id for one in participants}
    meetings = tuple(_meeting(one, slots, people) for one in top.objects("meetings", _MEETING, MOST_MEETINGS))
    _refuse_twice("meetings", [one.id for one in meetings])
    _refuse_unknown_order(meetings)
    sessions = [(place, one) for place, one in enumerate(meetings) if one.session is not Session.ANY]
    if sessions and not top.has("morning_slots"):
        place, meeting = sessions[0]
        raise InvalidInput(
            f"meetings.{place}.session is '{meeting.session}', but how many slots the morning has is not said. Add "
            "'morning_slots', the number of the last morning slot.",
            field="morning_slots",
        )
    problem = SchedulingProblem(
        slots=slots,
        tables=top.whole("tables", 1, MOST_TABLES),
        participants=participants,
        meetings=meetings,
        morning_slots=top.whole("morning_slots", 0, slots, default=0),
        fairness=top.whole("fairness", 0, MOST_SLOTS) if top.has("fairness") else None,
        objective=top.choice("objective", Objective, Objective.BREAKS),
    )
    return SchedulingRequest(
        problem,
        top.seconds("time_limit_s", LONGEST_TIME_LIMIT_S, TIME_LIMIT_S),
        top.whole("seed", 0, LARGEST_SEED, default=0),
    )


def _meeting(fields: Fields, slots: int, people: Collection[str]) -> MeetingRequest:
    a, b = fields.text("a"), fields.text("b")
    for name, person in (("a", a), ("b", b)):
        if person not in people:
            fields.refuse(name, "should be the id of a participant. Add who is missing to 'participants'", person)
    if a == b:
        fields.refuse("b", "should be somebody else than 'a': nobody meets themselves", b)
    return MeetingRequest(
        fields.text("id"),
        a,
        b,
        fields.choice("session", Session, Session.ANY),
        fields.whole("slot", 1, slots) if fields.has("slot") else None,
        fields.texts("after", MOST_MEETINGS),
    )


def _refuse_twice(what: str, ids: list[str]) -> None:
    places: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name in places:
            raise InvalidInput(
                f"{what}.{place}.id is '{name}', which is the id of {what}.{places[name]} already. Give each its own.",
                field=f"{what}.{place}.id",
                found=name,
            )
        places[name] = place


def _refuse_unknown_order(meetings: tuple[MeetingRequest, ...]) -> None:
    ids = {one.id for one in meetings}
    for place, meeting in enumerate(meetings):
        for before in meeting.after:
            where = f"meetings.{place}.after"
            if before not in ids:
                raise InvalidInput(
                    f"{where} names '{before}', which is the id of no meeting. Correct it, or leave it out.",
                    field=where,
                    found=before,
                )
            if before == meeting.id:
                raise InvalidInput(
                    f"{where} names its own meeting '{before}', which cannot come after itself. Leave it out.",
                    field=where,
                    found=before,
                )
