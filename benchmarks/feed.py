"""Whether followers of the log of changes miss any while many write, and one of them is killed again and again.

Run from the repository's root with `python -m benchmarks.feed`. Writers in several processes change profiles with
random delays before and in the middle of their transactions, some of which they leave without a commit. Followers in
other processes read on from the last number that they have noted; one is killed at random moments and started again.
`--database URL` names an empty database; without, it is a new file of SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path

from matcher.domain.profiles import Kind, Profile
from matcher.errors import Unavailable
from matcher.store import SqlStore, open_store

WRITERS, CHANGES, FOLLOWERS, PROCESSES = 32, 100_000, 3, 4
PROFILES = 200
"""Few, so that writers change the same ones."""
MOST_IN_A_UNIT = 4
DELETED = 0.3
"""The share of units that erase a profile."""
LEFT = 0.1
"""The share of units left without a commit."""
LIFETIME_S = (0.0, 0.3)
"""How long the unlucky follower lives after its first note, at least and at most."""
_LOOK_S = 0.01

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class Followed:
    """What a follower has noted, compared with the log: numbers it missed, noted twice, out of order or otherwise."""

    noted: int
    missed: int
    double: int
    disordered: int
    different: int

    @property
    def flawless(self) -> bool:
        """Whether every change was noted once, in order and as it is in the log."""
        return not (self.missed or self.double or self.disordered or self.different)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the followers noted of `changes` committed changes, how often one was killed, and the seconds it took."""

    changes: int
    killed: int
    followers: Sequence[Followed]
    wall_s: float


