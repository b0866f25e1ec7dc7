"""What a helper process prepares batches of profiles with."""

from __future__ import annotations

from embeddings import load_encoder
from matcher.engine.learning import Learner
from matcher.lexicon.annotation import Annotator, default_lexicon
from matcher.usecases.preparing import Preparer


def preparer(city: str, encoder: str | None) -> Preparer:
    """The lexicon that ships for a city and, where one is named, an encoder whose vectors cost nothing."""
    lexicon = default_lexicon(city)
    annotator = Annotator(lexicon)
    if encoder is None:
        return Preparer(annotator)
    return Preparer(annotator, Learner.of(load_encoder(encoder), lexicon.skills).plain())
