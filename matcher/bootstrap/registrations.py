"""Registrations from an uploaded file: looked at, tried, and taken when somebody has seen what would happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from matcher.domain.rows import ParticipantRow, RowError
from matcher.domain.uploads import Upload
from matcher.intake import Look, ReadOptions, look_at_registrations, open_participants
from matcher.lexicon.annotation import Lexicon
from matcher.ports import Store
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.people import RegistrationReport, register
from matcher.usecases.uploading import choose_columns, keep_upload, upload_with_content


@dataclass(frozen=True, slots=True)
class Trial:
    """An uploaded file, how its columns are read, and what taking its `rows` would do.

    `report` is None where the file lacks what rows need to be participants.
    """

    upload: Upload
    look: Look
    rows: tuple[ParticipantRow, ...] = ()
    report: RegistrationReport | None = None


class Registrations:
    """What is done with files of registrations."""

    def __init__(self, store: Store, lexicon: Lexicon) -> None:
        self._store = store
        self._lexicon = lexicon

    def upload(self, name: str, content: bytes, *, language: str) -> Upload:
        """Keep a file to be imported.

        Raises:
            InvalidInput: it is too big, empty, damaged or no table.
        """
        look_at_registrations(BytesIO(content), name=name, options=ReadOptions(language=language))
        return keep_upload(name, content, self._store, language=language)

    def choose(self, upload_id: str, mapping: Mapping[str, str], *, language: str, sheet: str | None = None) -> None:
        """Say how an uploaded file is to be read: `mapping` is from header to field, "" for a column to ignore.

        Raises:
            NotFound: there is no such file any more.
            InvalidInput: there is no such sheet.
        """
        upload, content = upload_with_content(upload_id, self._store)
        options = ReadOptions(mapping=mapping, sheet=sheet, language=language)
        look_at_registrations(BytesIO(content), name=upload.name, options=options)
        choose_columns(upload_id, mapping, self._store, sheet=sheet, language=language)

    def trial(self, event_id: str, upload_id: str, *, language: str) -> Trial:
        """What taking an uploaded file would do, told in a language; nothing is stored.

        Raises:
            NotFound: there is no such event, or no such file any more.
            InvalidInput: there would be too many participants.
        """
        upload, content = upload_with_content(upload_id, self._store)
        options = _options(replace(upload, language=language))
        look = look_at_registrations(BytesIO(content), name=upload.name, options=options)
        if look.lacking is not None:
            return Trial(upload, look)
        rows, report = self._registered(event_id, upload, content, options, dry_run=True)
        return Trial(upload, look, rows, report)

    def take(self, event_id: str, upload_id: str) -> RegistrationReport:
        """Keep the participants of an uploaded file's good rows; raises as `trial`."""
        upload, content = upload_with_content(upload_id, self._store)
        return self._registered(event_id, upload, content, _options(upload), dry_run=False)[1]

    def _registered(
        self, event_id: str, upload: Upload, content: bytes, options: ReadOptions, *, dry_run: bool
    ) -> tuple[tuple[ParticipantRow, ...], RegistrationReport]:
        event, _ = find_event(event_id, self._store)
        with open_participants(BytesIO(content), event, name=upload.name, options=options) as file:
            rows: list[ParticipantRow | RowError] = list(file.rows())
            report = register(
                event_id,
                rows,
                store=self._store,
                annotate=self._lexicon.annotate,
                dry_run=dry_run,
                await_profiles=True,
            )
            good = tuple(row for row in rows if isinstance(row, ParticipantRow))
            return good, replace(report, file=file.facts)


def _options(upload: Upload) -> ReadOptions:
    return ReadOptions(mapping=upload.mapping, sheet=upload.sheet, language=upload.language)
