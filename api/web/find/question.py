"""What is asked of the page: all of it is in the address, so that any state can be shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from api.web.paths import url

PATH = "/find"
FILTERS = ("kind", "type", "municipio", "nil", "skill", "language")
"""The parameters that keep some profiles, each of which may have several values."""
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters of an address, checked; each as it stands there.

    `undo` lists words that were understood wrongly, as the engine names them. `near` is a place within `km` kilometres
    of which to look. `map` is the level of districts that the map shows, empty for the one that fits the filters.
    """

    q: str = ""
    undo: Values = ()
    kind: Values = ()
    type: Values = ()
    municipio: Values = ()
    nil: Values = ()
    skill: Values = ()
    language: Values = ()
    near: str = ""
    km: str = ""
    sort: str = ""
    map: str = ""
    page: int = 1

    @property
    def asks(self) -> bool:
        """Whether a need is stated."""
        return bool(self.q.strip())

    def address(self, **changes: Any) -> str:  # noqa: ANN401 -- whatever a parameter takes
        """The address of this question with some parameters changed; unless one is `page`, from the first page."""
        changed = replace(self, **({"page": 1} | changes))
        return url(PATH, **{name: value for name, value in changed.parameters() if value not in ((), "", 1)})

    def parameters(self) -> Iterator[tuple[str, Any]]:
        """Every parameter by its name."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def has(self, name: str, value: str) -> bool:
        """Whether a parameter of several values has this one."""
        return value in getattr(self, name)

    def toggled(self, name: str, value: str) -> Question:
        """With the value added to the parameter, or taken out if it was there; from the first page."""
        values: Values = getattr(self, name)
        left = tuple(one for one in values if one != value)
        changed: dict[str, Any] = {name: left if len(left) < len(values) else (*values, value)}
        return replace(self, page=1, **changed)

    def unfiltered(self) -> Question:
        """The same need among everyone."""
        none: dict[str, Any] = dict.fromkeys(FILTERS, ())
        return replace(self, near="", km="", page=1, **none)
