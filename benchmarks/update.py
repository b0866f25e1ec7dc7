"""How soon a written profile is matched: `python -m benchmarks.update [SIZE] [--seconds S]`, over invented profiles.

From the moment a PUT is sent until an answer that holds the profile has arrived: on the server that took it, and on a
second one on the same database. Then searches while one request in five writes, beside the same searches alone; and
profiles that an answer held although their DELETE had returned before it was asked for, of which there must be none.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.latencies import percentile
from benchmarks.open_loop import Call, asking, drive
from benchmarks.questions import questions
from benchmarks.reporting import Row, Table, publish
from benchmarks.servers import Line, filled, served
from matcher.bootstrap import Application
from matcher.domain.profiles import Item, Kind, Profile
from matcher.usecases.keeping import save_profile

WRITES = 40
RATE = 8.0
"""Searches a second; the writes come on top."""
SEARCHES_A_WRITE = 4
PATIENCE_S = 30.0


def main() -> int:
    """Measure one size; 1 when a deleted profile was answered with or a call failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1_000)
    parser.add_argument("--seconds", type=float, default=15, help="of searches with and without writes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app, profiles, _ = filled(Path(folder), options.size)
        app.warm_up()
        soon = [_row("in process", _kept_in_process(app))]
        app.close()
        with served(Path(folder)) as first, served(Path(folder)) as second:
            here, there = first.line(), second.line()
            soon.append(_row("the same server", [_seen(here, here, number) for number in range(WRITES)]))
            soon.append(_row("a second server", [_seen(here, there, WRITES + number) for number in range(WRITES)]))
            stale = sum(_stale(here, [here, there], number) for number in range(2 * WRITES))
            bodies = questions(profiles)["by id"]
            searches = [asking("search", "/match", body) for body in bodies]
            alone = drive(first.url, searches, RATE, options.seconds)
            mixed = drive(first.url, _mixed(searches), RATE * (1 + 1 / SEARCHES_A_WRITE), options.seconds)
    under: list[Row] = [{"run": "searches alone", **alone.all.row()}]
    under += [{"run": "with writes", **kind.row()} for kind in mixed.kinds]
    size = f"{options.size:,} profiles"
    publish(
        "update",
        [
            Table(f"From a write to the first answer with it, {size}", soon, f"ms, {WRITES} writes each"),
            Table("Searches under writes", under, f"{RATE:g} searches a second, one write to {SEARCHES_A_WRITE}"),
            Table("Deleted profiles in answers", [{"deletes": 2 * WRITES, "on": "both servers", "found": stale}]),
        ],
    )
    return int(bool(stale or mixed.all.errors or alone.all.errors))


def _body(number: int) -> dict[str, Any]:
    return {"kind": "artisan", "name": f"Nuovo {number}", "offers": [f"restauro di grammofoni a tromba {number}"]}


def _question(number: int) -> dict[str, Any]:
    return {"query": _body(number)["offers"][0], "k": 100}


def _seen(writer: Line, reader: Line, number: int) -> float:
    """Milliseconds from a write through one line to an answer that holds it through another.

    Raises:
        TimeoutError: it was not seen.
    """
    started = perf_counter()
    writer.call("PUT", f"/profiles/new-{number}", _body(number))
    while f"new-{number}" not in _found(reader, number):
        if perf_counter() - started > PATIENCE_S:
            raise TimeoutError(f"new-{number} was not seen within {PATIENCE_S:g} s.")
    return (perf_counter() - started) * 1000


def _stale(writer: Line, readers: Sequence[Line], number: int) -> int:
    """In how many answers a profile is that was deleted before they were asked for."""
    writer.call("DELETE", f"/profiles/new-{number}")
    return sum(f"new-{number}" in _found(reader, number) for reader in readers)


def _found(reader: Line, number: int) -> set[str]:
    _, answer = reader.call("POST", "/match", _question(number))
    return {match["profile"]["id"] for match in answer["matches"]}


def _kept_in_process(app: Application) -> list[float]:
    took = []
    for number in range(WRITES):
        text = f"restauro di grammofoni a tromba {number}"
        profile = Profile(f"inside-{number}", Kind.ARTISAN, f"Nuovo {number}", offers=(Item(text),))
        started = perf_counter()
        save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)
        took.append((perf_counter() - started) * 1000)
    return took


def _mixed(searches: Sequence[Call]) -> list[Call]:
    mixed: list[Call] = []
    for number, search in enumerate(searches):
        mixed.append(search)
        if number % SEARCHES_A_WRITE == SEARCHES_A_WRITE - 1:
            mixed.append(Call("write", "PUT", f"/profiles/busy-{number}", json.dumps(_body(number)).encode()))
    return mixed


def _row(where: str, took: Sequence[float]) -> Row:
    ascending = sorted(took)
    return {
        "seen by": where,
        "p50": percentile(ascending, 0.5),
        "p95": percentile(ascending, 0.95),
        "max": ascending[-1],
    }


if __name__ == "__main__":
    sys.exit(main())
