"""Load that arrives on a schedule, whatever the server does: `python -m benchmarks.open_loop URL [--rate R]`.

A client that waits for each answer before the next request slows down with the server and measures its best moments
only (coordinated omission). Here each request has its time, drawn before the run, and its latency counts from then:
one that waits for a free connection, or behind a slow answer, is late and counted so. One process on one event loop
speaks HTTP/1.1 over plain sockets kept open, so that on a small machine most of the cores are left to the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.latencies import LIMIT_MS, Answered, Run, figures, highest_rate

CONNECTIONS = 64
TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request to make; figures are told apart by its `kind`."""

    kind: str
    method: str
    path: str
    body: bytes = b""

    def encoded(self, host: str) -> bytes:
        """The request as it goes over the wire."""
        content = f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n" if self.body else ""
        return f"{self.method} {self.path} HTTP/1.1\r\nHost: {host}\r\n{content}\r\n".encode() + self.body


def asking(kind: str, path: str, body: object) -> Call:
    """A POST of JSON."""
    return Call(kind, "POST", path, json.dumps(body).encode())


def arrivals(rate: float, seconds: float, *, seed: int | None = None) -> Iterator[float]:
    """Seconds from the start at which requests arrive: evenly spaced, or at random (Poisson) with a `seed`."""
    if seed is None:
        yield from (number / rate for number in range(round(rate * seconds)))
        return
    drawn = random.Random(seed)  # noqa: S311 -- no secret
    at = drawn.expovariate(rate)
    while at < seconds:
        yield at
        at += drawn.expovariate(rate)


def drive(
    url: str,
    calls: Sequence[Call],
    rate: float,
    seconds: float,
    *,
    seed: int | None = 0,
    connections: int = CONNECTIONS,
) -> Run:
    """Make `calls` in turn, again and again, at `rate` a second for so many seconds; a Poisson process of `seed`."""
    schedule = list(arrivals(rate, seconds, seed=seed))
    # In a thread of its own: whoever measures may have a loop running.
    with ThreadPoolExecutor(1) as thread:
        answered, took = thread.submit(asyncio.run, _Driver(url, connections).run(schedule, calls)).result()
    by_kind: defaultdict[str, list[Answered]] = defaultdict(list)
    for one in answered:
        by_kind[one.kind].append(one)
    took = max(took, seconds)
    return Run(
        rate,
        figures("all", answered, took),
        tuple(figures(kind, ones, took) for kind, ones in sorted(by_kind.items())),
    )


class _Driver:
    """Sends calls when they are due, each on a connection that is free; they wait in order where none is."""

    def __init__(self, url: str, connections: int) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._connections = connections
        self._due: asyncio.Queue[tuple[float, Call] | None] = asyncio.Queue()
        self._answered: list[Answered] = []

    async def run(self, schedule: Sequence[float], calls: Sequence[Call]) -> tuple[list[Answered], float]:
        """Every call's answer, and the seconds from the start to the last."""
        workers = [asyncio.create_task(self._work()) for _ in range(self._connections)]
        await asyncio.sleep(0)
        started = perf_counter()
        for number, at in enumerate(schedule):
            wait = started + at - perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            self._due.put_nowait((started + at, calls[number % len(calls)]))
        for _ in workers:
            self._due.put_nowait(None)
        await asyncio.gather(*workers)
        return self._answered, perf_counter() - started

    async def _work(self) -> None:
        line = _Line(self._host, self._port)
        while (due := await self._due.get()) is not None:
            at, call = due
            try:
                async with asyncio.timeout(TIMEOUT_S):
                    status = await line.ask(call)
            except (OSError, TimeoutError, EOFError, ValueError):
                status = 0
                await line.close()
            self._answered.append(Answered(call.kind, (perf_counter() - at) * 1000, status))
        await line.close()


class _Line:
    """A connection that is opened when needed and kept."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, call: Call) -> int:
        """The status of the answer; servers close lines that were idle for long, so one that was kept is tried anew."""
        kept = self._ends is not None
        try:
            return await self._ask(call)
        except (ConnectionError, EOFError):
            if not kept:
                raise
            await self.close()
            return await self._ask(call)

    async def close(self) -> None:
        """Hang up, if open."""
        if self._ends is not None:
            writer, self._ends = self._ends[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _ask(self, call: Call) -> int:
        if self._ends is None:
            self._ends = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._ends
        writer.write(call.encoded(self._host))
        return await _status(reader)


async def _status(reader: asyncio.StreamReader) -> int:
    """The status of an answer whose body is read and forgotten.

    Raises:
        ValueError: it is no answer of a known length.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0].strip()
    status = int(head[9:12])
    if length:
        await reader.readexactly(int(length))
    elif status not in (204, 304):
        raise ValueError("an answer without a length")
    return status


def main() -> int:
    """Ask a running server at one rate, or find the highest that it keeps up with; 1 when it keeps up with none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="such as http://127.0.0.1:8000")
    parser.add_argument("--query", default="cerco taglio laser su legno a Lambrate")
    parser.add_argument("--rate", type=float, help="requests a second; without it the highest rate is looked for")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--even", action="store_true", help="evenly spaced, instead of at random")
    options = parser.parse_args()
    calls = [asking("query", "/match", {"query": options.query})]
    seed = None if options.even else 0

    def attempt(rate: float) -> Run:
        run = drive(options.url, calls, rate, options.seconds, seed=seed)
        sys.stdout.write(f"  {rate:8.1f}/s  {json.dumps(run.all.row())}\n")
        return run

    best = attempt(options.rate) if options.rate else highest_rate(attempt)
    if best is None:
        sys.stderr.write(f"p99 is above {LIMIT_MS:g} ms, or calls fail, at the lowest rate tried.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
