"""The engine: holds the market and answers who fits whom, and why."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from embeddings.encoder import Encoder
from embeddings.index import Payload, VectorIndex
from matcher.domain.matches import Direction, Match, MatchRequest, MatchResult
from matcher.domain.profiles import Profile
from matcher.engine.assessment import Assessment, Assessor
from matcher.engine.encoding import Encoded, ProfileEncoder
from matcher.engine.explanation import Explainer
from matcher.engine.filtering import FACETS, eligible, facet_field, where_of
from matcher.engine.fitting import fit_curves, fit_idf, fit_skill_weight, skill_reach
from matcher.engine.market import Market, Positions
from matcher.errors import InvalidInput, Unavailable
from matcher.lexicon.annotation import Lexicon
from matcher.retrieval.candidates import dense_candidates, symbolic_candidates
from matcher.retrieval.facets import Mask
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.similarity import SimilarityModel

EXACT = 400
"""Up to this many profiles that pass are all scored; beyond, the best candidates of each of the asker's items are."""
CANDIDATES = 200
"""Nearest rows taken for each of the asker's items, by vectors and again by skills and spelling."""
REFIT_GROWTH = 2
"""Rarities are learnt again when the market has grown by this factor since they were."""


@dataclass(frozen=True, slots=True)
class _State:
    """Everything an answer reads, swapped as one."""

    generation: int
    encoded: dict[str, Encoded]
    market: Market
    model: SimilarityModel
    encoder: ProfileEncoder
    offers: VectorIndex
    seeks: VectorIndex
    fitted_on: int


