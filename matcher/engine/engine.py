"""The engine: holds the market and answers who fits whom, and why."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np

from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from matcher.domain.matches import Direction, Filters, Match, MatchRequest, MatchResult
from matcher.domain.profiles import Item, Profile
from matcher.domain.surveys import Survey
from matcher.engine.assessment import Assessment, Assessor
from matcher.engine.catalogue import Catalogue
from matcher.engine.encoding import Encoded
from matcher.engine.explanation import Explainer
from matcher.engine.filtering import FACETS, allowed, eligible, facet_field, where_of
from matcher.engine.market import Market, Positions
from matcher.engine.ordering import distances, ordered
from matcher.engine.surveying import Surveyor
from matcher.errors import InvalidInput, Unavailable
from matcher.lexicon.annotation import Lexicon
from matcher.retrieval.candidates import dense_candidates, symbolic_candidates
from matcher.retrieval.facets import Mask
from matcher.retrieval.fitting import fit_curves
from matcher.retrieval.percentiles import CosineCurves

EXACT = 400
"""Up to this many profiles that pass are all scored; beyond, the best candidates of each of the asker's items are."""
CANDIDATES = 200
"""Nearest rows taken for each of the asker's items, by vectors and again by skills and spelling."""


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
        self._writing = threading.Lock()
        self._curves: CosineCurves | None = None
        self._catalogue: Catalogue | None = None

    @property
    def generation(self) -> int:
        """The number of the last change the answers reflect."""
        return self._loaded().generation

    @property
    def model(self) -> str:
        """The fingerprint of the encoder behind the answers."""
        return self._encoder.fingerprint

    def load(self, profiles: Iterable[Profile], generation: int) -> None:
        """Replace the market by these annotated profiles, learning rarities from them."""
        with self._writing:
            self._catalogue = self._fitted(profiles, generation)

    def update(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> None:
        """Add or replace annotated profiles and take out others; the next answer reflects it."""
        with self._writing:
            catalogue = self._loaded().updated(changed, removed, generation)
            if catalogue.outgrown:
                catalogue = self._fitted([one.profile for one in catalogue.encoded.values()], generation)
            self._catalogue = catalogue

    def match(self, request: MatchRequest) -> MatchResult:
        """Answer one request, equals by ascending id.

        The order of `sort` is that of the profiles that are scored: all that pass, or the best of very many.

        Raises:
            InvalidInput: the asker states nothing that the direction needs, or a facet is unknown.
            Unavailable: no profiles are loaded yet.
        """
        catalogue = self._loaded()
        _check(request)
        passing = eligible(catalogue.market, request.asker.profile, request.filters, request.direction)
        encoded = self._encoded(catalogue, request.asker.profile)
        positions = self._positions(catalogue, encoded, request, passing)
        found = self._assess(catalogue, request, encoded, positions)
        ranked = _listed(catalogue.market, found, request)
        page = ranked[request.offset : request.offset + request.k]
        end = request.offset + len(page)
        return MatchResult(
            matches=tuple(self._match(catalogue, found, row, request) for row in page),
            total=int(passing.sum()),
            facets={
                name: catalogue.market.facets.counts(facet_field(name, request.direction), passing)
                for name in request.facets
            },
            next_offset=end if end < len(ranked) else None,
            interpreted=request.asker.interpreted,
            generation=catalogue.generation,
            model=self.model,
        )

    def survey(self, request: MatchRequest, alternatives: Sequence[Filters] = ()) -> Survey:
        """Find everyone with whom some need is met, one way or the other, and count them.

        An asker who states nothing finds everyone. `min_score` keeps out who scores less.

        Every profile is scored, so that the counts are exact: the time grows with the market. Where nothing is stated
        there is no score, and the order of `sort` score is that of names.

        Raises:
            InvalidInput: a facet is unknown.
            Unavailable: no profiles are loaded yet.
        """
        catalogue = self._loaded()
        _check_facets(request.facets)
        asker = request.asker.profile
        positions = np.flatnonzero(allowed(catalogue.market, asker, request.filters.exclude, request.direction))
        seen = self._assess(catalogue, request, self._encoded(catalogue, asker), positions)
        surveyor = Surveyor(
            catalogue.market,
            seen,
            asked=bool(_stated(request)),
            explain=lambda row: self._match(catalogue, seen, row, request),
        )
        return surveyor.survey(request, alternatives, catalogue.generation)

    def profile(self, profile_id: str) -> Profile | None:
        """The profile as it takes part now; None for one that does not."""
        encoded = self._loaded().encoded.get(profile_id)
        return encoded.profile if encoded else None

    def _loaded(self) -> Catalogue:
        if self._catalogue is None:
            raise Unavailable("The profiles are still being loaded; try again in a few seconds.")
        return self._catalogue

    def _fitted(self, profiles: Iterable[Profile], generation: int) -> Catalogue:
        skills = self._lexicon.skills
        if self._curves is None:
            self._curves = fit_curves(self._encoder, skills)
        return Catalogue.fit(profiles, generation, self._encoder, skills, self._curves, self._new_index)

    def _encoded(self, catalogue: Catalogue, asker: Profile) -> Encoded:
        known = catalogue.encoded.get(asker.id)
        return known if known and known.profile == asker else catalogue.encoder.encode([asker])[0]

    def _assess(
        self, catalogue: Catalogue, request: MatchRequest, encoded: Encoded, positions: Positions
    ) -> Assessment:
        assessor = Assessor(catalogue.market, catalogue.model)
        return assessor.assess(request.asker, encoded, positions, request.direction, self._today())

    def _positions(self, catalogue: Catalogue, asker: Encoded, request: MatchRequest, passing: Mask) -> Positions:
        """The profiles to score: all that pass when few do, otherwise the candidates among them, ascending."""
        if passing.sum() <= self._exact:
            return np.flatnonzero(passing)
        k = CANDIDATES + request.offset + request.k
        where = where_of(request.filters, request.direction)
        sides = []
        if request.direction is not Direction.DEMAND:
            sides.append((asker.seeks, catalogue.market.offers, catalogue.offers))
        if request.direction is not Direction.SUPPLY:
            sides.append((asker.offers, catalogue.market.seeks, catalogue.seeks))
        found = [np.empty(0, np.int64)]
        for asked, side, index in sides:
            found.append(side.owners(dense_candidates(asked.vectors, index, where, k)))
            found.append(symbolic_candidates(asked, side.items, catalogue.model, passing, k))
        positions = np.unique(np.concatenate(found))
        return positions[passing[positions]]

    def _match(self, catalogue: Catalogue, found: Assessment, row: int, request: MatchRequest) -> Match:
        profile = catalogue.market.profiles[found.positions[row]]
        explainer = Explainer(self._lexicon.skills, catalogue.model.space)
        return explainer.match(found, row, profile, request.direction, explain=request.explain)


def _check(request: MatchRequest) -> None:
    if not _stated(request):
        missing = {Direction.SUPPLY: "seeks", Direction.DEMAND: "offers", Direction.MUTUAL: "offers or seeks"}[
            request.direction
        ]
        raise InvalidInput(
            f"Nothing to match: this profile does not say what it {missing}. "
            f"Add an item to '{missing.split()[0]}', or ask in another direction.",
            field="direction",
            found=request.direction.value,
        )
    _check_facets(request.facets)


def _stated(request: MatchRequest) -> tuple[Item, ...]:
    """What the asker states that the direction goes by."""
    asker = request.asker.profile
    return {
        Direction.SUPPLY: asker.seeks,
        Direction.DEMAND: asker.offers,
        Direction.MUTUAL: asker.seeks + asker.offers,
    }[request.direction]


def _check_facets(facets: Iterable[str]) -> None:
    for name in facets:
        if name not in FACETS:
            raise InvalidInput(
                f"There is no facet '{name}'. Facets: {', '.join(FACETS)}.", field="facets", found=name, expected=FACETS
            )


def _listed(market: Market, found: Assessment, request: MatchRequest) -> list[int]:
    """Rows of the assessment that have a score of at least `min_score`, in the order asked for."""
    km = distances(market, found.positions, request.filters, found.context.km)
    order = ordered(market, found.positions, found.score, km, request.sort)
    return [row for row in order if found.score[row] >= request.min_score]