def measure(
    url: str, folder: Path, *, writers: int = WRITERS, changes: int = CHANGES, delay_s: float = 0.002, seed: int = 0
) -> Outcome:
    """Let `writers` commit at least `changes` changes at `url` and compare the log with what three followers noted.

    Notes are kept in `folder`; `delay_s` is the longest pause before a transaction and in the middle of it.
    """
    rng = random.Random(seed)  # noqa: S311 -- delays, no secret
    started = time.perf_counter()
    # A file, since an event of multiprocessing stays locked for ever by who is killed while it looks.
    over = folder / "over"
    notes = [folder / f"follower-{number}.txt" for number in range(FOLLOWERS)]
    lasting = [_started(follow, url, path, over) for path in notes[1:]]
    share, each = -(-writers // PROCESSES), -(-changes // writers)
    at_work = [_started(write, url, share, each, delay_s, rng.random()) for _ in range(PROCESSES)]
    unlucky, killed = _started(follow, url, notes[0], over), 0
    while any(process.is_alive() for process in at_work):
        _let_note_something(notes[0], at_work)
        time.sleep(rng.uniform(*LIFETIME_S))
        unlucky.kill()
        unlucky.join()
        killed += 1
        unlucky = _started(follow, url, notes[0], over)
    over.touch()
    for process in (*at_work, *lasting, unlucky):
        process.join()
    failed = [process.exitcode for process in (*at_work, *lasting, unlucky) if process.exitcode]
    if failed:
        raise RuntimeError(f"{len(failed)} of the writers and followers broke down.")
    wall_s = time.perf_counter() - started
    with open_store(url) as store:
        log = read_log(store)
    return Outcome(len(log), killed, [compared(read_notes(path), log) for path in notes], wall_s)


def write(url: str, writers: int, changes: int, delay_s: float, seed: float) -> None:
    """Change profiles in `writers` threads until each has committed `changes` changes."""
    store = open_store(url)
    # A thread that failed leaves what it should have written unwritten, and its process must not end well.
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            _write(store, random.Random(f"{seed}-{number}"), changes, delay_s)  # noqa: S311 -- delays, no secret
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    sys.exit(bool(failures))


def follow(url: str, notes: Path, over: Path) -> None:
    """Note every change after the last one in `notes`, a line each, until the file `over` is there and none is left."""
    store = open_store(url)
    last = read_notes(notes)[-1][0] if read_notes(notes) else 0
    # What a kill cut off is no note.
    whole = notes.read_bytes().rpartition(b"\n")
    notes.write_bytes(whole[0] + whole[1])
    with notes.open("a", encoding="utf-8") as file:
        while True:
            ending = over.exists()
            with store.unit_of_work() as unit:
                found = unit.changes_after(last, 1000)
            for change in found:
                file.write(f"{change.number} {change.profile_id} {change.operation}\n")
                file.flush()
                last = change.number
            if ending and not found:
                store.close()
                return
            if not found:
                time.sleep(_LOOK_S)


def read_notes(path: Path) -> list[tuple[int, str, str]]:
    """The changes that a follower has noted, in the order in which it did; a line that was cut off is none."""
    path.touch()
    whole = path.read_text("utf-8").rpartition("\n")[0]
    return [(int(number), name, operation) for number, name, operation in map(str.split, whole.splitlines())]


def read_log(store: SqlStore) -> list[tuple[int, str, str]]:
    """All committed changes."""
    with store.unit_of_work() as unit:
        return [
            (change.number, change.profile_id, str(change.operation))
            for change in unit.changes_after(0, unit.generation())
        ]


def compared(noted: Sequence[tuple[int, str, str]], log: Sequence[tuple[int, str, str]]) -> Followed:
    """How what was noted differs from the log."""
    numbers = [number for number, _, _ in noted]
    return Followed(
        noted=len(noted),
        missed=len({number for number, _, _ in log} - set(numbers)),
        double=len(numbers) - len(set(numbers)),
        disordered=sum(later <= earlier for earlier, later in pairwise(numbers)),
        different=len(set(noted) - set(log)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; exit code 1 when a follower missed, doubled or exchanged a change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", help="the URL of an empty database")
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        url = options.database or f"sqlite:///{name}/matcher.db"
        outcome = measure(url, Path(name), writers=options.writers, changes=options.changes, seed=options.seed)
    sys.stdout.write(
        f"{options.writers} writers in {PROCESSES} processes committed {outcome.changes:,} changes in "
        f"{outcome.wall_s:.0f} s; the first follower was killed {outcome.killed} times.\n"
        f"{'follower':>8} {'noted':>9} {'missed':>7} {'double':>7} {'disordered':>11} {'different':>10}\n"
    )
    for number, one in enumerate(outcome.followers, start=1):
        sys.stdout.write(
            f"{number:>8} {one.noted:>9,} {one.missed:>7} {one.double:>7} {one.disordered:>11} {one.different:>10}\n"
        )
    return 0 if all(one.flawless for one in outcome.followers) else 1


def _started(target: object, *arguments: object) -> BaseProcess:
    process = _PROCESSES.Process(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
    process.start()
    return process


def _let_note_something(notes: Path, while_alive: Sequence[BaseProcess]) -> None:
    before = notes.stat().st_size if notes.exists() else 0
    while any(process.is_alive() for process in while_alive):
        if notes.exists() and notes.stat().st_size > before:
            return
        time.sleep(_LOOK_S)


def _write(store: SqlStore, rng: random.Random, changes: int, delay_s: float) -> None:
    committed = 0
    while committed < changes:
        time.sleep(rng.uniform(0, delay_s))
        try:
            committed += _one_unit(store, rng, delay_s)
        except Unavailable:
            # Many writers wait long for their turn, and may be told to come again.
            continue


def _one_unit(store: SqlStore, rng: random.Random, delay_s: float) -> int:
    with store.unit_of_work(write=True) as unit:
        before = unit.generation()
        names = [f"p{rng.randrange(PROFILES)}" for _ in range(rng.randint(1, MOST_IN_A_UNIT))]
        if rng.random() < DELETED:
            unit.profiles.delete(names.pop())
        unit.profiles.put_many([(Profile(name, Kind.ARTISAN, str(rng.random())), None) for name in names])
        time.sleep(rng.uniform(0, delay_s))
        if rng.random() < LEFT:
            return 0
        after = unit.generation()
        unit.commit()
    return after - before


if __name__ == "__main__":
    sys.exit(main())
