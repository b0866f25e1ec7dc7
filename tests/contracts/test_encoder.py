"""What every encoder promises, whatever stands behind it, and what the cached one adds."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings import CachedEncoder, Encoder, InvalidText, Matrix, Role, load_encoder
from embeddings.cached_encoder import text_key
from embeddings.hashing_encoder import HashingEncoder
from embeddings.static_encoder import StaticEncoder

SENTENCES = [
    "Taglio laser su legno e plexiglass a Lambrate",
    "We restore antique furniture by hand",
    "orafo",
    "Sartoria su misura: divise, camici e abiti da lavoro, anche in piccole serie, con consegna in città",
    "3D printing",
]
ROLES: tuple[Role, ...] = ("query", "document")


class MemoryCache:
    """A vector cache in a dictionary."""

    def __init__(self) -> None:
        self.vectors: dict[tuple[str, str], Matrix] = {}

    def get_many(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Matrix]:
        return {key: self.vectors[fingerprint, key] for key in keys if (fingerprint, key) in self.vectors}

    def put_many(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        self.vectors |= {(fingerprint, key): vector for key, vector in vectors.items()}


class CountingEncoder(HashingEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self, dim: int = 16) -> None:
        super().__init__(dim)
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        self.asked += texts
        return super().encode(texts, role=role)


BUILDERS: Mapping[str, Callable[[Path], Encoder]] = {
    "hashing": lambda _: HashingEncoder(64),
    "static": StaticEncoder,
    "minilm": lambda _: load_encoder("minilm"),
    "cached": lambda _: CachedEncoder(HashingEncoder(64), MemoryCache()),
}


@pytest.fixture(scope="module", params=sorted(BUILDERS))
def encoder(request: pytest.FixtureRequest, tiny_model: Path) -> Encoder:
    return BUILDERS[request.param](tiny_model)


@pytest.mark.parametrize("role", ROLES)
def test_gives_a_unit_row_of_float32_for_each_text(encoder: Encoder, role: Role) -> None:
    vectors = encoder.encode(SENTENCES, role=role)

    assert vectors.shape == (len(SENTENCES), encoder.dim)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    vectors = encoder.encode([], role="document")

    assert vectors.shape == (0, encoder.dim)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("role", ROLES)
def test_the_same_texts_give_the_same_vectors(encoder: Encoder, role: Role) -> None:
    np.testing.assert_array_equal(encoder.encode(SENTENCES, role=role), encoder.encode(SENTENCES, role=role))


def test_a_text_has_the_same_vector_alone_and_in_company(encoder: Encoder) -> None:
    together = encoder.encode(SENTENCES, role="document")
    alone = np.concatenate([encoder.encode([text], role="document") for text in SENTENCES])

    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_rows_follow_the_order_of_the_texts(encoder: Encoder) -> None:
    forwards = encoder.encode(SENTENCES, role="document")
    backwards = encoder.encode(SENTENCES[::-1], role="document")

    np.testing.assert_allclose(forwards, backwards[::-1], atol=1e-4)


def test_a_text_given_twice_gets_two_equal_rows(encoder: Encoder) -> None:
    first, _, second = encoder.encode(["orafo", "sarta", "orafo"], role="document")

    np.testing.assert_allclose(first, second, atol=1e-4)


def test_different_texts_get_different_vectors(encoder: Encoder) -> None:
    laser, tailor = encoder.encode(["laser cutting", "tailor"], role="document")

    assert laser @ tailor < 0.9


def test_more_texts_than_fit_in_a_batch_keep_their_order(encoder: Encoder) -> None:
    texts = [f"{'very ' * (number % 7)}good artisan number {number}" for number in range(150)]

    vectors = encoder.encode(texts, role="document")

    picked = [0, 63, 64, 149]
    np.testing.assert_allclose(vectors[picked], encoder.encode([texts[i] for i in picked], role="document"), atol=1e-4)


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u00a0", "\u200b\u200b", "\0"])
def test_a_blank_text_is_refused_with_its_position(encoder: Encoder, blank: str) -> None:
    with pytest.raises(InvalidText, match=r"text 1 of 3 is blank"):
        encoder.encode(["orafo", blank, "orafo"], role="query")


@pytest.mark.parametrize(
    "odd",
    [
        "🎉🧵",
        "a\0b",
        "\ud83d",
        "legno \udc00 vecchio",
        "e\u0301",
        "中文",
        "مرحبا",
        "!?",
        "x" * 100_000,
        "legno " * 20_000,
    ],
    ids=lambda odd: ascii(odd[:10]),
)
def test_odd_texts_are_encoded(encoder: Encoder, odd: str) -> None:
    vectors = encoder.encode([odd], role="document")

    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_white_space_around_a_text_does_not_matter(encoder: Encoder) -> None:
    plain, padded = encoder.encode(["orafo", "  orafo\n"], role="document")

    np.testing.assert_allclose(plain, padded, atol=1e-6)


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_the_fingerprint_is_that_of_the_model_not_of_the_object(name: str, tiny_model: Path) -> None:
    one, other = BUILDERS[name](tiny_model), BUILDERS[name](tiny_model)

    assert one.fingerprint == other.fingerprint
    assert (one.dim, one.languages) == (other.dim, other.languages)


def test_encoders_are_told_apart_by_fingerprint(tiny_model: Path) -> None:
    specs = ("minilm", "hashing:64", "hashing:32", f"static:{tiny_model}")

    assert len({load_encoder(spec).fingerprint for spec in specs}) == len(specs)


def test_a_text_reaches_the_model_once() -> None:
    model = CountingEncoder()
    encoder = CachedEncoder(model, MemoryCache())

    encoder.encode(["orafo", "sarta", "orafo"], role="document")
    again = encoder.encode(["sarta", "liutaio"], role="document")

    assert model.asked == ["orafo", "sarta", "liutaio"]
    np.testing.assert_array_equal(again, HashingEncoder(16).encode(["sarta", "liutaio"], role="document"))


def test_a_query_is_not_answered_with_a_document_s_vector() -> None:
    model = CountingEncoder()
    encoder = CachedEncoder(model, MemoryCache())

    encoder.encode(["orafo"], role="document")
    encoder.encode(["orafo"], role="query")

    assert model.asked == ["orafo", "orafo"]


def test_vectors_of_another_model_are_not_used() -> None:
    cache = MemoryCache()
    CachedEncoder(CountingEncoder(16), cache).encode(["orafo"], role="document")
    larger = CountingEncoder(32)

    assert CachedEncoder(larger, cache).encode(["orafo"], role="document").shape == (1, 32)
    assert larger.asked == ["orafo"]


def test_the_position_of_a_blank_text_counts_cached_ones_too() -> None:
    encoder = CachedEncoder(CountingEncoder(), MemoryCache())
    encoder.encode(["orafo"], role="document")

    with pytest.raises(InvalidText, match="text 2 of 3"):
        encoder.encode(["orafo", "orafo", " "], role="document")


def test_a_key_tells_roles_apart_and_hides_the_text() -> None:
    assert text_key("orafo", "query") != text_key("orafo", "document")
    assert "orafo" not in text_key("orafo", "query")
