"""Rows of an imported file: a profile read, or what keeps it from being one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.domain.events import EventParticipant
from matcher.domain.profiles import Contacts, Profile


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was not taken, in words that its author can act on; one row may have several, which come together.

    `line` counts from 1 (a line of text, or a row of a sheet); `column` is the header as the file spells it, or "" when
    the whole row is meant. `code` names the sort of problem, the same in every language.
    """

    line: int
    column: str
    found: str
    expected: str
    remedy: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class RowWarning:
    """Something doubtful in a row that was taken all the same."""

    line: int
    column: str
    found: str
    message: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A good row; `contacts` is None where the file says nothing of them."""

    line: int
    profile: Profile
    contacts: Contacts | None = None
    warnings: tuple[RowWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A good row of a registration file; `email` is None where the row gives none."""

    line: int
    participant: EventParticipant
    email: str | None = None
    warnings: tuple[RowWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Whom somebody would like to meet, by id or name, the most wanted first, or one of them with a `score`."""

    line: int
    seeker: str
    wanted: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How a file was read.

    `columns` maps each header that was used to the field it feeds; `ignored` are the other headers. `notes` say what
    was assumed.
    """

    format: str
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
