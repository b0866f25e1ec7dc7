from itertools import combinations

import numpy as np

from embeddings.hashing_encoder import HashingEncoder


def similarity(one: str, other: str) -> float:
    first, second = HashingEncoder(256).encode([one, other], role="document")
    return float(first @ second)


def test_texts_that_share_spelling_are_near() -> None:
    assert similarity("taglio laser su legno", "taglio laser sul legno") > 0.8
    assert similarity("sarto", "sarta") > similarity("sarto", "tornitore")


def test_the_order_and_the_case_of_words_do_not_matter() -> None:
    assert similarity("Laser LEGNO", "legno laser") > 0.9999


def test_texts_that_share_nothing_are_as_often_below_zero_as_above() -> None:
    words = ["orafo", "vetro", "tessile", "muro", "pane", "cuoio", "libri", "scheda", "zinco", "duomo"]
    similarities = [similarity(one, other) for one, other in combinations(words, 2)]

    assert abs(np.mean(similarities)) < 0.05
    assert min(similarities) < 0


def test_vectors_are_the_same_on_every_machine_and_in_every_version() -> None:
    # By the first 8 bytes of their blake2b: <or and <oro count -1 at place 1, oro +1 at 5, ro> -1 and oro> +1 at 0.
    (vector,) = HashingEncoder(8).encode(["oro"], role="query")

    np.testing.assert_allclose(vector, np.array([0, -2, 0, 0, 0, 1, 0, 0]) / 5**0.5, rtol=1e-6)
