"""What was typed into a form of any size, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request


async def _typed(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _ticked(request: Request) -> Mapping[str, list[str]]:
    form = await request.form()
    return {name: [str(value) for value in form.getlist(name)] for name in form}


Typed = Annotated[Mapping[str, str], Depends(_typed)]
"""The text in each field, the last of those of one name."""
Ticked = Annotated[Mapping[str, list[str]], Depends(_ticked)]
"""All values of each name, as of boxes that were ticked."""
