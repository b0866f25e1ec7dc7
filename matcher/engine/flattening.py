"""Dataclasses of arrays as one flat set of named arrays, and back: what is kept in files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Of = TypeVar("Of")


def flattened(value: object, name: str) -> dict[str, NDArray[Any]]:
    """Every array in a dataclass, by the names of the fields that lead to it; numbers become arrays of one."""
    if isinstance(value, np.ndarray):
        return {name: value}
    if isinstance(value, Mapping):
        fields = {str(key): part for key, part in value.items()}
    elif dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    else:
        return {name: np.array([value])}
    return {key: array for field, part in fields.items() for key, array in flattened(part, f"{name}.{field}").items()}


def restored(kind: type[Of], arrays: Arrays, name: str) -> Of:
    """The dataclass whose arrays those of a name are.

    Raises:
        KeyError: one of them is not there.
    """
    hints = get_type_hints(kind)
    fields = {field: _part(hint, arrays, f"{name}.{field}") for field, hint in hints.items()}
    return kind(**fields)


def _part(hint: Any, arrays: Arrays, name: str) -> Any:  # noqa: ANN401 -- whatever the field holds
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return restored(hint, arrays, name)
    if get_origin(hint) is Mapping:
        _, kind = get_args(hint)
        keys = {key[len(name) + 1 :].split(".")[0] for key in arrays if key.startswith(f"{name}.")}
        return {key: _part(kind, arrays, f"{name}.{key}") for key in sorted(keys)}
    array = arrays[name]
    # A view without the class of a mapped file, which makes every look at it slow.
    return array[0].item() if hint in (int, float) else array.view(np.ndarray)
