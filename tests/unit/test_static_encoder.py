"""How a static model encodes texts, and how light it is."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from embeddings.static_encoder import BATCH, StaticEncoder
from tests.static_models import SPOKEN

NEVER_READ = ["中文", "日本語のテキスト", "مرحبا", "🎉🧵", "Ωμέγα", "привет"]
HEAVY = ("huggingface_hub", "model2vec", "sentence_transformers", "torch", "transformers")


@pytest.fixture(scope="module")
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


def test_the_direction_is_that_of_the_sum_of_rows(encoder: StaticEncoder) -> None:
    (vector,) = encoder.encode(["laser città"], role="query")

    total = encoder.model.rows(encoder.model.tokens(["laser città"]).ids).sum(axis=0)
    np.testing.assert_allclose(vector, total / np.linalg.norm(total), atol=1e-6)


def test_roles_order_and_case_do_not_matter(encoder: StaticEncoder) -> None:
    query = encoder.encode(["Taglio LASER su legno"], role="query")
    document = encoder.encode(["legno su laser taglio"], role="document")

    np.testing.assert_allclose(query, document, atol=1e-6)


def test_a_word_never_read_changes_nothing_beside_one_that_was(encoder: StaticEncoder) -> None:
    plain, with_unknown = encoder.encode(["laser", "laser 中文 🎉"], role="query")

    np.testing.assert_array_equal(plain, with_unknown)


def test_texts_never_read_are_told_apart_by_their_spelling(encoder: StaticEncoder) -> None:
    vectors = encoder.encode(NEVER_READ, role="query")

    assert max(float(one @ other) for one, other in combinations(vectors, 2)) < 0.7


def test_texts_never_read_are_near_when_spelled_alike(encoder: StaticEncoder) -> None:
    word, plural, other = encoder.encode(["привет", "приветы", "中文"], role="query")

    assert word @ plural > 0.5 > word @ other


def test_a_text_never_read_is_no_nearer_to_known_ones_than_by_chance(encoder: StaticEncoder) -> None:
    cosines = encoder.encode(NEVER_READ, role="query") @ encoder.encode(SPOKEN, role="document").T

    assert abs(cosines.mean()) < 0.1


def test_more_texts_than_a_batch_keep_their_order(encoder: StaticEncoder) -> None:
    texts = [f"laser {number}" for number in range(BATCH + 3)]

    vectors = encoder.encode(texts, role="document")

    picked = [0, BATCH - 1, BATCH, BATCH + 2]
    np.testing.assert_array_equal(vectors[picked], encoder.encode([texts[at] for at in picked], role="document"))


def test_threads_share_a_model(encoder: StaticEncoder) -> None:
    texts = [f"{text} {number}" for number in range(50) for text in (*SPOKEN, *NEVER_READ)]
    alone = encoder.encode(texts, role="document")

    with ThreadPoolExecutor(8) as pool:
        shared = list(pool.map(lambda _: encoder.encode(texts, role="document"), range(16)))

    for vectors in shared:
        np.testing.assert_array_equal(vectors, alone)


def test_the_fingerprint_follows_the_content_not_the_place_nor_the_card(tiny_model: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(tiny_model, tmp_path / "elsewhere" / "tiny")
    (moved / "README.md").write_text("# Another card\n", encoding="utf-8")
    assert StaticEncoder(moved).fingerprint == StaticEncoder(tiny_model).fingerprint

    weights = bytearray((moved / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (moved / "model.safetensors").write_bytes(weights)
    assert StaticEncoder(moved).fingerprint != StaticEncoder(tiny_model).fingerprint


def test_the_fingerprint_names_the_model_its_dimension_and_the_normaliser(encoder: StaticEncoder) -> None:
    name, _, rest = encoder.fingerprint.partition("@")
    version, dim, kind, normaliser = rest.split(":")

    assert (name, len(version), dim, kind, normaliser) == ("tiny", 12, "32", "static", "spelling1")


def test_encoding_needs_no_torch(tiny_model: Path) -> None:
    program = (
        "import sys, embeddings\n"
        f"encoder = embeddings.load_encoder({f'static:{tiny_model}'!r})\n"
        "encoder.encode(['taglio laser', '中文'], role='query')\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own

    assert (loaded.stdout.strip(), loaded.stderr) == ("[]", "")
