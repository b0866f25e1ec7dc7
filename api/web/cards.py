"""A profile as a card: who it is, how well it fits and why. Drawn by `find/_match.html`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.web.page import Page
from api.web.wording import band_name, district_name, evidence_name, role_name
from matcher.domain.matches import Band, Match, Reason
from matcher.domain.profiles import Profile

REASONS_SHOWN = 3
OFFERS_SHOWN = 3
_BARS = {Band.STRONG: 4, Band.GOOD: 3, Band.FAIR: 2, Band.WEAK: 1}


@dataclass(frozen=True, slots=True)
class Pair:
    """One seeks, the other offers: `yours` when it is the reader who seeks.

    `offer` is in runs of (text, whether it is what met the need); `because` says what made the two meet.
    """

    yours: bool
    seek: str
    offer: tuple[tuple[str, bool], ...]
    because: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. `band` is (of four bars, in words), None where nothing was asked; `km` None where unknown.

    `pairs` and `unmet` come with a match, `offers` without; `more` is how many offers or pairs there are beyond.
    """

    name: str
    address: str
    role: str
    district: str | None
    km: float | None
    synthetic: bool
    band: tuple[int, str] | None
    one_way: bool
    pairs: tuple[Pair, ...]
    unmet: tuple[str, ...]
    offers: tuple[str, ...]
    more: int


def card_of(
    page: Page, profile: Profile, match: Match | None = None, km: float | None = None, *, need: str = ""
) -> Card:
    """The card of a profile, with the reasons of a match where there is one.

    `need` is the sentence that asked, if one did: it goes along to the profile's page, and since it tells nothing of
    what its writer offers, that interest is known one way is no news.
    """
    pairs = tuple(_pair(page, reason) for reason in match.reasons) if match else ()
    offers = () if match else tuple(item.text for item in profile.offers)
    return Card(
        name=profile.name,
        address=page.url(f"/profiles/{profile.id}", need=need),
        role=role_name(page, profile),
        district=district_name(page, profile),
        km=km,
        synthetic=profile.provenance.get("synthetic") == "true",
        band=(_BARS[match.band], band_name(page, match.band)) if match else None,
        one_way=match is not None and match.one_way and not need,
        pairs=pairs[:REASONS_SHOWN],
        unmet=tuple(unmet.seek for unmet in match.unmet if unmet.way == "to") if match else (),
        offers=offers[:OFFERS_SHOWN],
        more=max(0, len(pairs) - REASONS_SHOWN) + max(0, len(offers) - OFFERS_SHOWN),
    )


def runs(text: str, words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The text in runs of (text, whether it is one of the words), which may overlap; joined they are the text."""
    marked = [False] * len(text)
    for word in words:
        start = text.find(word) if word else -1
        while start >= 0:
            marked[start : start + len(word)] = [True] * len(word)
            start = text.find(word, start + len(word))
    found: list[tuple[str, bool]] = []
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or marked[end] != marked[begin]:
            found.append((text[begin:end], marked[begin]))
            begin = end
    return tuple(found)


def _pair(page: Page, reason: Reason) -> Pair:
    return Pair(
        yours=reason.way == "to",
        seek=reason.seek,
        offer=runs(reason.offer, reason.words),
        because=evidence_name(page, reason.kind),
    )
