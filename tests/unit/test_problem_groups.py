"""Problems of an import are put together by what mends them."""

from __future__ import annotations

from matcher.domain.rows import RowError, RowWarning
from matcher.usecases.problem_groups import Finding, group_errors, group_warnings


def cap(line: int, found: str, remedy: str = "Write five digits.") -> RowError:
    return RowError(line, "CAP", found, "a postcode", remedy, "bad-cap")


def test_the_same_mistake_in_a_column_is_told_once_with_its_rows() -> None:
    (group,) = group_errors([cap(9, "2013"), cap(4, "2013"), cap(7, "abc")])
    assert (group.column, group.expected, group.advice, group.count) == ("CAP", "a postcode", "Write five digits.", 3)
    assert group.findings == (Finding("2013", (4, 9)), Finding("abc", (7,)))


def test_each_finding_has_its_own_advice_where_they_differ() -> None:
    (group,) = group_errors([cap(4, "Brerra", "Did you mean Brera?"), cap(5, "Isolla", "Did you mean Isola?")])
    assert group.advice == ""
    assert [finding.advice for finding in group.findings] == ["Did you mean Brera?", "Did you mean Isola?"]


def test_the_largest_group_comes_first_and_columns_are_apart() -> None:
    name = RowError(2, "Nome", "", "a name", "Write one.", "missing-name")
    groups = group_errors([name, cap(2, "x"), cap(3, "y")])
    assert [(group.column, group.count) for group in groups] == [("CAP", 2), ("Nome", 1)]


def test_doubts_are_grouped_too() -> None:
    (group,) = group_warnings(
        [RowWarning(line, "CAP", "00184", "Not of the city.", "cap-elsewhere") for line in (5, 3)]
    )
    assert (group.expected, group.findings) == ("Not of the city.", (Finding("00184", (3, 5)),))


def test_no_problem_is_no_group() -> None:
    assert group_errors([]) == ()
