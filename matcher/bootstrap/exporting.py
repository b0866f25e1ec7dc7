"""Write the stored profiles to a file."""

from __future__ import annotations

from pathlib import Path

from matcher.domain.audit import Act
from matcher.domain.profiles import Kind
from matcher.ports import Store
from matcher.usecases.privacy.auditing import enter


def export_file(store: Store, path: Path, *, kind: Kind | None = None, contacts: bool = False) -> int:
    """Write the stored profiles as a table that can be imported again; how many.

    The ending of `path` decides between CSV and XLSX; contacts stay out unless asked for.
    """
    with store.unit_of_work() as unit:
        profiles = [one.profile for one in unit.profiles.iterate() if kind is None or one.profile.kind is kind]
        known = {one.id: unit.profiles.contacts(one.id) for one in profiles} if contacts else {}
    from matcher.intake.frames import write_profiles  # noqa: PLC0415 -- pandas takes a second, and only this needs it

    if contacts:
        enter(Act.CONTACTS_READ, store, details={"by": "export", "profiles": len(profiles)})
    write_profiles([(profile, known.get(profile.id)) for profile in profiles], path)
    return len(profiles)
