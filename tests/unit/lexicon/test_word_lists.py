"""Deriving the word lists and the language model from a folder of text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from matcher.errors import InvalidInput
from matcher.lexicon.training.word_lists import count, main, write

STS = {"it": "un sarto cuce il vestito,un vestito cucito dal sarto,4.0\n", "en": "a tailor sews,the tailor sews,5.0\n"}
SYNSETS = [
    {"ili": "1", "en": ["tailor"], "gloss": "one who sews", "it": ["sarto", "Sarto", "mastro sarto"]},
    {"ili": "2", "en": ["laser"], "gloss": "a beam of light", "it": ["laser"]},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    encoder, reference = tmp_path / "encoder", tmp_path / "reference"
    encoder.mkdir()
    reference.mkdir()
    for language, sentences in STS.items():
        for part in ("train", "dev", "test"):
            (encoder / f"stsb-{language}-{part}.csv").write_text(sentences, encoding="utf-8")
        for name in ("occupations", "ISCOGroups"):
            (reference / f"{name}_{language}.csv").write_text("preferredLabel\n", encoding="utf-8")
    (reference / "noga2008_it_en_fr_de.csv").write_text("label_it,label_en\nSartoria,Tailoring\n", encoding="utf-8")
    (reference / "ateco-2007.csv").write_text("Descrizione\nSartoria\n", encoding="utf-8")
    with gzip.open(encoder / "wordnet_it_en.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(synset) + "\n" for synset in SYNSETS)
    return tmp_path


def test_lemmas_forms_and_english_words_go_to_their_own_lists(data: Path, tmp_path: Path) -> None:
    write(count(data), tmp_path)
    lists = {path.stem: path.read_text("utf-8").split() for path in tmp_path.glob("*.txt")}
    assert lists["it_lemmas"] == ["laser", "sarto"]
    assert lists["it_forms"] == ["cuce", "cucito", "dal", "il", "sartoria", "un", "vestito"]
    assert "sews" in lists["en"]
    assert "tailoring" not in lists["en"]


def test_a_missing_source_is_named(data: Path) -> None:
    (data / "reference" / "ateco-2007.csv").unlink()
    with pytest.raises(InvalidInput, match=r"ateco-2007\.csv is missing"):
        main([str(data)])
