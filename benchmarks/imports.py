"""What an import costs: `python -m benchmarks.imports [--profiles 100000]`.

Invented profiles go from a CSV to committed rows and the saved market, as `matcher import` takes them there. The peer
stores the same cells and encodes the same texts without understanding any: pandas reads, our encoder encodes, sqlite3
inserts, numpy saves the vectors. Every figure comes from a process of its own; memory is what that process and those it
started hold together, pages of mapped files among it, sampled five times a second. Stages are timed in one process,
without helpers, in seconds of CPU.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.plots import Plot, Point
from benchmarks.reporting import Row, Table, publish
from matcher.domain.profiles import Contacts, Profile
from matcher.ports import UnitOfWork

SIZES = (1_000, 10_000)
BATCH = 500
NOTE = "Each figure from one fresh process; stages in microseconds of CPU a row, in one process without helpers."
STAGES = ("read", "annotate", "store", "encode")
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20

Figures = dict[str, float]
Result = TypeVar("Result")


def main(arguments: Sequence[str]) -> None:
    """Measure every size and publish the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description="Measure imports.")
    parser.add_argument("--profiles", type=int, default=100_000, help="profiles of the largest file")
    largest = parser.parse_args(arguments).profiles
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in [*(size for size in SIZES if size < largest), largest]:
            table = Path(folder) / f"{size}.csv"
            _fresh("make", size, table)
            whole, stages, peer = (_fresh(name, size, table) for name in ("import", "stages", "peer"))
            rows += [_row(size, "import", whole, stages), _row(size, "peer", peer, peer)]
    title = "Profiles from a CSV to the saved market, and the same cells and vectors kept unread"
    publish("imports", [Table(title, rows, NOTE)], [_plot(rows, "wall s"), _plot(rows, "MiB")])


def _plot(rows: Sequence[Row], measured: str) -> Plot:
    lines: dict[str, list[Point]] = {}
    for row in rows:
        lines.setdefault(str(row["what"]), []).append((float(str(row["profiles"])), float(str(row[measured]))))
    return Plot(f"{measured} to import", "profiles", measured, lines)


def _row(size: int, name: str, whole: Figures, stages: Figures) -> Row:
    return {
        "profiles": size,
        "what": name,
        "wall s": round(whole["wall"], 1),
        "CPU s": round(whole["cpu"], 1),
        "rows/s": round(size / whole["wall"]),
        "MiB": round(whole["memory"]),
        **{f"{stage} µs": round(1e6 * stages[stage] / size) if stage in stages else "" for stage in STAGES},
    }


def measure(name: str, size: int, table: Path) -> Figures:
    """One measurement, imports of modules included: seconds, and MiB at the most."""
    with tempfile.TemporaryDirectory() as folder, _largest_memory() as memory:
        started = perf_counter()
        figures = MEASURED[name](size, table, Path(folder))
        wall = perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return figures | {"wall": wall, "cpu": sum(one.ru_utime + one.ru_stime for one in used), "memory": memory[0]}


def _make(size: int, table: Path, _: Path) -> Figures:
    from benchmarks.synthetic.files import write  # noqa: PLC0415 - a measured process imports nothing before its time
    from benchmarks.synthetic.generator import profiles  # noqa: PLC0415

    write(profiles(size), table)
    return {}


def _import(_: int, table: Path, folder: Path) -> Figures:
    """The whole, as the command does it."""
    from matcher.bootstrap import Application  # noqa: PLC0415
    from matcher.cli.importing import run_import  # noqa: PLC0415
    from matcher.settings import load_settings  # noqa: PLC0415

    app = Application(load_settings(data_dir=folder))
    run_import(app, table)
    app.close()
    return {}


def _stages(_: int, table: Path, folder: Path) -> Figures:
    """Each stage by itself, batch by batch."""
    from matcher.bootstrap import Application  # noqa: PLC0415
    from matcher.domain.rows import ProfileRow  # noqa: PLC0415
    from matcher.engine.learning import Learner  # noqa: PLC0415
    from matcher.intake import open_profiles  # noqa: PLC0415
    from matcher.lexicon.annotation import Annotator  # noqa: PLC0415
    from matcher.settings import load_settings  # noqa: PLC0415

    app = Application(load_settings(data_dir=folder))
    annotator = Annotator(app.lexicon)
    encoder = Learner.of(app.answering.encoder, app.lexicon.skills).plain()
    took = dict.fromkeys(STAGES, 0.0)
    with open_profiles(table, app.lexicon.gazetteer) as file:
        rows = (row for row in file.rows() if isinstance(row, ProfileRow))
        while batch := _timed(took, "read", lambda: list(islice(rows, BATCH))):
            profiles = [row.profile for row in batch]
            annotated = _timed(took, "annotate", partial(annotator.annotate, profiles))
            contacts = [row.contacts for row in batch]
            with app.store.unit_of_work(write=True) as unit:
                pairs = list(zip(annotated, contacts, strict=True))
                _timed(took, "store", partial(_put, unit, pairs))
            _timed(took, "encode", partial(encoder.encode, annotated))
    app.close()
    return took


def _put(unit: UnitOfWork, pairs: Sequence[tuple[Profile, Contacts | None]]) -> None:
    unit.profiles.put_many(pairs)
    unit.commit()


def _peer(_: int, table: Path, folder: Path) -> Figures:
    """The same cells and texts, stored and encoded without reading them."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from embeddings import load_encoder  # noqa: PLC0415

    took = dict.fromkeys(("read", "store", "encode"), 0.0)
    encoder = load_encoder()
    frame = _timed(took, "read", lambda: pd.read_csv(table, dtype=str, keep_default_na=False))
    database = sqlite3.connect(folder / "peer.db")
    places = ", ".join("?" * len(frame.columns))
    database.execute(f"CREATE TABLE rows ({', '.join(frame.columns)})")

    def store() -> None:
        rows: Iterator[tuple[str, ...]] = frame.itertuples(index=False, name=None)
        database.executemany(f"INSERT INTO rows VALUES ({places})", rows)  # noqa: S608 - our own columns
        database.commit()

    _timed(took, "store", store)
    texts = [text for column in ("offers", "seeks") for cell in frame[column] for text in cell.split("|") if text]
    vectors = _timed(took, "encode", lambda: encoder.encode(texts, role="document"))
    np.save(folder / "vectors.npy", vectors)
    database.close()
    return took


MEASURED: dict[str, Callable[[int, Path, Path], Figures]] = {
    "make": _make,
    "import": _import,
    "stages": _stages,
    "peer": _peer,
}


def _timed(took: Figures, stage: str, run: Callable[[], Result]) -> Result:
    started = process_time()
    result = run()
    took[stage] += process_time() - started
    return result


@contextmanager
def _largest_memory() -> Iterator[list[float]]:
    """The most MiB that this process and its children held together, known at the end."""
    largest = [0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            largest[0] = max(largest[0], sum(map(_resident, [os.getpid(), *_children()])))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield largest
    finally:
        over.set()
        thread.join()


def _children() -> list[int]:
    tasks = Path("/proc/self/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_MIB
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _fresh(name: str, size: int, table: Path) -> Figures:
    program = "import json, sys; from pathlib import Path; from benchmarks.imports import measure\n"
    call = f"print(json.dumps(measure({name!r}, {size}, Path({str(table)!r}))))"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", program + call],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
