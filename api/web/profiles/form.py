"""The form of a profile: what was typed, the profile it says, and what keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.web.page import Page
from api.web.wording import language_name
from matcher.domain.profiles import MAX_ITEMS, Contacts, Item, Need, Place, Profile
from matcher.domain.rows import ProfileRow, RowError, RowWarning
from matcher.intake.profile_form import read_form
from matcher.intake.tables import Cell

PLACE = ("address", "cap", "municipio", "nil")
TEXTS = (
    "id",
    "name",
    "kind",
    "type",
    "description",
    *PLACE,
    "languages",
    "run_min",
    "run_max",
    "lead_time_days",
    "available_from",
    "organisation",
    "consent",
    "email",
    "phone",
    "person",
    "website",
)
"""Fields that hold one text; `offers` and `seeks` are rows, `blocks` one id on each line."""
ORDER = ("name", "kind", "type", "id", "description", "offers", "seeks", "address", "cap", "nil", "municipio")
"""Fields in the order of the form, as far as problems with them are told in it."""
SPARE = 2
"""Empty rows below those that are filled."""
UNNAMED = "?"
"""Stands for a name that is not written yet."""
DOUBTS = frozenset({"assumed-type", "unknown-district", "unknown-language", "unusable-website"})
"""What a file may hold all the same, and a person at a form had better put right."""


async def typed(request: Request) -> FormData:
    """What a form sent."""
    return await request.form()


Typed = Annotated[FormData, Depends(typed)]


@dataclass(frozen=True)
class ProfileForm:
    """What is in the fields. `version` is the number of the change that left the profile so, None for a new one."""

    texts: Mapping[str, str]
    offers: tuple[str, ...] = ()
    seeks: tuple[tuple[str, str], ...] = ()
    blocks: str = ""
    version: int | None = None
    spare: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def blank(cls) -> ProfileForm:
        """The form of a new profile."""
        return cls(dict.fromkeys(TEXTS, "") | {"consent": "yes"})

    @classmethod
    def of_profile(cls, page: Page, profile: Profile, contacts: Contacts | None, version: int) -> ProfileForm:
        """The form of a stored profile."""
        place, facts, reach = profile.place, profile.facts, contacts or Contacts()
        nil = page.app.lexicon.gazetteer.nils.get(place.nil) if place.nil is not None else None
        values = {
            "id": profile.id,
            "name": profile.name,
            "kind": profile.kind,
            "type": profile.type,
            "description": profile.description,
            "address": place.address,
            "cap": place.cap,
            "municipio": place.municipio,
            "nil": nil.name if nil else None,
            "languages": ", ".join(language_name(page, code) for code in facts.languages),
            "run_min": facts.run_min,
            "run_max": facts.run_max,
            "lead_time_days": facts.lead_time_days,
            "available_from": facts.available_from,
            "organisation": profile.organisation,
            "consent": "yes" if profile.consent else "",
            "email": reach.email,
            "phone": reach.phone,
            "person": reach.person,
            "website": reach.website,
        }
        return cls(
            texts={name: "" if value is None else str(value) for name, value in values.items()},
            offers=tuple(item.text for item in profile.offers),
            seeks=tuple((item.text, item.need) for item in profile.seeks),
            blocks="\n".join(sorted(profile.blocks)),
            version=version,
        )

    @classmethod
    def of_data(cls, data: FormData) -> ProfileForm:
        """The form as it was sent; `add-offers` or `add-seeks` asks for another empty row."""
        action, version = str(data.get("action", "")), str(data.get("version", ""))
        sought = zip_longest(data.getlist("seeks"), data.getlist("seeks_need"), fillvalue="")
        return cls(
            texts={name: str(data.get(name, "")).strip() for name in TEXTS},
            offers=tuple(text for each in data.getlist("offers") if (text := str(each).strip())),
            seeks=tuple((text, _need(str(need))) for each, need in sought if (text := str(each).strip())),
            blocks=str(data.get("blocks", "")),
            version=int(version) if version.isdecimal() else None,
            spare={"offers": SPARE + (action == "add-offers"), "seeks": SPARE + (action == "add-seeks")},
        )

    def rows(self, side: str) -> list[tuple[str, str]]:
        """(text, need) of the rows of `offers` or `seeks`, the empty ones below included."""
        filled = [(text, Need.WANT.value) for text in self.offers] if side == "offers" else list(self.seeks)
        return filled + [("", Need.WANT.value)] * min(self.spare.get(side, SPARE), MAX_ITEMS - len(filled))

    def items(self, side: str) -> tuple[Item, ...]:
        """The filled rows of `offers` or `seeks` as items."""
        return tuple(Item(text, Need(need)) for text, need in self.rows(side) if text)

    @property
    def blocked(self) -> frozenset[str]:
        """The ids that the profile must never meet."""
        return frozenset(self.blocks.replace(",", "\n").split())

    def cells(self) -> dict[str, Cell]:
        """The fields as a row that can be read."""
        texts = dict(self.texts)
        if texts["kind"] != "organisation":
            texts["type"] = ""
        return {
            **texts,
            "consent": texts["consent"] or "no",
            "offers": self.items("offers"),
            "seeks": self.items("seeks"),
        }


@dataclass(frozen=True)
class Reading:
    """What a form says: the profile with its contacts, or the first thing wrong with each field, by its name."""

    profile: Profile | None
    contacts: Contacts
    problems: Mapping[str, RowError | RowWarning]


def read(page: Page, form: ProfileForm, before: Profile | None = None) -> Reading:
    """The profile that a form says; what no field says is as it was `before`."""
    row, errors = readable(page, form.cells())
    doubts = [warning for warning in row.warnings if warning.code in DOUBTS] if row else []
    issues: list[RowError | RowWarning] = [*errors, *doubts]
    found = {"type" if issue.code == "assumed-type" else issue.column: issue for issue in reversed(issues)}
    problems = {name: found[name] for name in sorted(found, key=_place_in_form)}
    if problems or row is None:
        return Reading(None, Contacts(), problems)
    profile = replace(row.profile, blocks=form.blocked)
    if before is not None:
        profile = replace(
            profile,
            id=before.id,
            provenance=before.provenance,
            grants=before.grants,
            place=moved(page, profile.place, before.place),
            offers=tuple(_known(profile.offers, before.offers)),
            seeks=tuple(_known(profile.seeks, before.seeks)),
        )
    return Reading(profile, row.contacts or Contacts(), {})


def readable(page: Page, cells: Mapping[str, Cell]) -> tuple[ProfileRow | None, list[RowError]]:
    """What can be read of the fields, and what is wrong with the others; None where that leaves nothing."""
    gazetteer = page.app.lexicon.gazetteer
    outcome = read_form(cells, gazetteer, language=page.language)
    if isinstance(outcome, ProfileRow):
        return outcome, []
    wrong = {error.column for error in outcome}
    rest = {name: cell for name, cell in cells.items() if name not in wrong}
    row = read_form({"name": UNNAMED, **rest}, gazetteer, language=page.language)
    return (row if isinstance(row, ProfileRow) else None), outcome


def _place_in_form(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _need(need: str) -> str:
    return need if need in list(Need) else Need.WANT.value


def _known(items: tuple[Item, ...], before: tuple[Item, ...]) -> Iterator[Item]:
    """The items, those whose text is as it was in the language it had."""
    languages = {item.text: item.language for item in before}
    return (replace(item, language=languages.get(item.text)) for item in items)


def moved(page: Page, place: Place, before: Place) -> Place:
    """The place with the point it had where nothing was changed; a new address tells its districts anew.

    Districts that were left as they were belong to the old address, unless the new one tells none.
    """
    if replace(before, point=None) == place:
        return before
    elsewhere = (place.address, place.cap) != (before.address, before.cap)
    if not elsewhere or (place.nil, place.municipio) != (before.nil, before.municipio):
        return place
    told = page.app.lexicon.gazetteer.complete(replace(place, nil=None, municipio=None))
    return place if told.nil is None and told.municipio is None else told
