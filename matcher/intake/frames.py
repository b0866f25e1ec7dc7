"""Tables of profiles as data frames: to look at before an import, and to write out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from matcher.domain.profiles import Contacts, Profile
from matcher.domain.spreadsheet_escapes import escaped
from matcher.intake.headers import FIELDS
from matcher.intake.items import as_text
from matcher.intake.profile_file import ProfileFile
from matcher.intake.tables import Cell

PREVIEWED = 20


def preview(file: ProfileFile, rows: int = PREVIEWED) -> pd.DataFrame:
    """The first rows as the file has them: its headers over texts, the index the line in the file."""
    width = len(file.header)
    records = list(islice(file.records(), rows))
    return pd.DataFrame(
        [[_text(cell) for cell in record.cells[:width]] for record in records],
        index=pd.Index([record.line for record in records], name="line"),
        columns=pd.Index(file.header),
        dtype="str",
    )


def to_frame(profiles: Iterable[tuple[Profile, Contacts | None]]) -> pd.DataFrame:
    """Profiles as the texts that would be read as them again, a column for each field; contacts None stay out."""
    return pd.DataFrame(
        [_cells(profile, contacts or Contacts()) for profile, contacts in profiles], columns=FIELDS, dtype="str"
    ).fillna("")


def write_profiles(
    profiles: Iterable[tuple[Profile, Contacts | None]],
    path: Path,
    *,
    separator: str = ";",
    encoding: str = "utf-8-sig",
) -> None:
    """Write profiles as XLSX where the path ends so, else as CSV; what would run as a formula is disarmed."""
    frame = to_frame(profiles).map(escaped)
    if path.suffix.lower() == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False, sep=separator, encoding=encoding, lineterminator="\r\n")


def _cells(profile: Profile, contacts: Contacts) -> Mapping[str, object]:
    place, facts, provenance = profile.place, profile.facts, profile.provenance
    return {
        "id": profile.id,
        "kind": profile.kind.value,
        "type": profile.type,
        "name": profile.name,
        "description": profile.description,
        "offers": as_text(profile.offers),
        "seeks": as_text(profile.seeks),
        "address": place.address,
        "cap": place.cap,
        "municipio": place.municipio,
        "nil": place.nil,
        "lat": None if place.point is None else repr(place.point.lat),
        "lon": None if place.point is None else repr(place.point.lon),
        "languages": ", ".join(facts.languages),
        "run_min": facts.run_min,
        "run_max": facts.run_max,
        "lead_time_days": facts.lead_time_days,
        "available_from": facts.available_from,
        "organisation": profile.organisation,
        "consent": "yes" if profile.consent else "no",
        "email": contacts.email,
        "phone": contacts.phone,
        "person": contacts.person,
        "website": contacts.website,
        "source": provenance.get("source"),
        "synthetic": "yes" if provenance.get("synthetic") == "true" else None,
    }


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else as_text(cell)
