"""Which of many profiles are scored: those that promise most."""

from __future__ import annotations

from datetime import date
from functools import partial

from matcher.domain.matches import Direction, MatchRequest
from matcher.engine.assessment import Stated
from matcher.engine.candidates import Promise, Search
from matcher.engine.catalogue import Catalogue
from matcher.engine.filtering import where_of
from matcher.engine.shortlist import Shortlister
from matcher.engine.surroundings import Surroundings
from matcher.retrieval.facets import Mask

CANDIDATES = 600
"""Profiles taken for each of the asker's items by skills, and again by words; by vectors half as many."""
SHORTLIST = 150
"""Profiles of those that promise most, which are scored; half as many again as are asked for where that is more."""


def most_promising(
    catalogue: Catalogue, stated: Stated, request: MatchRequest, passing: Mask, today: date
) -> Surroundings:
    """The shortlist among those that pass, bool (p,), as they are on a day, ascending."""
    shown = request.offset + request.k
    where = where_of(request.filters, request.direction)
    search = partial(Search, catalogue.market, model=catalogue.model, passing=passing, where=where)
    offers, seeks = Promise.none(len(stated.seeks)), Promise.none(len(stated.offers))
    if request.direction is not Direction.DEMAND:
        offers = search(side="offers", index=catalogue.offers).promise(stated.seeks, CANDIDATES + shown)
    if request.direction is not Direction.SUPPLY:
        seeks = search(side="seeks", index=catalogue.seeks).promise(stated.offers, CANDIDATES + shown)
    shortlister = Shortlister(catalogue.market, catalogue.model, request.asker, stated, request.direction, today)
    return shortlister.shortlist(offers, seeks, max(SHORTLIST, shown + shown // 2))
