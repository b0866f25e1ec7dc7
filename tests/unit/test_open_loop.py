"""The driver of load: when requests are due, what is counted, and against a server whose answers are known."""

from __future__ import annotations

import asyncio
import socket
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.latencies import Answered, Figures, Run, figures, highest_rate, percentile
from benchmarks.open_loop import Call, arrivals, drive

CALL = Call("quick", "GET", "/quick")


def test_even_arrivals_are_as_far_apart_as_the_rate_says() -> None:
    assert list(arrivals(4, 1)) == [0, 0.25, 0.5, 0.75]


def test_random_arrivals_have_the_rate_and_are_the_same_for_a_seed() -> None:
    drawn = list(arrivals(1000, 10, seed=1))
    assert drawn == sorted(drawn)
    assert 0 < drawn[0] < drawn[-1] < 10
    assert len(drawn) == pytest.approx(10_000, rel=0.05)
    # A Poisson process: the gaps spread as widely as they are long.
    gaps = [later - sooner for sooner, later in pairwise(drawn)]
    assert statistics.stdev(gaps) == pytest.approx(statistics.mean(gaps), rel=0.1)
    assert drawn == list(arrivals(1000, 10, seed=1)) != list(arrivals(1000, 10, seed=2))


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=50), st.sampled_from([0.0, 0.5, 0.9, 0.99, 1.0]))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[float], share: float) -> None:
    enough = [value for value in values if sum(other <= value for other in values) >= share * len(values)]
    assert percentile(sorted(values), share) == min(enough)


def test_failures_are_counted_and_do_not_add_to_the_rate() -> None:
    found = figures("all", [Answered("a", 10.0, 200), Answered("a", 30.0, 503), Answered("b", 20.0, 204)], 2.0)
    assert (found.count, found.errors, found.rate) == (3, 1, 1.0)
    assert (found.p50, found.most) == (20.0, 30.0)


@pytest.mark.parametrize(("capacity", "found"), [(9, None), (10, 10), (100, 100), (1234, 1234)])
def test_the_highest_rate_kept_up_with_is_found_within_a_tenth(capacity: float, found: float | None) -> None:
    def attempt(rate: float) -> Run:
        ms = 5.0 if rate <= capacity else 500.0
        return Run(rate, Figures("all", 1, 0, rate, ms, ms, ms, ms), ())

    best = highest_rate(attempt)
    assert (best is None) == (found is None)
    if best and found:
        assert found / 1.1 <= best.asked <= found


async def path_of(reader: asyncio.StreamReader) -> str:
    head = await reader.readuntil(b"\r\n\r\n")
    return head.split()[1].decode()


@contextmanager
def server(answer: Callable[[str, int], float | None]) -> Iterator[str]:
    """A server of one request at a time, told by `answer` (path, number) how many seconds to take; None hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))
    asked, over = iter(range(1_000_000)), threading.Event()

    async def serve() -> None:
        turn = asyncio.Lock()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while (seconds := answer(await path_of(reader), next(asked))) is not None:
                    async with turn:
                        await asyncio.sleep(seconds)
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            writer.close()

        async with await asyncio.start_server(talk, sock=listening):
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        thread.join()


def test_calls_take_turns_and_each_kind_has_its_figures() -> None:
    with server(lambda path, number: 0.0) as url:
        run = drive(url, [CALL, Call("posted", "POST", "/posted", b"{}")], 100, 0.2, seed=None)
    assert (run.all.count, run.all.errors) == (20, 0)
    assert [(kind.kind, kind.count) for kind in run.kinds] == [("posted", 10), ("quick", 10)]


def test_what_a_stalled_server_keeps_waiting_is_late_from_its_scheduled_time() -> None:
    # The first answer takes 0.3 s, and nine more are due meanwhile: a client that waits would see one slow answer.
    with server(lambda path, number: 0.0 if number else 0.3) as url:
        run = drive(url, [CALL], 100, 0.1, seed=None, connections=1)
    assert run.all.count == 10
    assert run.all.p50 >= 200


def test_a_line_closed_while_idle_is_opened_again_and_a_server_that_hangs_up_is_an_error() -> None:
    with server(lambda path, number: None if number == 1 else 0.0) as url:
        assert drive(url, [CALL], 100, 0.03, seed=None, connections=1).all.errors == 0
    with server(lambda path, number: None) as url:
        assert drive(url, [CALL], 100, 0.03, seed=None, connections=1).all.errors == 3
