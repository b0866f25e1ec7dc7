"""Everything an answer reads, as one: the encoded profiles, what was learnt from them, and their indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.bundled import bundled_space
from embeddings.encoder import Encoder
from embeddings.index import Payload, VectorIndex
from matcher.domain.profiles import Profile
from matcher.engine.encoding import Encoded, ProfileEncoder
from matcher.engine.market import Market
from matcher.lexicon.skills import Skills
from matcher.retrieval.item_encoder import ItemEncoder
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.similarity import SimilarityModel

REFIT_GROWTH = 2
"""Rarities are learnt again when the market has grown by this factor since they were."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The profiles that take part at one generation; replaced whole, but for the indexes, which are updated in place.

    `fitted_on` is how many profiles the rarities were learnt from.
    """

    generation: int
    encoded: Mapping[str, Encoded]
    market: Market
    model: SimilarityModel
    encoder: ProfileEncoder
    offers: VectorIndex
    seeks: VectorIndex
    fitted_on: int

    @classmethod
    def fit(
        cls,
        profiles: Iterable[Profile],
        generation: int,
        encoder: Encoder,
        skills: Skills,
        curves: CosineCurves,
        new_index: Callable[[], VectorIndex],
    ) -> Catalogue:
        """Learn rarities from the profiles that consent, encode and index them."""
        taking_part = sorted((one for one in profiles if one.consent), key=lambda one: one.id)
        texts = [item.text for profile in taking_part for item in profile.offers + profile.seeks]
        model = SimilarityModel.fit(
            texts=texts,
            offers=[profile.offers for profile in taking_part],
            skills=skills,
            curves=curves,
            space=bundled_space(),
        )
        profile_encoder = ProfileEncoder(ItemEncoder(encoder, skills, model, texts), skills)
        encoded = profile_encoder.encode(taking_part)
        offers, seeks = new_index(), new_index()
        _add(offers, seeks, encoded)
        return cls(
            generation=generation,
            encoded={one.profile.id: one for one in encoded},
            market=Market.of(encoded, encoder.dim),
            model=model,
            encoder=profile_encoder,
            offers=offers,
            seeks=seeks,
            fitted_on=len(encoded),
        )

    def updated(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> Catalogue:
        """With some profiles added or replaced and others taken out, rarities as they were."""
        gone = {*removed, *(profile.id for profile in changed)}
        fresh = {one.profile.id: one for one in self.encoder.encode([one for one in changed if one.consent])}
        kept = {key: one for key, one in self.encoded.items() if key not in gone}
        ordered = dict(sorted((kept | fresh).items()))
        _remove(self.offers, self.seeks, [self.encoded[key] for key in gone if key in self.encoded])
        _add(self.offers, self.seeks, list(fresh.values()))
        market = Market.of(list(ordered.values()), self.offers.dim)
        return replace(self, generation=generation, encoded=ordered, market=market)

    @property
    def outgrown(self) -> bool:
        """Whether rarities should be learnt again."""
        return len(self.encoded) > REFIT_GROWTH * self.fitted_on


def _add(offers: VectorIndex, seeks: VectorIndex, encoded: Sequence[Encoded]) -> None:
    for index, rows in (
        (offers, [(one, one.offers.vectors, one.offer_ids) for one in encoded]),
        (seeks, [(one, one.seeks.vectors, one.seek_ids) for one in encoded]),
    ):
        filled = [row for row in rows if len(row[2])]
        if filled:
            index.upsert(
                np.concatenate([ids for _, _, ids in filled]),
                np.concatenate([vectors for _, vectors, _ in filled]),
                [_payload(one) for one, _, ids in filled for _ in ids],
            )


def _remove(offers: VectorIndex, seeks: VectorIndex, encoded: Sequence[Encoded]) -> None:
    none = np.empty(0, np.int64)
    offers.delete(np.concatenate([none, *(one.offer_ids for one in encoded)]))
    seeks.delete(np.concatenate([none, *(one.seek_ids for one in encoded)]))


def _payload(one: Encoded) -> Payload:
    point = one.profile.place.point
    return Payload(one.facets, (point.lat, point.lon) if point else None)