class Engine:
    """Matches profiles. Safe to call from several threads: readers see one state, writers take turns."""

    def __init__(
        self,
        encoder: Encoder,
        lexicon: Lexicon,
        new_index: Callable[[], VectorIndex],
        today: Callable[[], date] = date.today,
        exact: int = EXACT,
    ) -> None:
        self._encoder = encoder
        self._lexicon = lexicon
        self._new_index = new_index
        self._today = today
        self._exact = exact
        self._explainer = Explainer(lexicon.skills)
        self._writing = threading.Lock()
        self._curves: CosineCurves | None = None
        self._current: _State | None = None

    @property
    def generation(self) -> int:
        """The number of the last change the answers reflect."""
        return self._state().generation

    @property
    def model(self) -> str:
        """The fingerprint of the encoder behind the answers."""
        return self._encoder.fingerprint

    def load(self, profiles: Iterable[Profile], generation: int) -> None:
        """Replace the market by these annotated profiles, learning rarities from them."""
        with self._writing:
            self._current = self._fitted(profiles, generation)

    def update(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> None:
        """Add or replace annotated profiles and take out others; the next answer reflects it."""
        with self._writing:
            state = self._state()
            fresh = {one.profile.id: one for one in state.encoder.encode([one for one in changed if one.consent])}
            gone = {*removed, *(profile.id for profile in changed)}
            kept = {key: one for key, one in state.encoded.items() if key not in gone} | fresh
            if len(kept) > REFIT_GROWTH * state.fitted_on:
                self._current = self._fitted([one.profile for one in kept.values()], generation)
                return
            stale = [state.encoded[key] for key in gone if key in state.encoded]
            _remove(state.offers, state.seeks, stale)
            _add(state.offers, state.seeks, list(fresh.values()))
            ordered = dict(sorted(kept.items()))
            market = Market.of(list(ordered.values()), self._encoder.dim)
            self._current = _State(
                generation, ordered, market, state.model, state.encoder, state.offers, state.seeks, state.fitted_on
            )

    def match(self, request: MatchRequest) -> MatchResult:
        """Answer one request: best first, equal scores by ascending id.

        Raises:
            InvalidInput: the asker states nothing that the direction needs, or a facet is unknown.
            Unavailable: no profiles are loaded yet.
        """
        state = self._state()
        _check(request)
        passing = eligible(state.market, request.asker.profile, request.filters, request.direction)
        encoded = self._encoded(state, request.asker.profile)
        positions = self._positions(state, encoded, request, passing)
        found = Assessor(state.market, state.model).assess(
            request.asker, encoded, positions, request.direction, self._today()
        )
        ranked = _ranked(found, request.min_score)
        page = ranked[request.offset : request.offset + request.k]
        end = request.offset + len(page)
        return MatchResult(
            matches=tuple(self._match(state, found, row, request) for row in page),
            total=int(passing.sum()),
            facets={
                name: state.market.facets.counts(facet_field(name, request.direction), passing)
                for name in request.facets
            },
            next_offset=end if end < len(ranked) else None,
            interpreted=request.asker.interpreted,
            generation=state.generation,
            model=self.model,
        )

    def profile(self, profile_id: str) -> Profile | None:
        """The profile as it takes part now; None for one that does not."""
        encoded = self._state().encoded.get(profile_id)
        return encoded.profile if encoded else None

    def _state(self) -> _State:
        if self._current is None:
            raise Unavailable("The profiles are still being loaded; try again in a few seconds.")
        return self._current

    def _fitted(self, profiles: Iterable[Profile], generation: int) -> _State:
        taking_part = sorted((one for one in profiles if one.consent), key=lambda one: one.id)
        skills = self._lexicon.skills
        encoder = ProfileEncoder(self._encoder, skills, fit_idf(taking_part))
        encoded = encoder.encode(taking_part)
        if self._curves is None:
            self._curves = fit_curves(self._encoder, skills)
        model = SimilarityModel(
            skills.similarity(), fit_skill_weight(taking_part, skills), skill_reach(skills), self._curves
        )
        offers, seeks = self._new_index(), self._new_index()
        _add(offers, seeks, encoded)
        market = Market.of(encoded, self._encoder.dim)
        by_id = {one.profile.id: one for one in encoded}
        return _State(generation, by_id, market, model, encoder, offers, seeks, len(encoded))

    def _encoded(self, state: _State, asker: Profile) -> Encoded:
        known = state.encoded.get(asker.id)
        return known if known and known.profile == asker else state.encoder.encode([asker])[0]

    def _positions(self, state: _State, asker: Encoded, request: MatchRequest, passing: Mask) -> Positions:
        """The profiles to score: all that pass when few do, otherwise the candidates among them, ascending."""
        if passing.sum() <= self._exact:
            return np.flatnonzero(passing)
        k = CANDIDATES + request.offset + request.k
        where = where_of(request.filters, request.direction)
        sides = []
        if request.direction is not Direction.DEMAND:
            sides.append((asker.seeks, state.market.offers, state.offers))
        if request.direction is not Direction.SUPPLY:
            sides.append((asker.offers, state.market.seeks, state.seeks))
        found = [np.empty(0, np.int64)]
        for asked, side, index in sides:
            found.append(side.owners(dense_candidates(asked.vectors, index, where, k)))
            found.append(symbolic_candidates(asked, side.items, state.model, passing, k))
        positions = np.unique(np.concatenate(found))
        return positions[passing[positions]]

    def _match(self, state: _State, found: Assessment, row: int, request: MatchRequest) -> Match:
        profile = state.market.profiles[found.positions[row]]
        return self._explainer.match(found, row, profile, request.direction, explain=request.explain)


def _check(request: MatchRequest) -> None:
    asker, direction = request.asker.profile, request.direction
    stated = {
        Direction.SUPPLY: asker.seeks,
        Direction.DEMAND: asker.offers,
        Direction.MUTUAL: asker.seeks + asker.offers,
    }[direction]
    if not stated:
        missing = {Direction.SUPPLY: "seeks", Direction.DEMAND: "offers", Direction.MUTUAL: "offers or seeks"}[
            direction
        ]
        raise InvalidInput(
            f"Nothing to match: this profile does not say what it {missing}. "
            f"Add an item to '{missing.split()[0]}', or ask in another direction.",
            field="direction",
            found=direction.value,
        )
    for name in request.facets:
        if name not in FACETS:
            raise InvalidInput(
                f"There is no facet '{name}'. Facets: {', '.join(FACETS)}.", field="facets", found=name, expected=FACETS
            )


def _ranked(found: Assessment, min_score: float) -> list[int]:
    """Rows of the assessment that have a score, best first, equal scores by ascending id (positions ascend by id)."""
    score = np.where(np.isnan(found.score), -1.0, found.score)
    order = np.lexsort((found.positions, -score))
    return [int(row) for row in order if score[row] >= max(min_score, 0.0)]


def _add(offers: VectorIndex, seeks: VectorIndex, encoded: Sequence[Encoded]) -> None:
    for index, side, ids in ((offers, "offers", "offer_ids"), (seeks, "seeks", "seek_ids")):
        rows = [(getattr(one, side).vectors, getattr(one, ids), one) for one in encoded if len(getattr(one, ids))]
        if rows:
            index.upsert(
                np.concatenate([ids for _, ids, _ in rows]),
                np.concatenate([vectors for vectors, _, _ in rows]),
                [_payload(one) for _, ids, one in rows for _ in ids],
            )


def _remove(offers: VectorIndex, seeks: VectorIndex, encoded: Sequence[Encoded]) -> None:
    offers.delete(np.concatenate([np.empty(0, np.int64), *(one.offer_ids for one in encoded)]))
    seeks.delete(np.concatenate([np.empty(0, np.int64), *(one.seek_ids for one in encoded)]))


def _payload(one: Encoded) -> Payload:
    point = one.profile.place.point
    return Payload(one.facets, (point.lat, point.lon) if point else None)
