"""Files that are kept a while and imported by whichever process comes first."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.bootstrap import Application
from matcher.domain.jobs import Job, JobState
from matcher.domain.uploads import KEPT, Upload
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.settings import load_settings
from matcher.usecases.jobs import cancel_job, find_job
from matcher.usecases.uploading import (
    find_upload,
    forget_old_uploads,
    keep_upload,
    rejected_rows,
    start_import,
)
from tests.fakes import MemoryStore
from tests.stores import all_ids

TABLE = "Bottega;Cosa offre;Municipio\nCornici Rossi;cornici;1\nSedie Verdi;sedie;12\nLetti Neri;letti;3\n"
MANY = "id;Nome;Cosa offre\n" + "".join(f"b-{number};Bottega {number};cornici\n" for number in range(450))


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return Application(load_settings(data_dir=tmp_path, encoder="hashing:32"))


def upload(app: Application, table: str = TABLE) -> str:
    return app.imports.upload("botteghe.csv", table.encode(), language="it").id


def done(app: Application, upload_id: str, *, dry_run: bool = False) -> tuple[Job, Upload]:
    job = app.imports.begin(upload_id, dry_run=dry_run, language="it")
    assert app.imports.runner.run(job.id)
    return find_job(job.id, app.store), find_upload(upload_id, app.store)


def counts(report: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 -- as it comes from the database
    return tuple(report[name] for name in ("created", "updated", "unchanged", "rejected"))  # type: ignore[return-value]


def test_a_file_is_looked_at_tried_and_imported(app: Application) -> None:
    upload_id = upload(app)
    _, look = app.imports.look(upload_id, language="it")
    assert [(column.header, column.field) for column in look.columns] == [
        ("Bottega", "name"),
        ("Cosa offre", "offers"),
        ("Municipio", "municipio"),
    ]
    assert look.columns[0].values == ("Cornici Rossi", "Sedie Verdi", "Letti Neri")
    job, kept = done(app, upload_id, dry_run=True)
    assert (job.state, counts(job.result), all_ids(app.store)) == (JobState.DONE, (2, 0, 0, 1), [])
    assert kept.report is not None
    assert [row["name"] for row in kept.report["first"]] == ["Cornici Rossi", "Letti Neri"]  # type: ignore[attr-defined]
    job, kept = done(app, upload_id)
    assert counts(job.result) == counts(kept.report) == (2, 0, 0, 1)
    assert len(all_ids(app.store)) == 2
    assert "Municipio" in rejected_rows(upload_id, app.store).decode("utf-8-sig")
    assert counts(done(app, upload_id)[0].result) == (0, 0, 2, 1)


def test_columns_that_were_chosen_are_read_so_and_remembered_for_the_next_file(app: Application) -> None:
    table = "Chi;Che cosa\nCornici Rossi;cornici\n"
    upload_id = upload(app, table)
    assert app.imports.look(upload_id, language="it")[1].lacking
    assert app.imports.choose(upload_id, {"Chi": "name"}, language="it").lacking
    assert app.imports.choose(upload_id, {"Chi": "name", "Che cosa": "offers"}, language="it").lacking is None
    assert counts(done(app, upload_id)[0].result) == (1, 0, 0, 0)
    _, look = app.imports.look(upload(app, table), language="it")
    assert [column.field for column in look.columns] == ["name", "offers"]


def test_a_field_of_one_column_is_not_given_to_two(app: Application) -> None:
    with pytest.raises(InvalidInput):
        app.imports.choose(upload(app), {"Bottega": "name", "Municipio": "name"}, language="it")


def test_the_sheets_of_a_workbook_can_be_chosen(app: Application) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Nome", "Cosa offre"])
    workbook.active.append(["Cornici Rossi", "cornici"])
    members = workbook.create_sheet("Soci")
    members.append(["Ragione sociale", "Cerca"])
    members.append(["Letti Neri", "vernici"])
    stream = BytesIO()
    workbook.save(stream)
    upload_id = app.imports.upload("soci.xlsx", stream.getvalue(), language="it").id
    _, look = app.imports.look(upload_id, language="it")
    assert (look.sheet, look.sheets) == ("Sheet", ("Sheet", "Soci"))
    _, look = app.imports.look(upload_id, language="it", sheet="Soci")
    assert [column.field for column in look.columns] == ["name", "seeks"]
    mapping = {column.header: column.field or "" for column in look.columns}
    app.imports.choose(upload_id, mapping, language="it", sheet="Soci")
    done(app, upload_id)
    with app.store.unit_of_work() as unit:
        assert [one.profile.name for one in unit.profiles.iterate()] == ["Letti Neri"]


def test_what_is_no_table_is_not_kept(app: Application) -> None:
    with pytest.raises(InvalidInput, match="PDF"):
        app.imports.upload("invito.pdf", b"%PDF-1.7\n%\xe2\xe3", language="it")
    with pytest.raises(InvalidInput):
        app.imports.upload("vuoto.csv", b"", language="it")


def test_an_import_that_is_cancelled_keeps_and_tells_the_rows_before(app: Application) -> None:
    upload_id = upload(app, MANY)
    job = app.imports.begin(upload_id, dry_run=False, language="it")
    stored, cancelled = threading.Event(), threading.Event()

    def encode(profiles: object) -> None:
        stored.set()
        assert cancelled.wait(30)

    app.imports.encode = encode
    work = threading.Thread(target=app.imports.runner.run, args=(job.id,))
    work.start()
    assert stored.wait(30)
    with pytest.raises(Conflict):
        app.imports.begin(upload_id, dry_run=False, language="it")
    cancel_job(job.id, app.store)
    while not app.imports.runner._stop.is_set():  # set with the next sign of life
        pass
    cancelled.set()
    work.join()
    assert find_job(job.id, app.store).state is JobState.CANCELLED
    report = find_upload(upload_id, app.store).report
    assert report is not None
    assert not report["complete"]
    assert 0 < len(all_ids(app.store)) == report["created"] < 450


KILLED = """
import sys, threading
from pathlib import Path
from matcher.bootstrap import Application
from matcher.settings import load_settings
from matcher.usecases.jobs import JobRunner
from matcher.domain.jobs import JobKind
app = Application(load_settings(data_dir=Path(sys.argv[1]), encoder="hashing:32"))
def encode(profiles):
    print("stored", flush=True)
    threading.Event().wait()
