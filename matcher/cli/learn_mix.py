"""Learn how kinds of evidence mix: `python -m matcher.cli.learn_mix`, or `make train-mix`.

Learnt on texts that the measured encoder has not seen (`embeddings.training.holdout`), on other names of held-out
occupations, and on the development queries of the golden set. What is printed is measured on queries apart from those
learnt from; what ships is learnt from all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from embeddings.bundled import LANGUAGES
from embeddings.static_encoder import StaticEncoder
from embeddings.token_space import TokenSpace
from embeddings.training.holdout import MEASURED
from embeddings.training.sources import DATA, Sources
from matcher.bootstrap import Application
from matcher.evaluation.golden import Split, load_golden
from matcher.evaluation.retrieval_set import RetrievalSet, load_retrieval_set
from matcher.lexicon.skills import default_skills
from matcher.retrieval.mix import COMPONENTS, DISTINCT, LEARNT, SHAPE, Mix
from matcher.retrieval.ranking import TextRanker
from matcher.retrieval.training.candidates import halves, judged_rows
from matcher.retrieval.training.measures import mean_reciprocal_rank
from matcher.retrieval.training.objective import Judged, learn
from matcher.retrieval.training.sets import held_out, misspelt, other_names
from matcher.settings import load_settings
from matcher.usecases.evaluating import golden_texts
from matcher.usecases.samples import golden_folder, sample_tables

MISSPELT = ("esco_title_it2en", "esco_title2desc_it")
"""Sets that are learnt from a second and a third time, with slips of the pen in their queries."""

TEXT_WEIGHT, GOLDEN_WEIGHT = 3, 18
"""How often a set of texts and the golden set count beside a misspelt one: the golden set asks as a market is asked."""


def main() -> int:
    """Learn, print how well, write; exit code 1 where the texts or the measured model are absent."""
    parser = argparse.ArgumentParser(prog="python -m matcher.cli.learn_mix", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder that holds encoder/, reference/ and evaluation/"
    )
    parser.add_argument("--model", type=Path, default=MEASURED, help="the model that has not seen what is held out")
    parser.add_argument("--output", type=Path, default=LEARNT)
    options = parser.parse_args()
    if not options.model.is_dir():
        sys.stderr.write(f"There is no model at {options.model}; make it with: make train-encoder\n")
        return 1
    try:
        sources = Sources(options.data)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    encoder = StaticEncoder(options.model, languages=LANGUAGES)
    ranker = TextRanker(encoder, default_skills(), TokenSpace(encoder.model))
    judged = {one.name: judged_rows(one, ranker) for one in [*_text_sets(sources), _golden_set()]}
    apart = [{name: halves(rows)[half] for name, rows in judged.items()} for half in (0, 1)]
    crossed = [(_learn(apart[half]), apart[1 - half]) for half in (0, 1)]
    for name in judged:
        figures = [mean_reciprocal_rank(rows[name], mix) for mix, rows in crossed]
        sys.stdout.write(f"{name}: MRR {sum(figures) / 2:.3f}\n")
    options.output.write_text(json.dumps(_document(_learn(judged)), indent=2) + "\n", encoding="utf-8")
    return 0


def _text_sets(sources: Sources) -> list[RetrievalSet]:
    folders = sorted(path for path in (sources.folder / "evaluation").iterdir() if path.is_dir())
    sets = [held_out(load_retrieval_set(folder)) for folder in folders]
    slips = [misspelt(one, edits) for one in sets if one.name in MISSPELT for edits in (1, 2)]
    return [*sets, *other_names(sources.occupations()), *slips]


def _golden_set() -> RetrievalSet:
    app = Application(load_settings())
    with sample_tables() as tables, golden_folder() as folder:
        profiles = [profile for table in tables for profile in app.imports.read_profiles(table)]
        return golden_texts(load_golden(folder).only(Split.DEV), profiles, app.lexicon)


def _learn(judged: dict[str, Judged]) -> Mix:
    return learn([rows for name, rows in judged.items() for _ in range(_weight(name))])


def _weight(name: str) -> int:
    if name == "golden":
        return GOLDEN_WEIGHT
    return 1 if "typos" in name else TEXT_WEIGHT


def _document(mix: Mix) -> dict[str, object]:
    rows = zip((*COMPONENTS, DISTINCT), mix.bias, mix.slope, strict=True)
    return {
        "trust": {
            name: {
                "bias": round(float(bias), 3),
                "slope": {feature: round(float(value), 3) for feature, value in zip(SHAPE, slope, strict=True)},
            }
            for name, bias, slope in rows
        }
    }


if __name__ == "__main__":
    sys.exit(main())
