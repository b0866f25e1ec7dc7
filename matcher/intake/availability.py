"""When a participant can be there, however a registration form wrote it, as numbers of meeting slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time

from matcher.domain.events import Slot
from matcher.intake.folding import fold
from matcher.intake.problems import BadValue

NOON = time(13)
"""Slots that begin earlier are the morning's, where no session bears the name."""

_PARTS = re.compile(r"[,;/|\n]| e | and ")
_NUMBERS = re.compile(r"(?:slots?|fasc[ei]|turn[oi])?\s*(\d{1,3})(?:\s*(?:[-–—]|to|al?)\s*(\d{1,3}))?")
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(rf"(?:(?:dalle|from|ore)\s+)?{_CLOCK}\s*(?:[-–—]|to|alle|a)\s*(?:ore\s+)?{_CLOCK}")
_SINCE = re.compile(
    rf"(?:solo\s+|only\s+)?(?:dalle|da|dopo le|from|after)\s+(?:ore\s+)?{_CLOCK}(?:\s+in poi|\s+onwards)?"
)
_UNTIL = re.compile(
    rf"(?:solo\s+|only\s+)?(?:fino alle|fino a|entro le|prima delle|until|till|before|by)\s+(?:ore\s+)?{_CLOCK}"
)
_MORNING = frozenset({"morning", "mattina", "mattino", "am", "solo mattina", "la mattina", "mornings"})
_AFTERNOON = frozenset({"afternoon", "pomeriggio", "pm", "solo pomeriggio", "il pomeriggio", "afternoons"})
_ALWAYS = frozenset(
    {"all", "tutto", "tutti", "sempre", "always", "all day", "tutto il giorno", "tutta la giornata", "si"}
)


def read_slots(text: str, slots: Sequence[Slot]) -> frozenset[int]:
    """The meeting slots that a text names: "3-5, 7", "9:30-11:00", "dalle 10:30", "mattina", a session's name, "all".

    Hours name the slots that lie wholly within them, on every day of the event.

    Raises:
        BadValue: a part cannot be read, or names no slot there is.
    """
    return frozenset(number for part in _PARTS.split(text.lower()) if part.strip() for number in _named(part, slots))


def _named(part: str, slots: Sequence[Slot]) -> frozenset[int]:
    if match := _NUMBERS.fullmatch(part.strip()):
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(slots):
            raise BadValue("no-such-slot", last=len(slots))
        return frozenset(range(first, last + 1))
    hours = _hours(part.strip())
    found = frozenset(_within(*hours, slots)) if hours else _by_word(fold(part), slots)
    if not found:
        raise BadValue("no-such-slot", last=len(slots))
    return found


def _hours(part: str) -> tuple[time, time] | None:
    if match := _HOURS.fullmatch(part):
        return _clock(match[1], match[2]), _clock(match[3], match[4])
    if match := _SINCE.fullmatch(part):
        return _clock(match[1], match[2]), time.max
    if match := _UNTIL.fullmatch(part):
        return time.min, _clock(match[1], match[2])
    return None


def _clock(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise BadValue("bad-availability") from None


def _within(start: time, end: time, slots: Sequence[Slot]) -> Iterator[int]:
    for number, slot in enumerate(slots, 1):
        if start <= slot.start.time() and slot.end.time() <= end and slot.start.date() == slot.end.date():
            yield number


def _by_word(word: str, slots: Sequence[Slot]) -> frozenset[int]:
    named = frozenset(number for number, slot in enumerate(slots, 1) if slot.session and fold(slot.session) == word)
    if named:
        return named
    early = frozenset(number for number, slot in enumerate(slots, 1) if slot.start.time() < NOON)
    everything = frozenset(range(1, len(slots) + 1))
    for words, meant in ((_MORNING, early), (_AFTERNOON, everything - early), (_ALWAYS, everything)):
        if word in words:
            return meant
    raise BadValue("bad-availability")
