"""How tables, reasons and versions are put into words, on paper and in files alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from matcher.agenda.programme import Programme
from matcher.agenda.texts import clock, long_date, say
from matcher.domain.events import Meeting, PairReason, VersionState

_NUMBERED = re.compile(r"(?:(?:tavolo|table)\s+)?(\S{1,3})", re.IGNORECASE)


def table_number(name: str) -> str | None:
    """The number or letter in a table's name, such as 7 in "7" and in "Tavolo 7"; None where it has another name."""
    match = _NUMBERED.fullmatch(name)
    return match.group(1) if match else None


def table_label(name: str, language: str) -> str:
    """What a table is called in a sentence: "Tavolo 7" for a table named 7, a longer name as it is."""
    number = table_number(name)
    return say("table_named", language, name=number) if number else name


def reasons_for(meeting: Meeting, viewer: str) -> Sequence[PairReason]:
    """The best one or two reasons to tell the viewer: the first of what they seek, the first of what they offer."""
    own = [reason for reason in meeting.reasons if reason.seeker == viewer]
    others = [reason for reason in meeting.reasons if reason.seeker != viewer]
    return own[:1] + others[:1] if own and others else meeting.reasons[:2]


def reason_parts(reason: PairReason, viewer: str, language: str) -> Sequence[tuple[str, str]]:
    """What one seeks and the other offers, as (label, words) said to the viewer; empty words are left out."""
    seek, offer = ("you_seek", "they_offer") if reason.seeker == viewer else ("they_seek", "you_offer")
    return _said((say(seek, language), reason.seek), (say(offer, language), reason.offer))


def reason_line(reason: PairReason, viewer: str, language: str) -> str:
    """A reason said to the viewer on one line: "Cercate … — offre …"."""
    return _joined(reason_parts(reason, viewer, language))


def reasons_told(ready: Programme, meeting: Meeting, language: str) -> str:
    """All reasons of a meeting on one line, said to a third: "Ada Neri cerca … — Bruno Sala offre …"."""
    lines = []
    for reason in meeting.reasons:
        seeker = ready.participants[meeting.b if reason.seeker == meeting.b else meeting.a]
        seek = (say("seeks", language, name=seeker.name), reason.seek)
        offer = (say("offers", language, name=ready.other(meeting, seeker.id).name), reason.offer)
        lines.append(_joined(_said(seek, offer)))
    return "; ".join(line for line in lines if line)


def version_line(ready: Programme, language: str, made_at: datetime) -> str:
    """Which version a sheet shows and when it was printed, in the event's zone."""
    state = "draft" if ready.version.state is VersionState.DRAFT else "version"
    moment = made_at.astimezone(ready.zone)
    printed = say("printed", language, date=long_date(moment.date(), language), time=clock(moment))
    return f"{say(state, language, number=ready.version.number)} · {printed}"


def _said(*parts: tuple[str, str]) -> Sequence[tuple[str, str]]:
    return [(label, words) for label, words in parts if words]


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return " — ".join(f"{label} {words}" for label, words in parts)
