"""What a meeting is worth, in words and in bars."""

from __future__ import annotations

from dataclasses import dataclass

from api.web.page import Page
from api.web.wording import band_name
from matcher.domain.events import Pair, PairReason, PairRule
from matcher.domain.matches import Band
from matcher.scoring.utility import band

_BARS = {Band.STRONG: 4, Band.GOOD: 3, Band.FAIR: 2, Band.WEAK: 1}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A pair as one of the two sees it, and as the other does: how good it is for each, and why.

    `mine` are reasons in which this one seeks, `theirs` those in which the partner does; a fit is (of four bars, word).
    """

    partner: str
    name: str
    organisation: str | None
    pair: Pair
    fit: tuple[int, str]
    fit_mine: tuple[int, str]
    fit_theirs: tuple[int, str]
    mine: tuple[PairReason, ...]
    theirs: tuple[PairReason, ...]

    @property
    def must(self) -> bool:
        """Whether the two must meet."""
        return self.pair.rule is PairRule.MUST


def fit(page: Page, utility: float) -> tuple[int, str]:
    """How good a meeting is: bars of four, and a word."""
    found = band(utility)
    return (_BARS[found], band_name(page, found)) if utility > 0 else (0, page.gettext("No match known"))


def meeting(page: Page, pair: Pair, who: str, name: str, organisation: str | None) -> Meeting:
    """A pair as `who` sees it; `name` and `organisation` are the partner's."""
    mine, theirs = (pair.utility_a, pair.utility_b) if pair.a == who else (pair.utility_b, pair.utility_a)
    return Meeting(
        partner=pair.b if pair.a == who else pair.a,
        name=name,
        organisation=organisation,
        pair=pair,
        fit=fit(page, pair.utility),
        fit_mine=fit(page, mine),
        fit_theirs=fit(page, theirs),
        mine=tuple(reason for reason in pair.reasons if reason.seeker == who),
        theirs=tuple(reason for reason in pair.reasons if reason.seeker != who),
    )