app.imports.encode = encode
JobRunner(app.store, {JobKind.IMPORT: app.imports._import}, lease_s=0.5, beat_s=0.05).run()
"""


def test_an_import_whose_process_is_killed_is_done_again(app: Application, tmp_path: Path) -> None:
    upload_id = upload(app, MANY)
    job = app.imports.begin(upload_id, dry_run=False, language="it")
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == "stored\n"
        process.kill()
    begun = len(all_ids(app.store))
    assert 0 < begun < 450
    while not app.imports.runner.run(job.id):
        pass
    again = find_job(job.id, app.store)
    assert (again.state, again.attempts, len(all_ids(app.store))) == (JobState.DONE, 2, 450)
    assert counts(again.result) == (450 - begun, 0, begun, 0)
    assert again.progress.done == 450


def test_files_are_forgotten_after_a_day() -> None:
    store = MemoryStore()
    old = keep_upload("ieri.csv", b"x", store)
    with store.unit_of_work(write=True) as unit:
        unit.uploads.add(replace(old, id="ieri", created_at=datetime.now(UTC) - KEPT - timedelta(seconds=1)), b"x")
        unit.commit()
    forget_old_uploads(store)
    with pytest.raises(NotFound, match="24 hours"):
        find_upload("ieri", store)
    assert find_upload(old.id, store) == old


def test_an_import_of_a_file_that_was_forgotten_says_so(app: Application) -> None:
    job = start_import(upload(app), app.store, dry_run=False, language="it")
    with app.store.unit_of_work(write=True) as unit:
        unit.uploads.forget_before(datetime.now(UTC) + KEPT)
        unit.commit()
    app.imports.runner.run(job.id)
    ended = find_job(job.id, app.store)
    assert ended.state is JobState.FAILED
    assert "Upload it again" in str(ended.problem)


def test_rejected_rows_are_there_only_where_some_were(app: Application) -> None:
    upload_id = upload(app, MANY)
    done(app, upload_id)
    with pytest.raises(NotFound):
        rejected_rows(upload_id, app.store)
