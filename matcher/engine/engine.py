"""The engine: holds the market and answers who fits whom, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from embeddings.encoder import Encoder
from matcher.domain.matches import Asker, Direction, Filters, Match, MatchRequest, MatchResult
from matcher.domain.profiles import Profile
from matcher.domain.surveys import Survey
from matcher.engine.assessment import Assessment, Assessor, Stated
from matcher.engine.candidates import Promise, Search
from matcher.engine.catalogue import Catalogue, NewIndex
from matcher.engine.documents import written
from matcher.engine.draft import Draft
from matcher.engine.explanation import Explainer
from matcher.engine.filtering import allowed, eligible, facet_field, where_of
from matcher.engine.keeper import Keeper
from matcher.engine.market import Market
from matcher.engine.ordering import distances, ordered
from matcher.engine.requests import asked, check, check_facets
from matcher.engine.saving import Origin, Shelf
from matcher.engine.shortlist import Shortlister
from matcher.engine.surroundings import Surroundings, surroundings
from matcher.engine.surveying import Surveyor
from matcher.lexicon.annotation import Lexicon
from matcher.retrieval.facets import Mask
from matcher.scoring.context import Floats

EXACT = 400
"""Up to this many profiles that pass are all scored; beyond, the best candidates of each of the asker's items are."""
CANDIDATES = 600
"""Profiles taken for each of the asker's items by skills, and again by words; by vectors half as many."""
SHORTLIST = 150
"""Profiles of those that promise most, which are scored; half as many again as are asked for where that is more."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """Profiles by id, best first: `to` is what each is worth to the asker, `back` the other way.

    Both float64 (k,) in [0, 1], NaN where that is not known.
    """

    ids: tuple[str, ...]
    to: Floats
    back: Floats


class Engine:
    """Matches profiles. Safe to call from several threads: readers see one state, writers take turns."""

    def __init__(
        self,
        encoder: Encoder,
        lexicon: Lexicon,
        new_index: NewIndex,
        today: Callable[[], date] = date.today,
        exact: int = EXACT,
    ) -> None:
        self._encoder = encoder
        self._lexicon = lexicon
        self._today = today
        self._exact = exact
        self._keeper = Keeper(encoder, lexicon, new_index)

    @property
    def generation(self) -> int:
        """The number of the last change the answers reflect."""
        return self._keeper.catalogue.generation

    @property
    def model(self) -> str:
        """The fingerprint of the encoder behind the answers."""
        return self._encoder.fingerprint

    def load(self, profiles: Iterable[Profile], generation: int) -> None:
        """Replace the market by these annotated profiles, learning rarities from them."""
        self._keeper.load(profiles, generation)

    def draft(self) -> Draft:
        """Begin another market, to which encoded profiles are added as they come."""
        return self._keeper.draft()

    def finish(self, draft: Draft, generation: int) -> None:
        """Replace the market by what was drafted, learning rarities from it."""
        self._keeper.finish(draft, generation)

    def update(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> None:
        """Add or replace annotated profiles and take out others; the next answer reflects it."""
        self._keeper.update(changed, removed, generation)

    def warm_up(self) -> None:
        """Answer a question that nobody asked, so that the first one asked does not wait for what is made once."""
        market = self._keeper.catalogue.market
        for position in np.flatnonzero(market.stating[Direction.MUTUAL])[:1].tolist():
            self.match(MatchRequest(Asker(market.profile(position)), Direction.MUTUAL))

    def settle(self) -> None:
        """Wait until nothing is left to be tidied up in the background."""
        self._keeper.settle()

    def open(self, shelf: Shelf, origin: Origin) -> None:
        """Go on from the market that a shelf holds.

        Raises:
            DamagedFolder: there is none of this origin, or it is damaged.
        """
        self._keeper.open(shelf, origin)

    def save(self, shelf: Shelf, origin: Callable[[int], Origin]) -> bool:
        """Put the market as it is now on a shelf, with the origin that its generation has.

        False where another process is at it.

        Raises:
            OSError: it cannot be written.
            Unavailable: no profiles are loaded yet.
        """
        catalogue = self._keeper.catalogue
        return shelf.save(catalogue, origin(catalogue.generation))

    def match(self, request: MatchRequest) -> MatchResult:
        """Answer one request, equals by ascending id.

        The order of `sort` is that of the profiles that are scored: all that pass, or the best of very many.

        Raises:
            InvalidInput: the asker states nothing that the direction needs, or a facet is unknown.
            Unavailable: no profiles are loaded yet.
        """
        catalogue = self._keeper.catalogue
        check(request)
        passing = eligible(catalogue.market, request.asker.profile, request.filters, request.direction)
        stated = self._stated(catalogue, request.asker.profile)
        found = self._assess(catalogue, request, stated, self._chosen(catalogue, stated, request, passing))
        page, end, more = _listed(catalogue.market, found, request)
        return MatchResult(
            matches=tuple(self._match(catalogue, found, row, request) for row in page),
            total=int(passing.sum()),
            facets={
                name: catalogue.market.counts(facet_field(name, request.direction), passing) for name in request.facets
            },
            next_offset=end if more else None,
            interpreted=request.asker.interpreted,
            generation=catalogue.generation,
            model=self.model,
        )

    def prospects(self, request: MatchRequest) -> Prospects:
        """The best `k` that `match` would list, with what they are worth both ways and nothing else said of them.

        Nobody where the asker states nothing that the direction needs.
        """
        catalogue = self._keeper.catalogue
        if not asked(request):
            return Prospects((), np.empty(0), np.empty(0))
        market, asker = catalogue.market, request.asker.profile
        passing = eligible(market, asker, request.filters, request.direction)
        stated = self._stated(catalogue, asker)
        found = self._assess(catalogue, request, stated, self._chosen(catalogue, stated, request, passing))
        page, _, _ = _listed(market, found, request)
        ids = tuple(market.id(int(position)) for position in found.positions[page])
        return Prospects(ids, found.to.utility[page], found.back.utility[page])

    def survey(self, request: MatchRequest, alternatives: Sequence[Filters] = ()) -> Survey:
        """Find everyone with whom some need is met, one way or the other, and count them.

        An asker who states nothing finds everyone. `min_score` keeps out who scores less.

        Every profile is scored, so that the counts are exact: the time grows with the market. Where nothing is stated
        there is no score, and the order of `sort` score is that of names.

        Raises:
            InvalidInput: a facet is unknown.
            Unavailable: no profiles are loaded yet.
        """
        catalogue = self._keeper.catalogue
        check_facets(request.facets)
        asker = request.asker.profile
        positions = np.flatnonzero(allowed(catalogue.market, asker, request.filters.exclude, request.direction))
        context = surroundings(request.asker, catalogue.market, positions, self._today())
        seen = self._assess(catalogue, request, self._stated(catalogue, asker), context)
        surveyor = Surveyor(
            catalogue.market,
            seen,
            asked=bool(asked(request)),
            explain=lambda row: self._match(catalogue, seen, row, request),
        )
        return surveyor.survey(request, alternatives, catalogue.generation)

    def profile(self, profile_id: str) -> Profile | None:
        """The profile as it takes part now; None for one that does not."""
        market = self._keeper.catalogue.market
        position = market.position(profile_id)
        return None if position is None else market.profile(position)

    def _stated(self, catalogue: Catalogue, asker: Profile) -> Stated:
        """What the asker offers and seeks: as it is kept, or encoded now where it is not, or differs from that."""
        market, position = catalogue.market, catalogue.market.position(asker.id)
        if position is not None and market.document(position) == written(asker):
            at = np.array([position], np.int64)
            offers, seeks = catalogue.offers, catalogue.seeks
            return Stated(market.items("offers", at, offers), market.items("seeks", at, seeks))
        encoder = catalogue.encoder
        return Stated(encoder.table(asker.offers, "document"), encoder.table(asker.seeks, "query"))

    def _assess(self, catalogue: Catalogue, request: MatchRequest, stated: Stated, context: Surroundings) -> Assessment:
        assessor = Assessor(catalogue.market, catalogue.offers, catalogue.seeks, catalogue.model)
        return assessor.assess(request.asker, stated, context, request.direction)

    def _chosen(self, catalogue: Catalogue, stated: Stated, request: MatchRequest, passing: Mask) -> Surroundings:
        """The profiles to score: all that pass when few do, otherwise the most promising candidates among them."""
        if passing.sum() <= self._exact:
            return surroundings(request.asker, catalogue.market, np.flatnonzero(passing), self._today())
        shown = request.offset + request.k
        where = where_of(request.filters, request.direction)
        search = partial(Search, catalogue.market, model=catalogue.model, passing=passing, where=where)
        offers, seeks = Promise.none(len(stated.seeks)), Promise.none(len(stated.offers))
        if request.direction is not Direction.DEMAND:
            offers = search(side="offers", index=catalogue.offers).promise(stated.seeks, CANDIDATES + shown)
        if request.direction is not Direction.SUPPLY:
            seeks = search(side="seeks", index=catalogue.seeks).promise(stated.offers, CANDIDATES + shown)
        shortlister = Shortlister(
            catalogue.market, catalogue.model, request.asker, stated, request.direction, self._today()
        )
        return shortlister.shortlist(offers, seeks, max(SHORTLIST, shown + shown // 2))

    def _match(self, catalogue: Catalogue, found: Assessment, row: int, request: MatchRequest) -> Match:
        profile = catalogue.market.profile(int(found.positions[row]))
        explainer = Explainer(self._lexicon.skills, catalogue.model.space)
        asker, direction = request.asker.profile, request.direction
        return explainer.match(found, row, asker, profile, direction, explain=request.explain)


def _listed(market: Market, found: Assessment, request: MatchRequest) -> tuple[list[int], int, bool]:
    """The page's rows of the assessment, those of a score of at least `min_score` in the order asked for.

    With where the page ends, and whether there is more.
    """
    kept = np.flatnonzero(found.score >= request.min_score)
    positions, score = found.positions[kept], found.score[kept]
    km = distances(market, positions, request.filters, found.context.km[kept])
    span = slice(request.offset, request.offset + request.k)
    page = kept[ordered(market, positions, score, km, request.sort, span)].tolist()
    end = request.offset + len(page)
    return page, end, end < len(kept)
