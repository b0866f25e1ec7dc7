"""Forms of Italian verbs."""

from __future__ import annotations

import pytest

from embeddings.training.inflection import verb_forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("rilegare", ["rilega", "rilegano", "rilegato", "rilegando"]),
        ("tessere", ["tesse", "tessono", "tessuto", "tessendo"]),
        ("rifinire", ["rifine", "rifinono", "rifinito", "rifinendo", "rifinisce", "rifiniscono"]),
    ],
)
def test_a_verb_has_the_forms_of_its_conjugation(lemma: str, forms: list[str]) -> None:
    assert verb_forms(lemma) == forms


@pytest.mark.parametrize("lemma", ["falegname", "cameriere", "fare il pane", "fare", "rilegarsi", ""])
def test_what_is_no_verb_has_none(lemma: str) -> None:
    assert verb_forms(lemma) == []
