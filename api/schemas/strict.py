"""Bodies that take what they document and nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic import Strict as StrictType

from api.bodies import unusable_text
from matcher.intake.json_fields import closest

Whole = Annotated[int, StrictType()]
"""A whole number; neither a string nor a truth value that could be read as one."""
Count = Annotated[int, StrictType(), Field(ge=1, le=2_147_483_647)]
"""A whole number from 1 on that a database can hold."""
Number = Annotated[float, StrictType()]


def _written_day(value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("should be a date such as 2026-05-31")
    return value


Day = Annotated[date, BeforeValidator(_written_day)]
"""A day as YYYY-MM-DD; a number would be read as seconds since 1970."""


class Strict(BaseModel):
    """A body whose unknown fields are errors, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
        if isinstance(value, dict):
            for name in value:
                if name not in cls.model_fields:
                    shown = str(name).encode("utf-8", "replace").decode()
                    raise ValueError(f"there is no field '{shown}' here. {closest(shown, list(cls.model_fields))}")
        return value


class SoundBody(Strict):
    """A body without NUL and half characters (lone surrogates) in its texts, which no database and no encoder take."""

    @model_validator(mode="before")
    @classmethod
    def _sound_texts(cls, value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
        if (field := unusable_text(value)) is not None:
            raise ValueError(f"{field or 'a text'} holds NUL or half a character (a lone surrogate): send it without")
        return value
