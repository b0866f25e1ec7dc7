"""Kernels: what they take, and where what was compiled is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings.compiled import Float64s, Table, Values, compiled, compiled_sums, inlined

KERNEL = """
from embeddings.compiled import Int64s, compiled

@compiled
def total(numbers: Int64s) -> int:
    found = 0
    for number in numbers:
        found += number
    return found
"""


@inlined
def _doubled(number: float) -> float:
    return 2 * number


@compiled
def _ratio(one: Float64s, other: Float64s, place: int) -> float:
    return _doubled(one[place]) / other[place]


@compiled
def _first(values: Values, count: int) -> Values:
    return values[:count].copy()


@compiled_sums
def _sum(rows: Table) -> float:
    total = np.float32(0)
    for row in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            total += rows[row, column]
    return total


def test_a_kernel_computes_what_its_function_says() -> None:
    assert _ratio(np.array([1.0, 3.0]), np.array([1.0, 4.0]), 1) == 1.5
    assert _sum(np.arange(12, dtype=np.float32).reshape(3, 4)) == sum(range(12))


def test_what_is_divided_by_nothing_is_infinite_or_unknown() -> None:
    assert _ratio(np.array([1.0]), np.zeros(1), 0) == np.inf
    assert np.isnan(_ratio(np.zeros(1), np.zeros(1), 0))


def test_arrays_that_cannot_be_written_are_taken_like_others() -> None:
    one = np.array([1.0, 3.0])
    one.flags.writeable = False
    assert _ratio(one, np.frombuffer(np.ones(2).tobytes()), 1) == 6.0


@pytest.mark.parametrize(
    "wrong", [np.ones(2, np.float32), np.ones(2, int), np.ones((2, 2)), np.ones(4)[::2], [1.0, 1.0]], ids=repr
)
def test_arrays_of_another_type_or_with_gaps_are_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        _ratio(wrong, np.ones(2), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int32, np.int64, np.float32])
def test_values_of_several_types_keep_theirs(kind: type[np.generic]) -> None:
    taken = _first(np.arange(5).astype(kind), 3)
    assert (taken.dtype, taken.tolist()) == (kind, [0, 1, 2])


def test_nothing_is_compiled_when_a_kernel_is_called() -> None:
    before = len(_ratio.signatures)  # type: ignore[attr-defined]
    _ratio(np.ones(1), np.ones(1), 0)
    assert len(_ratio.signatures) == before == 1  # type: ignore[attr-defined]


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import numpy as np; from kernel import total; print(total(np.arange(4)), sum(total.stats.cache_hits.values()))"
    )
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_compiled_is_kept_beside_the_module_and_compiled_anew_when_that_changes(tmp_path: Path) -> None:
    module = tmp_path / "kernel.py"
    module.write_text(KERNEL)
    assert [run(tmp_path).stdout.split() for _ in range(2)] == [["6", "0"], ["6", "1"]]
    module.write_text(KERNEL.replace("found = 0", "found = 1"))
    assert run(tmp_path).stdout.split() == ["7", "0"]


def test_where_nothing_can_be_kept_kernels_are_compiled_each_time(tmp_path: Path) -> None:
    module = tmp_path / "kernel.py"
    module.write_text(KERNEL)
    (tmp_path / "__pycache__").write_text("a file, so that no folder can be made here")
    nowhere = str(tmp_path / "__pycache__")
    for _ in range(2):
        done = run(tmp_path, XDG_CACHE_HOME=nowhere, HOME=nowhere)
        assert done.stdout.split() == ["6", "0"], done.stderr
