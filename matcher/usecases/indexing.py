"""One encoder and all that depends on it: the vectors of profiles, and engines over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from embeddings.cached_encoder import CachedEncoder, VectorCache
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.engine.encoding import texts_of
from matcher.lexicon.annotation import Lexicon
from matcher.retrieval.fitting import background_texts
from matcher.retrieval.item_encoder import ItemViews


class Indexer:
    """Encodes profiles with one encoder, remembering the vectors that cost something, and builds engines over them.

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
        self._cached = CachedEncoder(model, cache) if model.costly else None
        self.encoder: Encoder = self._cached or model
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
        """Make sure that every text of the profiles has its vector in the cache, where the encoder needs one."""
        if self._cached is not None:
            for role, texts in texts_of(profiles, self._views).items():
                self._cached.encode(texts, role=role)

    def keys(self, profiles: Sequence[Profile]) -> set[str]:
        """What the cache knows the texts of the profiles by; none where it keeps nothing of this encoder."""
        if self._cached is None:
            return set()
        sides = texts_of(profiles, self._views).items()
        return {key for role, texts in sides for key in self._cached.keys(texts, role=role)}

    def background_keys(self) -> set[str]:
        """What the cache knows those texts by that the scale of cosines is fitted on; none where it keeps nothing."""
        if self._cached is None:
            return set()
        return set(self._cached.keys(background_texts(self._lexicon.skills), role="document"))

    def engine(self, profiles: Iterable[Profile], generation: int = 0) -> Engine:
        """An engine over annotated profiles, stored or not."""
        engine = Engine(self.encoder, self._lexicon, lambda _: self._new_index(self.encoder.dim))
        engine.load(profiles, generation)
        return engine
