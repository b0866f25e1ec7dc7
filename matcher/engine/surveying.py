"""Everyone who is found in an assessment: a page of them, and exact counts over all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matcher.domain.matches import Direction, Filters, Match, MatchRequest, Sort
from matcher.domain.surveys import Found, Survey
from matcher.engine.assessment import Assessment
from matcher.engine.explanation import MET
from matcher.engine.filtering import facet_field, passing
from matcher.engine.market import Market
from matcher.engine.ordering import distances, ordered
from matcher.retrieval.facets import Mask
from matcher.scoring.context import Floats

_SET_ASIDE: Mapping[str, Callable[[Filters], Filters]] = {
    "kind": lambda filters: replace(filters, kinds=frozenset()),
    "type": lambda filters: replace(filters, types=frozenset()),
    "municipio": lambda filters: replace(filters, municipi=frozenset()),
    "nil": lambda filters: replace(filters, nils=frozenset()),
    "skills": lambda filters: replace(filters, skills_any=frozenset()),
    "languages": lambda filters: replace(filters, languages=frozenset()),
}
"""For each facet, the filters without what it keeps itself."""


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Counts and lists the market as one asker sees it; `asked` when the asker states something to score by."""

    market: Market
    seen: Assessment
    asked: bool
    explain: Callable[[int], Match]

    def survey(self, request: MatchRequest, alternatives: Iterable[Filters], generation: int) -> Survey:
        """The page that the request asks for, with its counts and the totals of the alternatives."""
        found = self._found(request.min_score)
        kept = found & passing(self.market, request.filters, request.direction)
        rows = np.flatnonzero(kept[self.seen.positions])
        km = distances(self.market, self.seen.positions, request.filters, self.seen.context.km)
        sort = Sort.NAME if request.sort is Sort.SCORE and not self.asked else request.sort
        span = slice(request.offset, request.offset + request.k)
        page = rows[ordered(self.market, self.seen.positions[rows], self.seen.score[rows], km[rows], sort, span)]
        return Survey(
            page=tuple(self._one(int(row), km) for row in page),
            total=len(rows),
            facets=self._facets(found, request),
            alternatives=tuple(
                int((found & passing(self.market, one, request.direction)).sum()) for one in alternatives
            ),
            interpreted=request.asker.interpreted,
            generation=generation,
        )

    def _found(self, min_score: float) -> Mask:
        """Who is found whatever the filters: bool (p,)."""
        found = np.zeros(len(self.market.live), bool)
        found[self.seen.positions] = _fits(self.seen) & (self.seen.score >= min_score) if self.asked else True
        return found

    def _facets(self, found: Mask, request: MatchRequest) -> dict[str, dict[str, int]]:
        def having(name: str, direction: Direction) -> dict[str, int]:
            others = passing(self.market, _SET_ASIDE[name](request.filters), direction)
            return self.market.counts(facet_field(name, direction), found & others)

        return {name: having(name, request.direction) for name in request.facets}

    def _one(self, row: int, km: Floats) -> Found:
        return Found(
            profile=self.market.profile(int(self.seen.positions[row])),
            match=self.explain(row) if self.asked else None,
            km=None if np.isnan(km[row]) else float(km[row]),
        )


def _fits(seen: Assessment) -> Mask:
    """Whether an offer meets a need, either way: bool (p,). Nearness alone earns a score, and is no reason."""
    best = seen.to.coverage.best.max(axis=0, initial=0.0)
    np.maximum.at(best, seen.back.seeks.owner, seen.back.coverage.best[:, 0])
    fits: Mask = best >= MET
    return fits
