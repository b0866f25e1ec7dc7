"""What is wrong with a row or a file, as codes and facts, and put in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from matcher.domain.rows import RowError, RowWarning
from matcher.errors import InvalidInput
from matcher.intake.messages import expected_and_remedy, frame, sentence, what_and_remedy

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
    expected, remedy = expected_and_remedy(problem.code, language)
    facts = _facts(problem, language)
    return RowError(
        line=line,
        column=problem.column,
        found=_shortened(problem.found),
        expected=expected.format(**facts),
        remedy=remedy.format(**facts),
        code=problem.code,
    )


def row_warning(problem: Problem, line: int, language: str) -> RowWarning:
    """The problem as a warning about the row at `line`."""
    message = sentence("warnings", problem.code, language).format(**_facts(problem, language))
    return RowWarning(line, problem.column, _shortened(problem.found), message, problem.code)


def describe(issue: RowError | RowWarning, language: str = "en") -> str:
    """One line of a report: where, what was found, and how to mend it.

    The issue's own words are in the language that it was read with; `language` is that of the words around them.
    """
    where = frame("line", language).format(line=issue.line)
    if issue.column:
        where += frame("column", language).format(column=issue.column)
    return f"{where}: {explain(issue, language)}"


def explain(issue: RowError | RowWarning, language: str = "en") -> str:
    """What was found and how to mend it, without the place."""
    found = frame("found", language).format(found=issue.found) if issue.found else frame("nothing", language)
    if isinstance(issue, RowWarning):
        return f"{found}. {issue.message}"
    return frame("error", language).format(found=found, expected=issue.expected, remedy=issue.remedy)


def file_error(code: str, language: str, **facts: object) -> InvalidInput:
    """The error for a file that cannot be read at all; its `details` hold the code and the facts."""
    return InvalidInput(sentence("files", code, language).format(**facts), code=code, **facts)


def not_a_table(thing: str, name: str, language: str) -> InvalidInput:
    """The error for a file of another sort, such as an image."""
    what, remedy = what_and_remedy(thing, language)
    return file_error("not-a-table", language, name=name, what=what, remedy=remedy)


def note(code: str, language: str, **facts: object) -> str:
    """A sentence on how a file was read."""
    return sentence("notes", code, language).format(**facts)


def _facts(problem: Problem, language: str) -> dict[str, object]:
    """The problem's facts, what is nearest to the value found put as a question."""
    facts = dict(problem.facts)
    if facts.get("nearest"):
        facts["nearest"] = frame("nearest", language).format(nearest=facts["nearest"])
    return facts


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
