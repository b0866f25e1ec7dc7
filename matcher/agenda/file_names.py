"""Names of the files that participants get."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.agenda.plain_text import plain, slug
from matcher.agenda.programme import Programme

LONGEST_PART = 60


def file_stems(ready: Programme) -> Mapping[str, str]:
    """A name for each participant's files, by id: ASCII, without an ending, and no two alike, such as `ada-neri-p12`.

    A name depends on the participants of the event only, so that it is the same in the mail merge and in the bundle.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for person in sorted(ready.participants.values(), key=lambda person: person.id):
        parts = [slug(person.name)[:LONGEST_PART].strip("-"), slug(plain(person.id))[:LONGEST_PART].strip("-")]
        stem = "-".join(part for part in parts if part) or "agenda"
        number = 1
        while (name := stem if number == 1 else f"{stem}-{number}") in taken:
            number += 1
        taken.add(name)
        stems[person.id] = name
    return stems
