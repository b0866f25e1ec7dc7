"""Loops over arrays, compiled: they run without the interpreter and without its lock. The only door to numba.

A kernel is compiled for one signature, that of its annotations, when its module is imported: the first time ever, or
from the file that this left (beside the module, in the user's cache where that cannot be written, in
`NUMBA_CACHE_DIR` where that is set). No question waits for a compiler, and an array of another type is refused.

What a kernel calls and the constants it reads are compiled into it, and numba looks for changes in the kernel's own
module only: both belong there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Annotated, Any, TypeVar, cast, get_args, get_type_hints

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _read_only(of: types.Type, dimensions: int = 1) -> types.Array:
    """Arrays that a kernel only reads; of a file that is mapped, which cannot be written, or any other."""
    return types.Array(of, dimensions, "C", readonly=True)


Bools = Annotated[NDArray[np.bool_], _read_only(types.boolean)]
Int8s = Annotated[NDArray[np.int8], _read_only(types.int8)]
Int32s = Annotated[NDArray[np.int32], _read_only(types.int32)]
Int64s = Annotated[NDArray[np.int64], _read_only(types.int64)]
Float32s = Annotated[NDArray[np.float32], _read_only(types.float32)]
Float64s = Annotated[NDArray[np.float64], _read_only(types.float64)]
Table = Annotated[NDArray[np.float32], _read_only(types.float32, 2)]
Tables = Annotated[NDArray[np.float32], _read_only(types.float32, 3)]
WideTable = Annotated[NDArray[np.float64], _read_only(types.float64, 2)]

Values = Annotated[NDArray[Any], *map(_read_only, (types.uint8, types.int8, types.int32, types.int64, types.float32))]
"""Any of these, with which a kernel is compiled for each."""

_SCALARS = {int: types.int64, float: types.float64, bool: types.boolean}


def compiled(kernel: Kernel) -> Kernel:
    """The function compiled for parameters as they are annotated: by the types above, contiguous, or as numbers.

    Arrays are not written to. Places in them are not checked, and what is divided by 0 is infinite or NaN.
    """
    return _compiled(kernel, fastmath=False)


def compiled_sums(kernel: Kernel) -> Kernel:
    """The same for sums whose terms may be taken several at a time, in another order: always in the same one."""
    return _compiled(kernel, fastmath={"reassoc", "contract"})


def inlined(part: Kernel) -> Kernel:
    """A part of kernels of the same module, compiled into those that follow it there."""
    return cast("Kernel", njit(nogil=True, error_model="numpy")(part))


def _compiled(kernel: Kernel, *, fastmath: bool | set[str]) -> Kernel:
    hints = get_type_hints(kernel, include_extras=True)
    del hints["return"]
    signatures = [*product(*(get_args(hint)[1:] or (_SCALARS[hint],) for hint in hints.values()))]

    def built(*, cache: bool) -> Kernel:
        options = njit(signatures, cache=cache, nogil=True, error_model="numpy", fastmath=fastmath)
        return cast("Kernel", options(kernel))

    try:
        return built(cache=True)
    except RuntimeError:  # There is nowhere to keep what is compiled.
        return built(cache=False)
