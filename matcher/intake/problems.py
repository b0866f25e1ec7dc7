"""What is wrong with a row or a file, as codes and facts, and as sentences in Italian or English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from matcher.domain.rows import RowError, RowWarning
from matcher.errors import InvalidInput
from matcher.intake.file_messages import FILE_MESSAGES, NOTES, THINGS
from matcher.intake.row_messages import ERRORS, FRAMES, WARNINGS

LANGUAGES = ("en", "it")
SHOWN = 120
"""Characters of what was found that a message repeats."""


class Problem(NamedTuple):
    """One thing wrong in a row, before it is put in words."""

    code: str
    column: str
    found: str
    facts: Mapping[str, object] = {}


class BadValue(ValueError):
    """A cell that cannot be read; `facts` fill the blanks of the message that `code` names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def row_error(problem: Problem, line: int, language: str) -> RowError:
    """The problem as an error of the row at `line`."""
    expected, remedy = ERRORS[problem.code][language]
    return RowError(
        line=line,
        column=problem.column,
        found=_shortened(problem.found),
        expected=expected.format(**problem.facts),
        remedy=remedy.format(**problem.facts),
        code=problem.code,
    )


def row_warning(problem: Problem, line: int, language: str) -> RowWarning:
    """The problem as a warning about the row at `line`."""
    message = WARNINGS[problem.code][language].format(**problem.facts)
    return RowWarning(line, problem.column, _shortened(problem.found), message, problem.code)


def describe(issue: RowError | RowWarning, language: str = "en") -> str:
    """One line of a report: where, what was found, and how to mend it.

    The issue's own words are in the language that it was read with; `language` is that of the words around them.
    """
    frame = FRAMES[language]
    where = frame["line"].format(line=issue.line)
    if issue.column:
        where += frame["column"].format(column=issue.column)
    return f"{where}: {explain(issue, language)}"


def explain(issue: RowError | RowWarning, language: str = "en") -> str:
    """What was found and how to mend it, without the place."""
    frame = FRAMES[language]
    found = frame["found"].format(found=issue.found) if issue.found else frame["nothing"]
    if isinstance(issue, RowWarning):
        return f"{found}; {issue.message}"
    return frame["error"].format(found=found, expected=issue.expected, remedy=issue.remedy)


def file_error(code: str, language: str, **facts: object) -> InvalidInput:
    """The error for a file that cannot be read at all; its `details` hold the code and the facts."""
    return InvalidInput(FILE_MESSAGES[code][language].format(**facts), code=code, **facts)


def not_a_table(thing: str, name: str, language: str) -> InvalidInput:
    """The error for a file of another sort, such as an image."""
    what, remedy = THINGS[thing][language]
    message = FILE_MESSAGES["not-a-table"][language].format(name=name, what=what, remedy=remedy)
    return InvalidInput(message, code="not-a-table", found=thing)


def note(code: str, language: str, **facts: object) -> str:
    """A sentence on how a file was read."""
    return NOTES[code][language].format(**facts)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
