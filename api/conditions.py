"""Conditional requests: tags of states in `ETag`, and the headers that say in which ones something is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Header, Response

from api.access import Organiser, Writer
from api.bodies import Unreadable
from matcher.usecases.terms import Terms

_TAG = r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"'
_TAGS = re.compile(rf"\s*(?:{_TAG}\s*,\s*)*{_TAG}\s*")

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="Change it only while its `ETag` is one of these, or with `*` if it exists."),
]
IfAbsent = Annotated[str | None, Header(alias="If-None-Match", description="With `*`: create it, and replace nothing.")]
Known = Annotated[
    str | None, Header(alias="If-None-Match", description="`ETag`s that you hold: 304 where it still bears one.")
]
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "It still bears a tag of If-None-Match."}}


async def _terms(if_match: IfMatch = None, if_none_match: IfAbsent = None) -> Terms:
    if if_none_match is not None and if_none_match.strip() != "*":
        raise Unreadable(400, "If-None-Match takes * here: create it, and replace nothing.", field="If-None-Match")
    exists = False if if_none_match is not None else True if if_match is not None else None
    any_state = if_match is None or if_match.strip() == "*"
    # Only strong tags count: a weak one may stand for several states.
    tags = None if any_state else frozenset(tag for tag, weak in _tags(if_match or "", "If-Match") if not weak)
    return Terms(tags=tags, exists=exists)


async def _of_writer(terms: Annotated[Terms, Depends(_terms)], caller: Writer) -> Terms:
    return replace(terms, organisation=caller.organisation)


async def _of_organiser(terms: Annotated[Terms, Depends(_terms)], caller: Organiser) -> Terms:
    return replace(terms, organisation=caller.organisation)


WriterTerms = Annotated[Terms, Depends(_of_writer)]
"""On which terms a profile is changed."""
OrganiserTerms = Annotated[Terms, Depends(_of_organiser)]
"""On which terms an event is changed."""


def tagged(response: Response, tag: str) -> None:
    """Say in which state what is answered is."""
    response.headers["ETag"] = f'"{tag}"'


def unchanged(known: str | None, tag: str) -> Response | None:
    """The answer 304 to who holds the state already; None to others.

    Raises:
        Unreadable: the header holds no tags.
    """
    if known is None or (known.strip() != "*" and tag not in {one for one, _ in _tags(known, "If-None-Match")}):
        return None
    made = Response(status_code=304)
    tagged(made, tag)
    return made


def _tags(header: str, name: str) -> list[tuple[str, bool]]:
    """The tags of a header, each with whether it is weak."""
    if not _TAGS.fullmatch(header):
        raise Unreadable(400, f'{name} takes tags as ETag gives them, with their quotes, such as "42".', field=name)
    return [(tag, bool(weak)) for weak, tag in re.findall(_TAG, header)]
