"""Recommendations for a whole market, with and without correction: `python -m benchmarks.market [--side 2000]`.

Random sparse utilities in which a few people are sought by many. The peers, each in a process of its own on the same
utilities: each one's best without any correction, and iterative proportional fitting over a dense matrix in plain
numbers (numpy), as the method is usually written. Seconds are of the process's CPU, memory is its peak. Then the sample
profiles, or with `--end-to-end N` so many invented ones, from the question to what is kept, with what helpers used.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.reporting import Row, Table, publish
from benchmarks.servers import filled
from matcher.bootstrap import Application
from matcher.domain.jobs import JobState
from matcher.domain.markets import MarketQuestion
from matcher.markets.candidates import Candidates, Floats, gathered, mutual_joint
from matcher.markets.effects import effects
from matcher.markets.equilibrium import SPREAD, TOLERANCE, equilibrium
from matcher.markets.ranking import best_of_left, best_of_right
from matcher.settings import load_settings
from matcher.usecases.jobs import find_job
from matcher.usecases.samples import sample_tables

DENSE_UP_TO = 5000
"""People on a side beyond which a dense matrix would take gigabytes."""
ROUNDS = 2000


def main() -> None:
    """Measure each method in a process of its own, then the samples; print a table and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=2000, help="people on each side")
    parser.add_argument("--candidates", type=int, default=200, help="candidates of each on the left")
    parser.add_argument("--k", type=int, default=20, help="recommendations for each, and meetings each can take")
    parser.add_argument("--end-to-end", type=int, default=0, help="invented profiles, instead of the samples")
    parser.add_argument("--method", choices=METHODS, help="measure only this one, in this process")
    asked = parser.parse_args()
    if asked.method:
        json.dump(_measured(asked.method, asked.side, asked.candidates, asked.k), sys.stdout)
        return
    names = [name for name in METHODS if name != "dense numpy" or asked.side <= DENSE_UP_TO]
    market = {name: _in_its_own_process(name, asked) for name in names}
    note = f"{asked.candidates} candidates each on the left, k {asked.k}, spread {SPREAD}; CPU seconds, in one thread"
    publish(
        "market",
        [
            Table(f"Random utilities, {asked.side:,} a side", [_row(name, one) for name, one in market.items()], note),
            Table("From the question to what is kept", _end_to_end(asked.end_to_end, asked.k)),
        ],
    )


def _row(name: str, one: dict[str, Any]) -> Row:
    effect = one["effects"]
    return {
        "method": name,
        "CPU s": one["cpu_s"],
        "ranking CPU s": one["ranking_cpu_s"],
        "peak MiB": one["peak_mib"],
        "Gini": round(effect["right"]["gini"], 3),
        "recommended to nobody": round(effect["right"]["nobody"], 3),
        "pairs told to both": effect["reciprocal"],
        "what these gain": round(effect["reciprocal_utility"]),
    }


def _plain(candidates: Candidates, joint: Floats, capacity: Floats) -> tuple[Floats, dict[str, Any]]:
    return joint, {}


def _sparse(candidates: Candidates, joint: Floats, capacity: Floats) -> tuple[Floats, dict[str, Any]]:
    found = equilibrium(candidates, joint, capacity, capacity)
    return found.amounts, {"rounds": found.rounds, "residual": found.residual}


def _dense(candidates: Candidates, joint: Floats, capacity: Floats) -> tuple[Floats, dict[str, Any]]:
    kernel = np.zeros((candidates.lefts, candidates.rights))
    kernel[candidates.left, candidates.right] = np.exp(joint / SPREAD)
    a = b = np.sqrt(capacity)
    residual, rounds = np.inf, 0
    while residual > TOLERANCE and rounds < ROUNDS:
        half = kernel @ b / 2
        a = np.sqrt(capacity + half**2) - half
        half = kernel.T @ a / 2
        b = np.sqrt(capacity + half**2) - half
        residual = float(np.abs((a**2 + a * (kernel @ b)) / capacity - 1).max())
        rounds += 1
    amounts = joint / SPREAD + np.log(a)[candidates.left] + np.log(b)[candidates.right]
    return amounts, {"rounds": rounds, "residual": residual}


METHODS: dict[str, Callable[[Candidates, Floats, Floats], tuple[Floats, dict[str, Any]]]] = {
    "each one's best": _plain,
    "matcher": _sparse,
    "dense numpy": _dense,
}


def _measured(method: str, side: int, wanted: int, k: int) -> dict[str, Any]:
    candidates = _market(side, wanted)
    joint = mutual_joint(candidates.to_left, candidates.to_right)
    before = process_time()
    scores, told = METHODS[method](candidates, joint, np.full(side, float(k)))
    solved = process_time()
    of_left, of_right = best_of_left(candidates, scores, k), best_of_right(candidates, scores, k)
    ranked = process_time()
    return {
        "pairs": len(candidates),
        "cpu_s": round(solved - before, 3),
        "ranking_cpu_s": round(ranked - solved, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        **told,
        "effects": asdict(effects(candidates, joint, of_left, of_right)),
    }


def _market(side: int, wanted: int) -> Candidates:
    """Utilities drawn from beta(2, 4), higher of the few whom many seek: seed 0."""
    rng = np.random.default_rng(0)
    sought = rng.random(side) ** 3
    left = np.repeat(np.arange(side), wanted)
    right = rng.choice(side, size=side * wanted, p=sought / sought.sum())
    to_left = np.minimum(rng.beta(2, 4, side * wanted) + 0.3 * sought[right], 1.0)
    return gathered(side, side, left, right, to_left, rng.beta(2, 4, side * wanted))


def _in_its_own_process(method: str, asked: argparse.Namespace) -> dict[str, Any]:
    options = [f"--side={asked.side}", f"--candidates={asked.candidates}", f"--k={asked.k}", f"--method={method}"]
    command = [sys.executable, "-m", "benchmarks.market", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _end_to_end(invented: int, k: int) -> list[Row]:
    """Everyone who seeks and everyone who offers, of the sample profiles or of invented ones."""
    with tempfile.TemporaryDirectory() as folder:
        if invented:
            app, _, _ = filled(Path(folder), invented)
        else:
            app = Application(load_settings(data_dir=Path(folder)))
            with sample_tables() as tables:
                for table in tables:
                    app.imports.import_file(table)
        app.save_market()
        app.follower.catch_up()
        started, before = perf_counter(), _cpu_s()
        job = app.markets.start(MarketQuestion(k=k, left_capacity=k, right_capacity=k))
        app.markets.runner.run(job.id)
        wall = perf_counter() - started
        job = find_job(job.id, app.store)
        app.close()
    if job.state is not JobState.DONE or job.result is None:
        raise SystemExit(f"The market is {job.state}: {job.problem}")
    result: dict[str, Any] = dict(job.result)
    return [
        {
            "ranked by": name,
            "who seek": result["left"],
            "who offer": result["right"],
            "pairs": result["pairs"],
            "wall s": round(wall, 1),
            "CPU s": round(_cpu_s() - before, 1),
            "Gini": round(result[when]["right"]["gini"], 3),
            "recommended to nobody": round(result[when]["right"]["nobody"], 3),
        }
        for when, name in (("before", "score"), ("after", "equilibrium"))
    ]


def _cpu_s() -> float:
    """Of this process and of those that have helped it and ended."""
    helped = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + helped.ru_utime + helped.ru_stime


if __name__ == "__main__":
    main()
