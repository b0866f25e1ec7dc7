"""How good an encoder is alone, by cosine, on judged texts of the training folder."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.stats import spearmanr

from embeddings.encoder import Encoder
from embeddings.training.holdout import is_held_out
from embeddings.training.sources import Sources

SETS = {
    "esco_title_it2en": "ESCO titles, Italian → English",
    "esco_desc_it2en": "ESCO descriptions, Italian → English",
    "esco_title2desc_it": "ESCO title → description, Italian",
    "nace_class_it2en": "NACE classes, Italian → English",
}
"""Folders of retrieval sets and what they ask."""


def measures(encoder: Encoder, sources: Sources, split: Literal["dev", "test"]) -> Mapping[str, float]:
    """Spearman's rank correlation on a split of STS-B, and the mean reciprocal rank on held-out retrieval queries."""
    found = {
        f"STS-B {split}, Italian": _spearman(encoder, sources, "it", split),
        f"STS-B {split}, English": _spearman(encoder, sources, "en", split),
    }
    return found | {
        title: _reciprocal_rank(encoder, sources.folder / "evaluation" / name) for name, title in SETS.items()
    }


def _spearman(
    encoder: Encoder, sources: Sources, language: Literal["it", "en"], split: Literal["dev", "test"]
) -> float:
    pairs = sources.scored_pairs(language, split)
    first = encoder.encode([pair.first for pair in pairs], role="query")
    second = encoder.encode([pair.second for pair in pairs], role="document")
    return float(spearmanr((first * second).sum(axis=1), [pair.score for pair in pairs]).statistic)


def _reciprocal_rank(encoder: Encoder, folder: Path) -> float:
    """Equal cosines count against the answer; of ESCO only held-out occupations are asked for, among all."""
    queries, documents = _texts(folder / "queries.tsv"), _texts(folder / "corpus.tsv")
    if folder.name.startswith("esco"):
        queries = {name: text for name, text in queries.items() if is_held_out(name)}
    place = {name: row for row, name in enumerate(documents)}
    asked = encoder.encode([*queries.values()], role="query")
    cosines = asked @ encoder.encode([*documents.values()], role="document").T
    right = cosines[np.arange(len(queries)), [place[name] for name in queries]]
    ranks: Sequence[int] = (cosines >= right[:, None]).sum(axis=1).tolist()
    return float(np.mean([1 / rank for rank in ranks]))


def _texts(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row}
