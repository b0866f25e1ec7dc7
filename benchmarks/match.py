"""How long `POST /match` takes over invented profiles: `python -m benchmarks.match [SIZE ...] [--seconds S]`.

In this process: from the body as it was read to the bytes that are sent, in time of the processor. Over HTTP: a server
of its own, one worker, load that arrives at random (see `benchmarks.open_loop`), on the cores that the client uses too.
The peer, in the same run, is what most would write first: scikit-learn's character TF-IDF and one cosine per profile,
without filters, counts, two directions or reasons. It shows the price of those.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from api.routes.match import answer, as_json
from api.schemas.questions import MatchIn
from benchmarks.latencies import highest_rate, percentile
from benchmarks.open_loop import asking, drive
from benchmarks.plots import Plot
from benchmarks.questions import questions
from benchmarks.reporting import Row, Table, publish
from benchmarks.servers import filled, served
from matcher.bootstrap import Application
from matcher.domain.profiles import Profile

SIZES = (1_000, 10_000)
ROUNDS = 3
QUIET_RATE = 5.0
"""Requests a second that no answer waits for another at."""


def main() -> None:
    """Measure each size in this process and over HTTP."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--seconds", type=float, default=8, help="of each run over HTTP")
    options = parser.parse_args()
    inside: list[Row] = []
    outside: list[Row] = []
    rates: list[Row] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            app, profiles, _ = filled(Path(folder), size)
            app.warm_up()
            asked = questions(profiles)
            inside += _in_process(size, app, profiles, asked)
            app.close()
            answered, rate = _over_http(size, Path(folder), asked, options.seconds)
            outside += answered
            rates.append(rate)
    publish(
        "match",
        [
            Table(
                "In process",
                inside,
                f"ms of the processor, one thread, {ROUNDS} rounds over every question; ten matches, explained",
            ),
            Table("Over HTTP", outside, f"from the scheduled time, {QUIET_RATE:g} requests a second at random"),
            Table("Most requests a second with p99 within 50 ms", rates, "by id; start-up with everything encoded"),
        ],
        [_plot(inside)],
    )


def _in_process(
    size: int, app: Application, profiles: Sequence[Profile], asked: Mapping[str, list[dict[str, Any]]]
) -> list[Row]:
    peer = _timed(_peer(profiles))
    rows: list[Row] = []
    for kind, bodies in asked.items():
        ours = _timed([_asked(body, app) for body in bodies])
        rows.append(_row(size, kind, ours) | {"x peer": percentile(ours, 0.5) / percentile(peer, 0.5)})
    return [*rows, _row(size, "peer: char TF-IDF", peer) | {"x peer": 1.0}]


def _asked(body: dict[str, Any], app: Application) -> Callable[[], object]:
    return lambda: as_json(answer(MatchIn.model_validate(body), app, deadline=0.0))


def _peer(profiles: Sequence[Profile]) -> list[Callable[[], object]]:
    texts = [" ".join(item.text for item in one.offers + one.seeks) for one in profiles]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform(texts)

    def ask(text: str) -> Callable[[], object]:
        return lambda: (vectorizer.transform([text]) @ matrix.T).toarray().argsort()[0, -10:]

    return [ask(text) for text in texts[:: max(1, len(texts) // 60)]]


def _timed(acts: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds of the processor for every act of every round, ascending."""
    took = []
    for _ in range(ROUNDS):
        for act in acts:
            started = process_time()
            act()
            took.append((process_time() - started) * 1000)
    return sorted(took)


def _row(size: int, kind: str, ascending: Sequence[float]) -> dict[str, object]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {"profiles": f"{size:,}", "kind": kind} | {name: percentile(ascending, at) for name, at in shares.items()}


def _over_http(
    size: int, folder: Path, asked: Mapping[str, list[dict[str, Any]]], seconds: float
) -> tuple[list[Row], Row]:
    calls = {kind: [asking(kind, "/match", body) for body in bodies] for kind, bodies in asked.items()}
    rows: list[Row] = []
    with served(folder) as server:
        for kind, same in calls.items():
            rows.append(
                {"profiles": f"{size:,}", **drive(server.url, same, QUIET_RATE, seconds).all.row()} | {"kind": kind}
            )
        best = highest_rate(lambda rate: drive(server.url, calls["by id"], rate, seconds))
        return rows, {
            "profiles": f"{size:,}",
            "requests/s": None if best is None else best.all.rate,
            "p99 ms": None if best is None else best.all.p99,
            "start-up s": server.ready_s,
            "memory MiB": server.peak_mib,
        }


def _plot(rows: Sequence[Row]) -> Plot:
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        at = float(str(row["profiles"]).replace(",", ""))
        lines.setdefault(str(row["kind"]), []).append((at, float(str(row["p50"]))))
    return Plot("One explained answer, in process", "profiles", "ms of the processor (median)", lines)


if __name__ == "__main__":
    main()
