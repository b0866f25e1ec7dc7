"""Invented profiles as files that an import reads."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.synthetic.generator import Made
from benchmarks.synthetic.wording import words
from matcher.domain.profiles import Contacts, Item, Need, Profile

COLUMNS = words(
    "id|kind|type|name|description|offers|seeks|address|cap|municipio|nil|lat|lon|languages|run_min|run_max|"
    "lead_time_days|available_from|organisation|consent|email|phone|person|website|synthetic"
)


def write(made: Iterable[Made], path: Path) -> None:
    """Write profiles to a CSV, or as NDJSON where the file's name ends so."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".ndjson":
            file.writelines(f"{json.dumps(_json_row(*one), ensure_ascii=False)}\n" for one in made)
            return
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_cells(made))


def _cells(made: Iterable[Made]) -> Iterator[Iterable[object]]:
    """One row of cells for each profile; `csv` writes None as an empty cell."""
    for profile, contacts in made:
        yield _row(profile, contacts, "|".join(map(_element, profile.offers)), "|".join(map(_element, profile.seeks)))


def _json_row(profile: Profile, contacts: Contacts) -> dict[str, object]:
    cells = _row(
        profile,
        contacts,
        *([{"text": item.text, "need": item.need} for item in side] for side in (profile.offers, profile.seeks)),
    )
    return {column: cell for column, cell in zip(COLUMNS, cells, strict=True) if cell is not None}


def _row(profile: Profile, contacts: Contacts, offers: object, seeks: object) -> tuple[object, ...]:
    place, facts, point = profile.place, profile.facts, profile.place.point
    return (
        profile.id,
        profile.kind.value,
        profile.type and profile.type.value,
        profile.name,
        profile.description,
        offers,
        seeks,
        place.address,
        place.cap,
        place.municipio,
        place.nil,
        point and point.lat,
        point and point.lon,
        "|".join(facts.languages),
        facts.run_min,
        facts.run_max,
        facts.lead_time_days,
        facts.available_from and facts.available_from.isoformat(),
        profile.organisation,
        "yes" if profile.consent else "no",
        contacts.email,
        contacts.phone,
        contacts.person,
        contacts.website,
        "yes",
    )


def _element(item: Item) -> str:
    return f"!{item.text}" if item.need is Need.MUST else item.text
