"""Imports wired: profiles from files, at once or as jobs over uploaded ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from matcher.bootstrap.preparing import preparer
from matcher.domain.jobs import Job, JobKind
from matcher.domain.profiles import Profile
from matcher.domain.rows import ProfileRow, RowError
from matcher.domain.uploads import Upload
from matcher.intake import Look, ReadOptions, RejectedRows, look_at, open_profiles
from matcher.lexicon.annotation import Annotator, Lexicon
from matcher.ports import Store
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.drafting import Drafting
from matcher.usecases.importing import ImportReport, import_profiles
from matcher.usecases.jobs import JobRunner
from matcher.usecases.mapping import StoredMappings
from matcher.usecases.preparing import Preparer
from matcher.usecases.presenting import report_data
from matcher.usecases.reindexing import note_first_links
from matcher.usecases.sharing import Preparers
from matcher.usecases.uploading import (
    choose_columns,
    forget_old_uploads,
    keep_upload,
    start_import,
    upload_with_content,
)

SHOWN_FIRST = 5
"""Profiles that a report shows as they were understood."""

Rows = Iterable[ProfileRow | RowError]


class Imports:
    """What is done with files of profiles; `encode` prepares the vectors of those that were stored.

    With a `city`, whose default lexicon this is, other processes help to read large files. `draft` says where the
    market is drafted while so many rows are imported, if anywhere.
    """

    def __init__(
        self,
        store: Store,
        lexicon: Lexicon,
        encode: Callable[[Sequence[Profile]], None],
        *,
        city: str | None = None,
        draft: Callable[[int | None], Drafting | None] = lambda expected: None,
    ) -> None:
        self.runner = JobRunner(store, {JobKind.IMPORT: self._import})
        self._store = store
        self._lexicon = lexicon
        self._preparers = Preparers(preparer, city)
        self._draft = draft
        self.encode = encode

    def start(self) -> None:
        """Begin to do queued imports, those of a process that died included; old uploads are forgotten."""
        forget_old_uploads(self._store)
        self.runner.start()

    def close(self) -> None:
        """Do no more; an import under way is queued again."""
        self.runner.close()

    def read_profiles(self, source: Path) -> list[Profile]:
        """The good rows of a table as annotated profiles; nothing is stored."""
        with open_profiles(source, self._lexicon.gazetteer) as file:
            return [self._lexicon.annotate(row.profile) for row in file.rows() if isinstance(row, ProfileRow)]

    def preview_file(self, source: Path, options: ReadOptions, rows: int) -> tuple[list[str], list[list[str]]]:
        """The headers of a table and its first rows, as they are written there."""
        from matcher.intake.frames import preview  # noqa: PLC0415 -- pandas takes a second

        with open_profiles(source, self._lexicon.gazetteer, options=options) as file:
            frame = preview(file, rows)
        return list(frame.columns), frame.to_numpy().tolist()

    def import_file(  # noqa: PLR0913 -- an import has as many independent options, all but the first by keyword
        self,
        source: Path | BinaryIO,
        *,
        name: str | None = None,
        options: ReadOptions | None = None,
        dry_run: bool = False,
        rejected: Path | None = None,
        progress: Callable[[int, int | None], None] = lambda done, expected: None,
        through: Callable[[Rows], Rows] = lambda rows: rows,
        organisation: str | None = None,
    ) -> ImportReport:
        """Import a table of profiles and encode what it changed.

        `rejected` is where the rows that were not taken are written, if there are any; `progress` is told how many
        rows are done and how many are expected; what comes `through` is taken. New profiles belong to the
        `organisation`, which changes none of somebody else's.

        Raises:
            InvalidInput: the file cannot be read as a table of profiles; nothing is stored.
        """
        options = replace(options or ReadOptions(), remember=not dry_run)
        with (
            open_profiles(
                source, self._lexicon.gazetteer, name=name, options=options, mappings=StoredMappings(self._store)
            ) as file,
            RejectedRows(rejected, file.header, options.language) if rejected else nullcontext() as refused,
        ):
            progress(0, file.expected)
            drafted = None if dry_run else self._draft(file.expected)
            report = import_profiles(
                through(file.rows(refused)),
                store=self._store,
                annotate=lambda batches: self._annotated(batches, drafted),
                published=self.encode if drafted is None else drafted.note,
                dry_run=dry_run,
                progress=lambda done: progress(done, file.expected),
                organisation=organisation,
            )
            if drafted is not None:
                drafted.complete()
            if not dry_run:
                note_first_links(self._store, self._lexicon)
            return replace(report, file=file.facts)

    def _annotated(self, batches: Iterator[Sequence[Profile]], drafted: Drafting | None) -> Iterator[Sequence[Profile]]:
        annotator = Annotator(self._lexicon)
        if drafted is None:
            yield from (prepared.profiles for prepared in self._preparers.prepared(Preparer(annotator), batches))
            return
        own = Preparer(annotator, drafted.profile_encoder)
        for prepared in self._preparers.prepared(own, batches, drafted.encoder):
            drafted.hold(prepared)
            yield prepared.profiles

    def upload(self, name: str, content: bytes, *, language: str) -> Upload:
        """Keep a file to be imported.

        Raises:
            InvalidInput: it is too big, empty, damaged or no table.
        """
        look_at(BytesIO(content), name=name, options=ReadOptions(language=language))
        return keep_upload(name, content, self._store, language=language)

    def look(self, upload_id: str, *, language: str, sheet: str | None = None) -> tuple[Upload, Look]:
        """An uploaded file and how its columns would be read, in `sheet` where it is given.

        Raises:
            NotFound: there is no such file any more.
            InvalidInput: there is no such sheet.
        """
        upload, content = upload_with_content(upload_id, self._store)
        if sheet not in (None, upload.sheet):
            upload = replace(upload, sheet=sheet, mapping={})
        options = _options(replace(upload, language=language))
        return upload, look_at(
            BytesIO(content), name=upload.name, options=options, mappings=StoredMappings(self._store)
        )

    def choose(self, upload_id: str, mapping: Mapping[str, str], *, language: str, sheet: str | None = None) -> Look:
        """Say how an uploaded file is to be read; how it is read then, nothing kept where it lacks something.

        Raises:
            NotFound: there is no such file any more.
            InvalidInput: a field is given to two columns that takes one, or there is no such column, field or sheet.
            Conflict: the file is being imported.
        """
        upload, content = upload_with_content(upload_id, self._store)
        options = ReadOptions(mapping=mapping, sheet=sheet, language=language)
        look = look_at(BytesIO(content), name=upload.name, options=options)
        if look.lacking is None:
            choose_columns(upload_id, mapping, self._store, sheet=sheet, language=language)
        return look

    def begin(self, upload_id: str, *, dry_run: bool, language: str, organisation: str | None = None) -> Job:
        """Queue the import of an uploaded file or a dry run of it; raises as the use case does."""
        job = start_import(upload_id, self._store, dry_run=dry_run, language=language, organisation=organisation)
        self.runner.wake()
        return job

    def _import(self, attempt: Attempt) -> Keep:
        """Do an import job. What it did is kept with the upload, though it is stopped before its end."""
        dry_run = attempt.job.input.get("dry_run") is True
        organisation = attempt.job.input.get("organisation")
        upload, content = upload_with_content(str(attempt.job.input["upload"]), self._store)
        rows = _WatchedRows(attempt.stop.is_set)
        with TemporaryDirectory() as folder:
            rejected = Path(folder) / "rejected.csv"
            report = self.import_file(
                BytesIO(content),
                name=upload.name,
                options=_options(upload),
                dry_run=dry_run,
                rejected=rejected,
                progress=attempt.count,
                through=rows.watched,
                organisation=None if organisation is None else str(organisation),
            )
            refused = rejected.read_bytes() if rejected.exists() else None
        told = report_data(report) | {"complete": not rows.cut, "first": rows.first}
        with self._store.unit_of_work(write=True) as unit:
            unit.uploads.keep_report(upload.id, told, refused)
            unit.commit()
        counts = ("created", "updated", "unchanged", "rejected", "dry_run", "complete")
        result = {name: told[name] for name in counts}
        return lambda unit: result


class _WatchedRows:
    """Rows on their way: the first good ones are remembered, and `stopped` cuts the others off."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self.first: list[dict[str, Any]] = []
        self.cut = False

    def watched(self, rows: Rows) -> Iterator[ProfileRow | RowError]:
        for row in rows:
            if self._stopped():
                self.cut = True
                return
            if isinstance(row, ProfileRow) and len(self.first) < SHOWN_FIRST:
                self.first.append(_understood(row))
            yield row


def _understood(row: ProfileRow) -> dict[str, Any]:
    """What a person checks to see whether a row was understood."""
    profile = row.profile
    return {
        "line": row.line,
        "name": profile.name,
        "kind": profile.kind.value,
        "type": profile.type.value if profile.type else None,
        "offers": [item.text for item in profile.offers],
        "seeks": [item.text for item in profile.seeks],
        "address": profile.place.address,
        "nil": profile.place.nil,
        "municipio": profile.place.municipio,
        "email": row.contacts.email if row.contacts else None,
    }


def _options(upload: Upload) -> ReadOptions:
    return ReadOptions(mapping=upload.mapping, sheet=upload.sheet, language=upload.language)
