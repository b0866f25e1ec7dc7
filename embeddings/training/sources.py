"""The public texts the encoder learns from, as their files give them."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Where the texts lie: beside the repository."""

PARTS = ("encoder", "reference", "evaluation")
"""What the folder holds: texts to learn from, texts of classifications, and judged texts to measure with."""

Language = Literal["it", "en"]


@dataclass(frozen=True, slots=True)
class Synset:
    """A WordNet sense: lemmas in both languages (Italian ones may be missing) and an English gloss."""

    english: tuple[str, ...]
    italian: tuple[str, ...]
    gloss: str


@dataclass(frozen=True, slots=True)
class Wording:
    """An ESCO occupation in one language."""

    title: str
    others: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Occupation:
    """An ESCO occupation: `id` is the last part of its URI; the Italian `titles` are those of a man and of a woman."""

    id: str
    italian: Wording
    english: Wording

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.italian.title.split("/") if part.strip())


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a class, in both languages."""

    code: str
    italian: str
    english: str


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two sentences of one language and how alike people found them, 0 to 1."""

    first: str
    second: str
    score: float


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything training reads, from one folder.

    Raises:
        FileNotFoundError: the folder is not there; the message says what to do.
    """

    folder: Path = DATA

    def __post_init__(self) -> None:
        missing = [part for part in PARTS if not (self.folder / part).is_dir()]
        if missing:
            raise FileNotFoundError(
                f"The training texts are not all at {self.folder}: it lacks {', '.join(missing)}. Name the folder that "
                "holds encoder/, reference/ and evaluation/ with --data. The trained model ships with the package: "
                "training is only needed to change it."
            )

    def synsets(self) -> list[Synset]:
        """Open English WordNet joined with its Italian counterparts."""
        with gzip.open(self.folder / "encoder" / "wordnet_it_en.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [Synset(tuple(row["en"]), tuple(row["it"]), row["gloss"]) for row in rows]

    def occupations(self) -> list[Occupation]:
        """ESCO occupations that have a title in both languages, by id."""
        wordings = {language: self._wordings(language) for language in ("it", "en")}
        shared = sorted(wordings["it"].keys() & wordings["en"].keys())
        return [Occupation(uri.rpartition("/")[2], wordings["it"][uri], wordings["en"][uri]) for uri in shared]

    def groups(self) -> list[Label]:
        """Names of ISCO groups of occupations."""
        names = {
            language: {
                row["code"]: row["preferredLabel"] for row in self._table(f"reference/ISCOGroups_{language}.csv")
            }
            for language in ("it", "en")
        }
        return [Label(code, name, names["en"][code]) for code, name in names["it"].items() if code in names["en"]]

    def activities(self) -> list[Label]:
        """Names of economic activities, NACE Rev. 2 and its Swiss subdivisions."""
        rows = self._table("reference/noga2008_it_en_fr_de.csv")
        return [Label(row["code"], row["label_it"], row["label_en"]) for row in rows]

    def scored_pairs(self, language: Language, split: Literal["train", "dev", "test"]) -> list[ScoredPair]:
        """The STS benchmark; Italian and English lines say the same."""
        with (self.folder / "encoder" / f"stsb-{language}-{split}.csv").open(encoding="utf-8", newline="") as file:
            return [ScoredPair(first, second, float(score) / 5) for first, second, score in csv.reader(file)]

    def _wordings(self, language: Language) -> dict[str, Wording]:
        return {
            row["conceptUri"]: Wording(
                row["preferredLabel"].strip(),
                tuple(other.strip() for other in row["altLabels"].split("\n") if other.strip()),
                row["description"].strip(),
            )
            for row in self._table(f"reference/occupations_{language}.csv")
            if row["preferredLabel"].strip()
        }

    def _table(self, name: str) -> Iterator[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
