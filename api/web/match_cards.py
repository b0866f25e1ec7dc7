"""Matches as cards: who, how well, and why, in two columns of who seeks what the other offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.web.page import Page
from api.web.words import band_name, district_name, what_it_is
from matcher.domain.matches import Band, Match, Reason
from matcher.domain.profiles import Profile

_TONES = {Band.STRONG: "good", Band.GOOD: "accent", Band.FAIR: "plain", Band.WEAK: "plain"}


@dataclass(frozen=True, slots=True)
class ShownReason:
    """Something sought and what is offered for it, in parts of which some are the words that met the need."""

    seek: str
    offer: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A match as shown: `sought` are the asker's needs that it meets, `wanted` its own that the asker meets."""

    profile: Profile
    what: str
    district: str | None
    km: float | None
    band: str
    tone: str
    sought: tuple[ShownReason, ...]
    wanted: tuple[ShownReason, ...]
    unmet: tuple[str, ...]


def card(page: Page, match: Match) -> Card:
    """A match as its card shows it."""
    return Card(
        profile=match.profile,
        what=what_it_is(page, match.profile),
        district=district_name(page, match.profile),
        km=match.context.distance_km,
        band=band_name(page, match.band),
        tone=_TONES[match.band],
        sought=_shown(match.reasons, "to"),
        wanted=_shown(match.reasons, "from"),
        unmet=tuple(unmet.seek for unmet in match.unmet if unmet.way == "to"),
    )


def marked(text: str, words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """A text in parts that make it up again; True goes with the parts that are among `words`."""
    spans = sorted(_spans(text, words))
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        parts += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(part for part in [*parts, (text[done:], False)] if part[0])


def _spans(text: str, words: Iterable[str]) -> Iterable[tuple[int, int]]:
    for word in words:
        start = text.find(word)
        if word and start >= 0:
            yield start, start + len(word)


def _shown(reasons: Iterable[Reason], way: str) -> tuple[ShownReason, ...]:
    return tuple(ShownReason(one.seek, marked(one.offer, one.words)) for one in reasons if one.way == way)
