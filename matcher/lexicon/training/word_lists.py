"""Derives the word lists and the language model of `data/words` from public Italian and English text.

Run as `python -m matcher.lexicon.training.word_lists [FOLDER]`; without FOLDER the public data is `../shared/data`.
`data/words/README.md` names the sources.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matcher.errors import InvalidInput
from matcher.lexicon.language import trigrams
from matcher.lexicon.normalisation import fold, tokenise
from matcher.lexicon.skills.csv_files import LANGUAGES

ATTESTED = 2
"""Times a word must be seen in running text to enter the lists on its own."""

BORROWED = 5.0
"""A word this many times as frequent in the other language is a quotation from it."""

RAREST_TRIGRAM = 60.0
SMOOTHING = 20.0

_WORD = re.compile(r"[a-z]{2,24}")
_ESCO_TEXT = ("preferredLabel", "altLabels", "description", "scopeNote", "definition")


@dataclass
class Counts:
    """Words of one language: `text` from running text, `all` with lemmas too, and the `lemmas` themselves."""

    text: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    lemmas: set[str] = field(default_factory=set)

    def add(self, text: str, *, running: bool) -> None:
        found = [token.word for token in tokenise(text)]
        self.all.update(found)
        if running:
            self.text.update(found)

    def attested(self, other: Counts) -> set[str]:
        """Words of running text that are at home in this language more than in the other."""
        share = BORROWED * other.all.total() / self.all.total()
        return {
            word
            for word in self.text
            if self.all[word] >= ATTESTED and _WORD.fullmatch(word) and self.all[word] * share > other.all[word]
        }


def count(data: Path) -> dict[str, Counts]:
    """Count the words of every source in the public data folder.

    Raises:
        InvalidInput: the folder lacks one of the sources.
    """
    counts = {language: Counts() for language in LANGUAGES}
    try:
        for language, text in _texts(data):
            counts[language].add(text, running=True)
        _add_wordnet(counts, data / "encoder" / "wordnet_it_en.jsonl.gz")
    except FileNotFoundError as error:
        raise InvalidInput(f"{error.filename} is missing. Name the folder that holds the public data.") from error
    return counts


def language_model(counts: dict[str, Counts]) -> dict[str, float]:
    """Log-odds of Italian against English for each common trigram, words weighing by the square root of their count."""
    seen = {language: Counter[str]() for language in LANGUAGES}
    for language, counter in seen.items():
        weights: dict[str, float] = {}
        for word, times in counts[language].all.items():
            if _WORD.fullmatch(word):
                for trigram in trigrams(word):
                    weights[trigram] = weights.get(trigram, 0.0) + math.sqrt(times)
        counter.update({trigram: round(weight) for trigram, weight in weights.items()})
    kinds = len(seen["it"] | seen["en"])
    totals = {language: seen[language].total() + SMOOTHING * kinds for language in LANGUAGES}
    return {
        trigram: math.log((seen["it"][trigram] + SMOOTHING) / totals["it"])
        - math.log((seen["en"][trigram] + SMOOTHING) / totals["en"])
        for trigram in sorted(seen["it"] | seen["en"])
        if seen["it"][trigram] + seen["en"][trigram] >= RAREST_TRIGRAM
    }


def write(counts: dict[str, Counts], folder: Path) -> None:
    """Write the lists and the model, sorted, one entry a line."""
    lemmas = {word for word in counts["it"].lemmas if _WORD.fullmatch(word)}
    _write_lines(folder / "it_lemmas.txt", lemmas)
    _write_lines(folder / "it_forms.txt", counts["it"].attested(counts["en"]) - lemmas)
    _write_lines(folder / "en.txt", counts["en"].attested(counts["it"]))
    model = language_model(counts)
    _write_lines(folder / "trigrams.txt", (f"{trigram} {odds:.2f}" for trigram, odds in model.items()))


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for part in ("train", "dev", "test"):
            with (data / "encoder" / f"stsb-{language}-{part}.csv").open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    yield language, f"{row[0]}\n{row[1]}"
        for name in ("occupations", "ISCOGroups"):
            for record in _records(data / "reference" / f"{name}_{language}.csv"):
                yield language, "\n".join(record.get(column) or "" for column in _ESCO_TEXT)
    for record in _records(data / "reference" / "noga2008_it_en_fr_de.csv"):
        for language in LANGUAGES:
            yield language, record[f"label_{language}"]
    for record in _records(data / "reference" / "ateco-2007.csv"):
        yield "it", record["Descrizione"]


def _records(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _add_wordnet(counts: dict[str, Counts], path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            synset = json.loads(line)
            counts["en"].add(synset["gloss"], running=True)
            for language in LANGUAGES:
                for lemma in synset[language]:
                    counts[language].add(lemma, running=False)
                    if lemma.isalpha() and lemma.islower():
                        counts[language].lemmas.add(fold(lemma))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Derive everything from the folder named, or from `../shared/data`."""
    data = Path(arguments[0]) if arguments else Path("..") / "shared" / "data"
    write(count(data), Path(__file__).parent.parent / "data" / "words")


if __name__ == "__main__":
    main(sys.argv[1:])
