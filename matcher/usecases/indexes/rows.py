"""Profiles as rows of the two indexes: what they offer, and what they seek."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from embeddings.arrays import Ids
from embeddings.encoder import Encoder, Role
from embeddings.index import Payload
from embeddings.index_home import Rows
from matcher.domain.profiles import MAX_ITEMS, Item, Profile
from matcher.engine.encoding import HIDDEN, facets_of, view_ids
from matcher.lexicon.skills import Skills
from matcher.retrieval.item_encoder import ItemViews

OFFERS, SEEKS = "offers", "seeks"
SIDES = (OFFERS, SEEKS)
"""The names of the two indexes."""
MOST_VIEWS = 2 * MAX_ITEMS
"""Rows that one profile has in an index at most: each item under its own text, and under its skills' labels."""

_ID_SIDES: Mapping[str, str] = {OFFERS: "offer", SEEKS: "seek"}
_ROLES: Mapping[str, Role] = {OFFERS: "document", SEEKS: "query"}


class RowMaker:
    """Makes rows with one encoder, the same as an engine over the same profiles has."""

    def __init__(self, encoder: Encoder, skills: Skills) -> None:
        self._encoder = encoder
        self._skills = skills
        self._views = ItemViews(skills, encoder.languages)

    @property
    def dim(self) -> int:
        """The length of the vectors."""
        return self._encoder.dim

    @property
    def fingerprint(self) -> str:
        """What names the vectors: those of two fingerprints are never compared."""
        return self._encoder.fingerprint

    def rows(self, profiles: Sequence[Profile]) -> dict[str, Rows]:
        """The rows of each side; profiles without consent have none."""
        taking_part = [profile for profile in profiles if profile.consent]
        return {side: self._rows(taking_part, side) for side in SIDES}

    def _rows(self, profiles: Sequence[Profile], side: str) -> Rows:
        texts = [self._views.texts(_items(profile, side)) for profile in profiles]
        vectors = self._encoder.encode([text for each in texts for text in each], role=_ROLES[side])
        payloads = [_payload(profile, self._skills) for profile in profiles]
        return Rows(
            _joined(
                view_ids(profile.id, _ID_SIDES[side], len(each)) for profile, each in zip(profiles, texts, strict=True)
            ),
            vectors.reshape(-1, self.dim),
            [payload for payload, each in zip(payloads, texts, strict=True) for _ in each],
        )


def every_id(profile_ids: Sequence[str], side: str) -> Ids:
    """The ids of all rows that the profiles can have in an index, whatever they say or said."""
    return _joined(view_ids(profile_id, _ID_SIDES[side], MOST_VIEWS) for profile_id in profile_ids)


def _items(profile: Profile, side: str) -> tuple[Item, ...]:
    return profile.offers if side == OFFERS else profile.seeks


def _payload(profile: Profile, skills: Skills) -> Payload:
    point = profile.place.point
    facets = {name: values for name, values in facets_of(profile, skills).items() if name != HIDDEN}
    return Payload(facets, (point.lat, point.lon) if point else None)


def _joined(parts: Iterable[Iterable[int]]) -> Ids:
    return np.fromiter(chain.from_iterable(parts), np.int64)
