"""One encoder and all that depends on it: the vectors of profiles, and engines over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from embeddings.cached_encoder import CachedEncoder, VectorCache
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.engine.encoding import ItemViews
from matcher.engine.fitting import background_texts
from matcher.lexicon.annotation import Lexicon


class Indexer:
    """Encodes profiles with one encoder, remembering the vectors, and builds engines over them.

    `spec` is what the encoder was loaded from; `new_index` makes an empty index of a dimension.
    """

    def __init__(
        self,
        spec: str,
        model: Encoder,
        cache: VectorCache,
        lexicon: Lexicon,
        new_index: Callable[[int], VectorIndex],
    ) -> None:
        self.spec = spec
        self.encoder = CachedEncoder(model, cache)
        self._model = model
        self._lexicon = lexicon
        self._new_index = new_index
        self._views = ItemViews(lexicon.skills, model.languages)

    @property
    def fingerprint(self) -> str:
        """What names the vectors: those of two fingerprints are never compared."""
        return self.encoder.fingerprint

    def warm_up(self) -> None:
        """Encode a word past the cache, so that the model is loaded.

        Raises:
            EncoderUnavailable: it cannot be.
        """
        self._model.encode(["riscaldamento"], role="query")

    def encode(self, profiles: Sequence[Profile]) -> None:
        """Make sure that every text of the profiles has its vector in the cache."""
        for role, texts in self._views.texts(profiles).items():
            self.encoder.encode(texts, role=role)

    def keys(self, profiles: Sequence[Profile]) -> set[str]:
        """What the cache knows the texts of the profiles by."""
        sides = self._views.texts(profiles).items()
        return {key for role, texts in sides for key in self.encoder.keys(texts, role=role)}

    def background_keys(self) -> set[str]:
        """What the cache knows those texts by that the scale of cosines is fitted on."""
        return set(self.encoder.keys(background_texts(self._lexicon.skills), role="document"))

    def engine(self, profiles: Iterable[Profile], generation: int = 0) -> Engine:
        """An engine over annotated profiles, stored or not."""
        engine = Engine(self.encoder, self._lexicon, lambda: self._new_index(self.encoder.dim))
        engine.load(profiles, generation)
        return engine
