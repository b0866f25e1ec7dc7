"""What is asked of a market as plain data, which jobs keep and doors speak."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from matcher.domain.markets import MOST_CANDIDATES, MOST_RECOMMENDED, Group, MarketQuestion
from matcher.domain.matches import Direction
from matcher.domain.profiles import Kind, OrganisationType
from matcher.errors import InvalidInput
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.naming import district_id

E = TypeVar("E", bound=StrEnum)

GROUP_FIELDS = {"kind": "kinds", "type": "types", "municipio": "municipi", "nil": "nils"}
"""What a group is described by, with the name of the field that holds it."""


def question_data(question: MarketQuestion) -> dict[str, Any]:
    """A question as JSON, the same for equal questions."""
    return {
        "left": _group_data(question.left),
        "right": _group_data(question.right),
        "direction": question.direction.value,
        "k": question.k,
        "candidates": question.candidates,
        "left_capacity": question.left_capacity,
        "right_capacity": question.right_capacity,
        "spread": question.spread,
    }


def question_text(question: MarketQuestion) -> str:
    """A question as text, the same for equal questions."""
    return json.dumps(question_data(question), sort_keys=True)


def question_of(data: Mapping[str, Any]) -> MarketQuestion:
    """The question that was written as JSON."""
    return MarketQuestion(
        left=_group_of(data["left"]),
        right=_group_of(data["right"]),
        direction=Direction(data["direction"]),
        k=data["k"],
        candidates=data["candidates"],
        left_capacity=data["left_capacity"],
        right_capacity=data["right_capacity"],
        spread=data["spread"],
    )


def described_group(parts: Iterable[str], side: str, lexicon: Lexicon) -> Group:
    """The group that texts such as `kind=startup,organisation` and `municipio=Porta Venezia` describe.

    Raises:
        InvalidInput: a text describes nothing, or names what there is not.
    """
    found: dict[str, list[str]] = {}
    for part in parts:
        name, _, values = part.partition("=")
        if name not in GROUP_FIELDS or not values.strip():
            raise InvalidInput(
                f"'{side}' takes {', '.join(f'{field}=' for field in GROUP_FIELDS)} with values, such as "
                f"kind=startup,organisation; found '{part}'.",
                field=side,
                found=part,
            )
        found.setdefault(name, []).extend(value.strip() for value in values.split(","))
    return Group(
        kinds=frozenset(_one_of(Kind, value, side) for value in found.get("kind", ())),
        types=frozenset(_one_of(OrganisationType, value, side) for value in found.get("type", ())),
        municipi=frozenset(district_id(value, "municipio", lexicon) for value in found.get("municipio", ())),
        nils=frozenset(district_id(value, "nil", lexicon) for value in found.get("nil", ())),
    )


def checked(question: MarketQuestion) -> MarketQuestion:
    """The question, if a market can answer it.

    Raises:
        InvalidInput: a number is out of its range, or the direction is `demand`.
    """
    if question.direction is Direction.DEMAND:
        raise InvalidInput(
            "A market has no direction demand: exchange the two sides and ask for supply.",
            field="direction",
            found=question.direction.value,
        )
    ranges: tuple[tuple[str, float, float, float], ...] = (
        ("k", question.k, 1, MOST_RECOMMENDED),
        ("candidates", question.candidates, question.k, MOST_CANDIDATES),
        ("left_capacity", question.left_capacity, 0.01, 1e6),
        ("right_capacity", question.right_capacity, 0.01, 1e6),
        ("spread", question.spread, 0.001, 100),
    )
    for field, found, least, most in ranges:
        if not least <= found <= most:
            raise InvalidInput(f"'{field}' goes from {least:g} to {most:g}; found {found:g}.", field=field, found=found)
    return question


def _one_of(names: type[E], value: str, side: str) -> E:
    if value not in set(names):
        raise InvalidInput(
            f"'{side}' knows no '{value}': there are {', '.join(names)}.", field=side, found=value, expected=list(names)
        )
    return names(value)


def _group_data(group: Group) -> dict[str, list[Any]]:
    named = {name: sorted(getattr(group, field)) for name, field in GROUP_FIELDS.items()}
    return {name: values for name, values in named.items() if values}


def _group_of(data: Mapping[str, Any]) -> Group:
    return Group(
        kinds=frozenset(map(Kind, data.get("kind", ()))),
        types=frozenset(map(OrganisationType, data.get("type", ()))),
        municipi=frozenset(data.get("municipio", ())),
        nils=frozenset(data.get("nil", ())),
    )
