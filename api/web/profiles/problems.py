"""What is wrong with a field of a form, in words for somebody who sees the field."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.page import Page
from matcher.domain.rows import RowError, RowWarning


def in_words(page: Page, problems: Mapping[str, RowError | RowWarning]) -> dict[str, str]:
    """What is wrong with each field, by its name."""
    return {name: _sentence(page, problem) for name, problem in problems.items()}


def _sentence(page: Page, problem: RowError | RowWarning) -> str:
    known = {
        "missing-name": page.gettext("Write the name of the person, workshop or organisation."),
        "nothing-to-match": page.gettext("Write at least one thing that is offered or sought, or a description."),
        "bad-kind": page.gettext("Choose what this is."),
        "assumed-type": page.gettext("Choose a type of organisation."),
        "bad-type": page.gettext("Choose a type of organisation."),
        "bad-id": page.gettext("Use letters without accents, digits and . _ : @ -, beginning with a letter or digit."),
        "bad-cap": page.gettext("Write the postcode's five digits, such as 20121."),
        "bad-number": page.gettext("Write a whole number of 1 or more."),
        "run-order": page.gettext("The largest order is smaller than the smallest: swap or correct them."),
        "bad-days": page.gettext("Write a number of days up to 3650, or “2 weeks”."),
        "bad-date": page.gettext("Write a day such as 31/03/2026."),
        "bad-email": page.gettext("Write one e-mail address, such as name@example.org."),
        "bad-phone": page.gettext("Write a telephone number with all its digits."),
        "unusable-website": page.gettext("Write a web address, such as www.example.org."),
        "unknown-language": page.gettext(
            "“%(found)s” is not a language that is known: write its name in full, such as “French”.",
            found=problem.found,
        ),
        "unknown-district": page.gettext(
            "No neighbourhood is called “%(found)s”: choose one of those suggested.", found=problem.found
        ),
    }
    if problem.code in known:
        return known[problem.code]
    if isinstance(problem, RowWarning):
        return problem.message
    return page.gettext("Expected: %(expected)s. %(remedy)s", expected=problem.expected, remedy=problem.remedy)
