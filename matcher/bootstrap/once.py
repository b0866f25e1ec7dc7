"""Parts that are made at their first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar, cast

T = TypeVar("T")


class HasParts(Protocol):
    """What keeps its parts by name, made one at a time."""

    making: threading.RLock
    parts: dict[str, object]


class Once(Generic[T]):
    """A part made at its first use, once, whichever thread comes first."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, app: HasParts, owner: type) -> T:
        with app.making:
            if self._name not in app.parts:
                app.parts[self._name] = self._make(app)
            return cast(T, app.parts[self._name])
