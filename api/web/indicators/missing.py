"""Skills that meet nothing in a district, as bars and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.insights.districts import CITY, District, Level
from matcher.insights.skills import Balance, Gap, SkillGaps
from matcher.lexicon.annotation import Lexicon

BARS = 12
"""Skills drawn of each list."""
LISTED = 60
"""Skills in the table behind the bars; the file has all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A skill with how many seek (or offer) it in vain; `length` in (0, 100] is relative to the longest."""

    skill: str
    label: str
    profiles: int
    elsewhere: int
    length: float


@dataclass(frozen=True, slots=True)
class Missing:
    """What a district seeks and nobody there offers, and the reverse. `municipio` None stands for the whole city."""

    municipio: int | None
    municipi: tuple[int, ...]
    balance: Balance
    not_offered: tuple[Bar, ...]
    not_sought: tuple[Bar, ...]
    bars: int = BARS


def missing_in(municipio: int | None, gaps: SkillGaps, lexicon: Lexicon, language: str) -> Missing:
    """The gaps of a Municipio; an unknown one, or None, gives those of the city."""
    municipi = tuple(sorted(lexicon.gazetteer.municipi))
    known = municipio if municipio in municipi else None
    district = CITY if known is None else District(Level.MUNICIPIO, known)
    balance = next((one for one in gaps.balances if one.district == district), Balance(district, 0, 0, 0, 0))
    return Missing(
        municipio=known,
        municipi=municipi,
        balance=balance,
        not_offered=_bars([gap for gap in gaps.not_offered if gap.district == district], lexicon, language),
        not_sought=_bars([gap for gap in gaps.not_sought if gap.district == district], lexicon, language),
    )


def _bars(gaps: Sequence[Gap], lexicon: Lexicon, language: str) -> tuple[Bar, ...]:
    longest = max((gap.profiles for gap in gaps), default=1)
    return tuple(
        Bar(
            gap.skill,
            lexicon.skills.label(gap.skill, language),
            gap.profiles,
            gap.elsewhere,
            round(100 * gap.profiles / longest, 1),
        )
        for gap in gaps[:LISTED]
    )
