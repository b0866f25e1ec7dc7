"""Cost against size: `python -m benchmarks.growth [SIZE ...]`, by default 1,000 and 10,000 invented profiles.

Each size is measured in a process of its own, in time of the processor: to import them (per profile, into SQLite,
encoded), to answer one explained question, to take one changed profile into the answers; and the memory. The exponent
is the slope of a straight line through the logarithms: 0 for a cost that does not grow, 1 for one in proportion to the
size.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import linear_regression, median
from time import process_time

from benchmarks.machine import peak_mib
from benchmarks.plots import Plot, Point
from benchmarks.questions import questions
from benchmarks.reporting import Table, publish
from benchmarks.servers import filled

SIZES = (1_000, 10_000)
UPDATES = 20
COSTS = ("import ms/profile", "start s", "match ms", "update ms", "memory MiB")


def exponent(points: Sequence[Point]) -> float:
    """How fast a cost grows: the power of the size it goes with, fitted by least squares; NaN for one size."""
    if len(points) < 2:
        return math.nan
    return linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points]).slope


def measure(size: int) -> dict[str, float]:
    """What so many profiles cost in this process; medians where it is done often."""
    from api.routes.match import answer  # noqa: PLC0415 -- the parent needs none of it
    from api.schemas.questions import MatchIn  # noqa: PLC0415
    from matcher.usecases.keeping import save_profile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        app, profiles, imported_s = filled(Path(folder), size)
        started = process_time()
        app.warm_up()
        started_s = process_time() - started
        matched = []
        for body in questions(profiles)["by id"]:
            started = process_time()
            answer(MatchIn.model_validate(body), app, deadline=0.0)
            matched.append(process_time() - started)
        updated = []
        for number, profile in enumerate(profiles[:UPDATES]):
            changed = replace(profile, description=f"Nuovo {number}")
            started = process_time()
            save_profile(changed, None, store=app.store, lexicon=app.lexicon, follower=app.follower)
            updated.append(process_time() - started)
        app.close()
    costs = (1000 * imported_s / size, started_s, 1000 * median(matched), 1000 * median(updated), peak_mib())
    return dict(zip(COSTS, costs, strict=True))


def main() -> None:
    """Measure every size and fit the exponents."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    found = {size: _in_a_process(size) for size in sizes}
    lines = {name: [(float(size), one[name]) for size, one in found.items()] for name in COSTS}
    rows: list[dict[str, object]] = [{"profiles": f"{size:,}", **one} for size, one in found.items()]
    rows.append({"profiles": "exponent", **{name: exponent(points) for name, points in lines.items()}})
    publish(
        "growth",
        [Table("Cost against size", rows, "time of the processor, one thread; match and update are medians")],
        [Plot("Cost against size", "profiles", "ms", {name: lines[name] for name in COSTS if "ms" in name})],
    )


def _in_a_process(size: int) -> dict[str, float]:
    program = f"import json; from benchmarks.growth import measure; print(json.dumps(measure({size})))"
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
