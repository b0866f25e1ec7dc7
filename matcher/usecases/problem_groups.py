"""The problems of an import, put together by what mends them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.domain.rows import RowError, RowWarning


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found and the numbers of the rows that hold it, ascending; `advice` is how to mend it, if told."""

    found: str
    lines: tuple[int, ...]
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column, "" for the whole row.

    `expected` says what should stand there, or of a doubt what it is. `advice` is common to all findings; otherwise
    each has its own. `count` counts problems.
    """

    column: str
    code: str
    expected: str
    advice: str
    count: int
    findings: tuple[Finding, ...]


def group_errors(errors: Iterable[RowError]) -> tuple[ProblemGroup, ...]:
    """Errors in groups of the same column, kind and expectation, the largest first."""
    return _grouped((one.column, one.code, one.expected, one.found, one.remedy, one.line) for one in errors)


def group_warnings(warnings: Iterable[RowWarning]) -> tuple[ProblemGroup, ...]:
    """Doubts in groups of the same column and kind, the largest first."""
    return _grouped((one.column, one.code, one.message, one.found, "", one.line) for one in warnings)


def _grouped(problems: Iterable[tuple[str, str, str, str, str, int]]) -> tuple[ProblemGroup, ...]:
    groups: dict[tuple[str, str, str], dict[tuple[str, str], list[int]]] = {}
    for column, code, expected, found, remedy, line in problems:
        groups.setdefault((column, code, expected), {}).setdefault((found, remedy), []).append(line)
    made = [_group(*key, findings) for key, findings in groups.items()]
    return tuple(sorted(made, key=lambda group: -group.count))


def _group(column: str, code: str, expected: str, findings: dict[tuple[str, str], list[int]]) -> ProblemGroup:
    remedies = {remedy for _, remedy in findings}
    common = remedies.pop() if len(remedies) == 1 else ""
    told = [
        Finding(found, tuple(sorted(set(lines))), "" if common else remedy)
        for (found, remedy), lines in findings.items()
    ]
    told.sort(key=lambda finding: (-len(finding.lines), finding.lines))
    return ProblemGroup(column, code, expected, common, sum(map(len, findings.values())), tuple(told))
