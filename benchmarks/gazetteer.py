"""How right the gazetteer is on official points whose districts are known.

Run from the repository's root with `python -m benchmarks.gazetteer [FILE]`; FILE has columns lat, lon, address, cap,
id_nil and municipio, and is by default the table of official points beside the repository. A CAP's hints were counted
on these very points, so they are also measured with each point left out of its own evidence.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.reporting import Table, publish
from matcher.domain.profiles import Place
from matcher.lexicon.gazetteer import Gazetteer, default_gazetteer
from matcher.lexicon.gazetteer.districts import Hint

POINTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "milan" / "points_with_nil.csv"


@dataclass(frozen=True, slots=True)
class OfficialPoint:
    """A point with the districts its register gives it; `address` and `cap` may be empty."""

    lat: float
    lon: float
    address: str
    cap: str
    nil: int
    municipio: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of `total` cases, `answered` were answered and `right` of them rightly."""

    name: str
    total: int
    answered: int
    right: int


def read_points(path: Path) -> list[OfficialPoint]:
    """The official points of a table with columns lat, lon, address, cap, id_nil and municipio."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            OfficialPoint(
                float(row["lat"]),
                float(row["lon"]),
                row["address"],
                row["cap"],
                int(row["id_nil"]),
                int(row["municipio"]),
            )
            for row in csv.DictReader(file)
        ]


def accuracies(gazetteer: Gazetteer, points: Sequence[OfficialPoint]) -> Iterator[Accuracy]:
    """Every figure, one after the other."""
    nils, municipi = gazetteer.locate_many([point.lat for point in points], [point.lon for point in points])
    yield _accuracy("NIL from coordinates", zip((point.nil for point in points), nils, strict=True))
    yield _accuracy("Municipio from coordinates", zip((point.municipio for point in points), municipi, strict=True))
    yield from _from_cap(gazetteer, [point for point in points if point.cap])
    yield from _from_address(gazetteer, [point for point in points if point.address])


def _from_cap(gazetteer: Gazetteer, points: Sequence[OfficialPoint]) -> Iterator[Accuracy]:
    def ranked(point: OfficialPoint, hints: Iterable[Hint], own: int, leave_out: bool) -> list[int]:
        counts = {hint.id: hint.count - (leave_out and hint.id == own) for hint in hints}
        return [one for one in sorted(counts, key=lambda one: (-counts[one], one)) if counts[one]]

    for leave_out, how in ((False, "as shipped"), (True, "point left out")):
        municipi = [ranked(p, gazetteer.caps[p.cap].municipi, p.municipio, leave_out) for p in points]
        nils = [ranked(p, gazetteer.caps[p.cap].nils, p.nil, leave_out) for p in points]
        yield _top(f"Municipio from CAP alone, {how}", [p.municipio for p in points], municipi, 1)
        yield _top(f"NIL from CAP alone, first, {how}", [p.nil for p in points], nils, 1)
        yield _top(f"NIL from CAP alone, first three, {how}", [p.nil for p in points], nils, 3)
    filled = [gazetteer.complete(Place(cap=point.cap)) for point in points]
    yield from _filled("CAP alone", points, filled)


def _from_address(gazetteer: Gazetteer, points: Sequence[OfficialPoint]) -> Iterator[Accuracy]:
    with_cap = [point for point in points if point.cap]
    texts = [f"{point.address}, {point.cap} Milano" for point in with_cap]
    yield from _filled("address with CAP", with_cap, [gazetteer.complete(Place(address=text)) for text in texts])
    bare = [gazetteer.complete(Place(address=f"{point.address}, Milano")) for point in points]
    yield from _filled("address without CAP", points, bare)


def _filled(what: str, points: Sequence[OfficialPoint], places: Sequence[Place]) -> Iterator[Accuracy]:
    pairs = list(zip(points, places, strict=True))
    yield _accuracy(f"Municipio filled in from {what}", ((point.municipio, place.municipio) for point, place in pairs))
    yield _accuracy(f"NIL filled in from {what}", ((point.nil, place.nil) for point, place in pairs))


def _accuracy(name: str, pairs: Iterable[tuple[int, int | None]]) -> Accuracy:
    cases = list(pairs)
    answered = [(wanted, got) for wanted, got in cases if got is not None]
    return Accuracy(name, len(cases), len(answered), sum(wanted == got for wanted, got in answered))


def _top(name: str, wanted: Sequence[int], ranked: Sequence[Sequence[int]], k: int) -> Accuracy:
    right = sum(one in found[:k] for one, found in zip(wanted, ranked, strict=True))
    return Accuracy(name, len(wanted), sum(bool(found) for found in ranked), right)


def _milliseconds(work: Callable[[], object], times: int) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return 1000 * min(once() for _ in range(times))


def _share(part: int, whole: int) -> str | None:
    return f"{part / whole:.2%}" if whole else None


def main(path: Path = POINTS) -> int:
    """Print the figures; exit code 1 when the points are absent."""
    if not path.is_file():
        sys.stderr.write(f"There are no official points at {path}. Name a table of points to measure on.\n")
        return 1
    gazetteer = default_gazetteer()
    points = read_points(path)
    rows = [
        {
            "what": one.name,
            "points": one.total,
            "answered": _share(one.answered, one.total),
            "right": _share(one.right, one.answered),
        }
        for one in accuracies(gazetteer, points)
    ]
    query = "cerco taglio laser su legno a Lambrate, vicino alla Stazione Centrale"
    lat, lon = np.array([point.lat for point in points]), np.array([point.lon for point in points])
    times = {
        "load": _milliseconds(lambda: default_gazetteer.__wrapped__("milan"), 5),
        "spot in a query": _milliseconds(lambda: gazetteer.spot(query), 50),
        f"locate {len(points):,} points": _milliseconds(lambda: gazetteer.locate_many(lat, lon), 5),
    }
    speed = [{"what": what, "ms": ms} for what, ms in times.items()]
    publish("gazetteer", [Table("Official points of known districts", rows), Table("Speed", speed)])
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
