"""`matcher evaluate --set`: how well texts are ranked for texts, on a folder of queries, documents and judgements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from embeddings import load_encoder
from matcher.cli.output import counted, err, out, print_json
from matcher.evaluation.report import Section
from matcher.evaluation.retrieval_report import measure
from matcher.evaluation.retrieval_set import RetrievalSet, load_retrieval_set
from matcher.usecases.evaluating import ENGINE, TITLES, text_rankers


def evaluate_set(folder: Path, *, baselines: bool, as_json: bool) -> None:
    """Measure the engine's ranking of a set's documents, beside the baselines if these are wanted.

    Raises:
        NotFound: a file of the set is missing.
        InvalidInput: a file of the set breaks a rule.
    """
    judged = load_retrieval_set(folder)
    sections = {}
    for name, ranker in text_rankers(load_encoder("minilm")).items():
        if baselines or name == ENGINE:
            err.print(f"[dim]Ranking {counted(len(judged.documents), 'document')} with {TITLES[name]} …[/]")
            sections[name] = measure(judged, ranker)
    if as_json:
        print_json(_data(judged, sections))
    else:
        _print(judged, sections)


def _print(judged: RetrievalSet, sections: Mapping[str, Section]) -> None:
    asked, among = f"{len(judged.qrels):,} judged queries", counted(len(judged.documents), "document")
    out.print(f"[bold]{escape(judged.name)}[/]: {asked}, {among} (mean, 95% interval)")
    table = Table("")
    for name in sections:
        table.add_column(TITLES[name], justify="right")
    for metric in sections[ENGINE].estimates:
        estimates = [section.estimates[metric] for section in sections.values()]
        table.add_row(metric, *(f"[bold]{one.mean:.3f}[/]\n{one.low:.3f}–{one.high:.3f}" for one in estimates))
    out.print(table, soft_wrap=False)
    out.print("[dim]@k looks at the first k documents; equal scores are broken against each ranking.[/]")


def _data(judged: RetrievalSet, sections: Mapping[str, Section]) -> dict[str, Any]:
    return {
        "set": judged.name,
        "queries": len(judged.queries),
        "judged": len(judged.qrels),
        "documents": len(judged.documents),
        "rankers": {
            name: {
                metric: {"mean": one.mean, "low": one.low, "high": one.high}
                for metric, one in section.estimates.items()
            }
            for name, section in sections.items()
        },
    }
