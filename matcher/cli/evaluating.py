"""`matcher evaluate`: how good the matches are, on queries judged by hand, and how well texts are ranked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from matcher.cli.output import Json, application, err, out, print_json
from matcher.errors import InvalidInput
from matcher.evaluation.golden import Split, load_golden
from matcher.usecases.samples import golden_folder, sample_tables

if TYPE_CHECKING:
    from matcher.bootstrap import Application
    from matcher.evaluation.report import CrossLingual, Report, Section


def evaluate(
    split: Annotated[
        Split | None,
        typer.Option(help="Queries of the golden set: `test` (default) is only measured, `dev` is the one to tune on."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--set", help="Measure on a folder with queries.tsv, corpus.tsv and qrels.tsv instead."),
    ] = None,
    baselines: Annotated[
        bool,
        typer.Option(help="With --set, measure character TF-IDF, BM25 and MiniLM too; MiniLM is slow on a large set."),
    ] = True,
    as_json: Json = False,
) -> None:
    """Measure the matches of the sample profiles on the golden set, or the ranking of texts of any set of yours."""
    with application(as_json=as_json) as app:
        if folder is None and not baselines:
            raise InvalidInput("--no-baselines goes with --set FOLDER.", field="baselines")
        if folder is not None and split is not None:
            raise InvalidInput("--split goes with the golden set, not with --set.", field="split")
        if folder is None:
            _evaluate_golden(app, split or Split.TEST, as_json=as_json)
        else:
            _evaluate_set(folder, baselines=baselines, as_json=as_json)


def _evaluate_set(folder: Path, *, baselines: bool, as_json: bool) -> None:
    from matcher.cli.retrieval_sets import evaluate_set

    evaluate_set(folder, baselines=baselines, as_json=as_json)


def _evaluate_golden(app: Application, split: Split, *, as_json: bool) -> None:
    from matcher.evaluation.report import evaluate as measure
    from matcher.usecases.evaluating import baseline_run, engine_run

    with sample_tables() as tables, golden_folder() as folder:
        golden = load_golden(folder).only(split)
        profiles = [profile for table in tables for profile in app.imports.read_profiles(table)]
        err.print(f"[dim]Encoding {len(profiles)} sample profiles (remembered for the next time) …[/]")
        ours = measure(golden, engine_run(golden, app.configured.engine(profiles), app.lexicon))
        baseline = measure(golden, baseline_run(golden, profiles))
        if as_json:
            reports = {"engine": _data(ours), "char_tfidf": _data(baseline)}
            print_json({"split": split, "queries": ours.overall.queries, "model": app.configured.fingerprint} | reports)
        else:
            _print(ours, baseline, split)


def _print(ours: Report, baseline: Report, split: Split) -> None:
    table = Table(
        title=f"{ours.overall.queries} {split} queries, cut-off {ours.k} (mean [95% interval])", title_justify="left"
    )
    table.add_column("")
    for heading in ("engine", "char TF-IDF"):
        table.add_column(heading, justify="right")
    for name, estimate in ours.overall.estimates.items():
        other = baseline.overall.estimates[name]
        table.add_row(
            f"[bold]{name}[/]",
            f"[bold]{estimate.mean:.3f}[/] [{estimate.low:.2f}, {estimate.high:.2f}]",
            f"{other.mean:.3f} [{other.low:.2f}, {other.high:.2f}]",
        )
    groups = {**ours.by_direction, **ours.by_kind}
    others = {**baseline.by_direction, **baseline.by_kind}
    for name, section in groups.items():
        table.add_row(f"{name} ({section.queries})", _ndcg(section), _ndcg(others[name]))
    for (asked, found), section in ours.crossed.pairs.items():
        table.add_row(
            f"asked in {asked}, found in {found}", _ndcg(section), _ndcg(baseline.crossed.pairs[asked, found])
        )
    for language in ours.synthetic.gaps:
        table.add_row(
            f"lost across languages, asked in {language}",
            _gap(ours.synthetic, language),
            _gap(baseline.synthetic, language),
        )
    out.print(table, soft_wrap=False)
    out.print(
        "[dim]By direction, kind and language: nDCG. Lost across languages: nDCG lost when the answers are in the "
        "other language, on the synthetic profiles, where both are equally frequent.[/]"
    )


def _ndcg(section: Section) -> str:
    estimate = next(iter(section.estimates.values()), None)
    return f"{estimate.mean:.3f}" if estimate else "–"


def _gap(crossed: CrossLingual, language: str) -> str:
    relative = crossed.gaps[language].relative
    return "–" if relative is None else f"{relative:+.1%}"


def _data(report: Report) -> dict[str, Any]:
    return {
        "overall": _section(report.overall),
        "by_direction": {name: _section(section) for name, section in report.by_direction.items()},
        "by_kind": {name: _section(section) for name, section in report.by_kind.items()},
        "by_language": {name: _section(section) for name, section in report.by_language.items()},
        "crossed": _crossed(report.crossed),
        "synthetic": _crossed(report.synthetic),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        name: {"mean": one.mean, "low": one.low, "high": one.high, "queries": one.queries}
        for name, one in section.estimates.items()
    }


def _crossed(crossed: CrossLingual) -> dict[str, Any]:
    return {
        "pairs": {f"{asked}-{found}": _section(section) for (asked, found), section in crossed.pairs.items()},
        "gaps": {
            language: {"home": gap.home, "away": gap.away, "relative": gap.relative, "queries": gap.queries}
            for language, gap in crossed.gaps.items()
        },
    }
