"""Pages set by typst: the only module that calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources

import typst

from matcher.errors import InvalidInput


def typeset(template: str, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Set a template of this package with the data it reads, as PDF; the same input gives the same bytes.

    Only the fonts that come with typst are used, so that pages look alike on every machine. What is in `data` is read
    as text and never as markup. Raises InvalidInput where `made_at` has no zone.
    """
    if made_at.tzinfo is None:
        raise InvalidInput("The time of printing needs a time zone.", field="made_at")
    with resources.as_file(resources.files("matcher.agenda") / "templates") as folder:
        return typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            timestamp=int(made_at.timestamp()),
        )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
