"""The members of a JSON object, taken out one by one with their types and bounds checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from matcher.errors import InvalidInput

LONGEST_TEXT = 200

_SHOWN = 60
_Choice = TypeVar("_Choice", bound=StrEnum)


def closest(asked: str, known: Sequence[str]) -> str:
    """A sentence that suggests the nearest of the known names, or lists them."""
    near = get_close_matches(asked, known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known) or 'none'}."


class Fields:
    """A JSON object at a place of a document such as `meetings.3`; null stands for a member that is left out.

    Every method raises InvalidInput where a member is not what it asks for; the message says which one, what was found
    and what it should be.
    """

    def __init__(self, value: Any, place: str, known: Sequence[str]) -> None:  # noqa: ANN401 -- whatever JSON holds
        self._place = place
        if not isinstance(value, dict):
            self.refuse(None, "should be a JSON object", value)
        for name in value:
            if name not in known:
                where = f" in {place}" if place else ""
                shown = _short(name)
                raise InvalidInput(
                    f"There is no field '{shown}'{where}. {closest(name, known)}", field=self._where(name), found=shown
                )
        self._members: dict[str, Any] = {name: member for name, member in value.items() if member is not None}

    def refuse(self, name: str | None, should: str, found: Any) -> NoReturn:  # noqa: ANN401
        """Say what is wrong with a member, or with all of the object.

        Raises:
            InvalidInput: always.
        """
        where = self._where(name)
        shown = _short(found)
        raise InvalidInput(f"{where or 'The document'} {should} (found {shown}).", field=where or "body", found=shown)

    def has(self, name: str) -> bool:
        """Whether the member is there, and not null."""
        return name in self._members

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number from `least` to `most`, required unless there is a default."""
        value = self._required(name, default)
        return self._bounded(name, value, least, most)

    def seconds(self, name: str, most: float, default: float) -> float:
        """A number above 0, up to `most`."""
        value = self._members.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(name, "should be a number of seconds", value)
        if not 0 < value <= most:
            self.refuse(name, f"should be above 0 and at most {most:g}", value)
        return float(value)

    def choice(self, name: str, among: type[_Choice], default: _Choice) -> _Choice:
        """One of a few words."""
        value = self._members.get(name, default)
        if not isinstance(value, str) or value not in list(among):
            self.refuse(name, f"should be {' or '.join(repr(str(one)) for one in among)}", value)
        return among(value)

    def text(self, name: str) -> str:
        """A text that is not blank, of printable characters and not too long; required."""
        return self._sound(name, self._required(name, None))

    def numbers(self, name: str, least: int, most: int) -> frozenset[int]:
        """Whole numbers from `least` to `most`; none where the member is left out."""
        return frozenset(
            self._bounded(f"{name}.{place}", value, least, most) for place, value in enumerate(self._list(name, most))
        )

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """Texts as `text` takes them; none where the member is left out."""
        return tuple(self._sound(f"{name}.{place}", value) for place, value in enumerate(self._list(name, most)))

    def objects(self, name: str, known: Sequence[str], most: int) -> Iterator[Fields]:
        """The objects of a required list, which have members of the known names alone."""
        self._required(name, None)
        for place, value in enumerate(self._list(name, most)):
            yield Fields(value, self._where(f"{name}.{place}"), known)

    def _required(self, name: str, default: Any) -> Any:  # noqa: ANN401
        if name not in self._members and default is None:
            where = self._where(name)
            raise InvalidInput(f"{where} is required.", field=where)
        return self._members.get(name, default)

    def _list(self, name: str, most: int) -> Collection[Any]:
        value = self._members.get(name, [])
        if not isinstance(value, list):
            self.refuse(name, "should be a list", value)
        if len(value) > most:
            self.refuse(name, f"should have at most {most:,} entries", f"{len(value):,} of them")
        return value

    def _bounded(self, name: str, value: Any, least: int, most: int) -> int:  # noqa: ANN401
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(name, "should be a whole number", value)
        if not least <= value <= most:
            self.refuse(name, f"should be from {least} to {most:,}", value)
        return value

    def _sound(self, name: str, value: Any) -> str:  # noqa: ANN401
        if not isinstance(value, str):
            self.refuse(name, "should be a text, in quotes", value)
        if not value.strip() or not value.isprintable() or len(value) > LONGEST_TEXT:
            self.refuse(name, f"should be 1 to {LONGEST_TEXT} printable characters, not all blank", value)
        return value

    def _where(self, name: str | None) -> str:
        return ".".join(part for part in (self._place, name) if part)


def _short(value: Any) -> str:  # noqa: ANN401
    """A value as a message shows it."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
