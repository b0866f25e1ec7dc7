"""`doctor`, `serve`, `reindex`, `demo` and what all commands share."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from matcher.bootstrap import Application
from matcher.errors import NotFound
from matcher.settings import load_settings
from matcher.usecases.keys import authenticate
from matcher.usecases.samples import EVENT, TABLES
from matcher.usecases.samples import REGISTRATIONS as SAMPLE_REGISTRATIONS
from tests.event_solvers import SIMPLE
from tests.unit.cli.conftest import MEMBERS, Run, only_json

FAIR = {"event_id": "fiera", "name": "Incontri", "session": ["2026-03-12 09:30-10:30"], "tables": "2"}
REGISTRATIONS = Path(__file__).with_name("fair.csv")
COMMANDS = ("import", "export", "match", "serve", "reindex", "demo", "doctor", "evaluate", "store")


class Samples:
    """Stands in for the sample tables."""

    def __enter__(self) -> list[Path]:
        return [MEMBERS]

    def __exit__(self, *error: object) -> None:
        pass


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_doctor_lists_settings_and_checks(
    members: Run, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_DATA_DIR", "data")
    outcome = members("doctor")
    assert outcome.code == 0
    text = re.sub(r"Versions: .*", "Versions: …", outcome.out)
    text = re.sub(r"edition \w+", "edition …", text)
    text = re.sub(r"SQLite [\d.]+", "SQLite …", text)
    golden("doctor", re.sub(r"[\d,]+ skills", "… skills", text))


def test_doctor_names_a_misspelt_variable(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PROT", "1")
    assert "MATCHER_PROT: no such setting; did you mean MATCHER_PORT?" in members("doctor").out
    assert only_json(members("doctor", "--json"))["unknown_variables"] == ["MATCHER_PROT"]
    assert "MATCHER_PROT sets nothing" in members("match", "sarto", "--json").err


@pytest.mark.parametrize(
    ("variable", "value", "failing"),
    [
        ("MATCHER_ENCODER", "foo", {"encoder"}),
        ("MATCHER_CITY", "atlantis", {"vocabulary", "gazetteer", "links"}),
        ("MATCHER_DATABASE_URL", "sqlite:////dev/null/x.db", {"database", "links", "answers"}),
    ],
)
def test_doctor_says_which_part_fails(
    members: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, failing: set[str]
) -> None:
    monkeypatch.setenv(variable, value)
    outcome = members("doctor", "--json")
    assert outcome.code == 1
    assert {check["part"] for check in only_json(outcome)["checks"] if not check["ok"]} == failing


def test_doctor_hides_a_database_url(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_DATABASE_URL", "postgresql://matcher:secret@db/matcher")
    outcome = members("doctor", "--json")
    assert "secret" not in outcome.out + outcome.err


def test_a_setting_with_a_bad_value_ends_with_2(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PORT", "abc")
    outcome = matcher("doctor")
    assert outcome.code == 2
    assert "MATCHER_PORT is 'abc'" in outcome.err


def test_a_file_that_is_no_database_ends_with_1(matcher: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "matcher.db").write_text("no database at all" * 100)
    outcome = matcher("match", "sarto", "--json")
    assert outcome.code == 1
    assert "not a SQLite database" in only_json(outcome)["error"]["message"]


def test_serve_refuses_to_be_reached_from_outside_without_a_key(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **how: served.append(how["host"]))
    monkeypatch.setenv("MATCHER_HOST", "127.0.0.1")
    everywhere = ("serve", "--host", "0.0.0.0", "--port", "18223")  # noqa: S104 -- what is refused
    assert (matcher(*everywhere).code, "without an access key" in matcher(*everywhere).err) == (2, True)
    first = only_json(matcher("keys", "create", "--label", "first", "--scope", "admin", "--json"))
    assert (matcher(*everywhere).code, served) == (0, ["0.0.0.0"])  # noqa: S104
    monkeypatch.setenv("MATCHER_ACCESS", "open")
    assert (matcher(*everywhere).code, "MATCHER_ACCESS=open" in matcher(*everywhere).err) == (2, True)
    monkeypatch.delenv("MATCHER_ACCESS")
    matcher("keys", "revoke", first["id"])
    assert (matcher(*everywhere).code, len(served)) == (2, 1)


def test_serve_tells_the_processes_that_answer_where_they_listen(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_HOST", "127.0.0.1")
    monkeypatch.setattr("uvicorn.run", lambda app, **how: None)
    assert matcher("serve", "--host", "localhost", "--port", "18223").code == 0
    assert load_settings().host == "localhost"


def test_serve_says_that_its_port_is_taken(matcher: Run, taken_port: int) -> None:
    outcome = matcher("serve", "--port", str(taken_port))
    assert outcome.code == 1
    assert f"Port {taken_port} is taken" in outcome.err


def test_serve_says_what_is_wrong_before_it_listens(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_ENCODER", "foo")
    outcome = matcher("serve", "--port", "18223")
    assert outcome.code == 1
    assert "Unknown encoder 'foo'" in outcome.err


def test_reindex_counts(members: Run) -> None:
    assert "5 profiles reindexed, 0 with new links or districts." in members("reindex").out
    assert only_json(members("reindex", "--json"))["profiles"] == 5


def test_another_encoder_answers_once_reindexed(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_ENCODER", "hashing:128")
    outcome = members("match", "sarto", "--json")
    assert only_json(outcome)["model"].startswith("hashing:64:")
    assert "hashing:64 answers until hashing:128 has encoded every profile" in outcome.err
    doctor = members("doctor")
    assert doctor.code == 0
    assert "answers: made with hashing:64 until hashing:128 is ready, which has encoded 0 of 5 profiles" in doctor.out
    assert only_json(members("reindex", "--json"))["model"].startswith("hashing:128:")
    outcome = members("match", "sarto", "--json")
    assert only_json(outcome)["model"].startswith("hashing:128:")
    assert outcome.err == ""
    assert "answers: made with hashing:128\n" in members("doctor").out


def test_doctor_says_who_answers_while_the_encoder_set_cannot_be_loaded(
    members: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_ENCODER", "foo")
    assert "answers: made with hashing:64, as foo cannot be loaded" in members("doctor").out


def test_an_exported_table_imports_unchanged(members: Run) -> None:
    assert "5 profiles written to all.csv." in members("export", "all.csv").out
    assert "0 created, 0 updated, 5 unchanged, 0 rejected" in members("import", "all.csv").out
    assert members("export", "all.csv").code == 2


def test_evaluate_prints_the_engine_beside_the_baseline(matcher: Run) -> None:
    report = only_json(matcher("evaluate", "--split", "dev", "--json"))
    assert report["split"] == "dev"
    assert report["engine"]["overall"].keys() == report["char_tfidf"]["overall"].keys()


def test_an_interruption_ends_with_130_and_no_traceback(members: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("matcher.bootstrap.imports.Imports.import_file", interrupted)
    outcome = members("import", "members.csv", "--json")
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err.startswith("Interrupted.")


def test_demo_has_nothing_to_stop_before_it_ran(matcher: Run) -> None:
    assert "No API of a demo is running" in matcher("demo", "--stop").out


def test_demo_imports_matches_and_serves(matcher: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Started:
        address = "http://127.0.0.1:8000"

        def wait(self) -> None:
            pass

    monkeypatch.setattr("matcher.cli.demo.sample_tables", Samples)
    monkeypatch.setattr("matcher.cli.demo.start_server", lambda settings: Started())
    monkeypatch.setattr("matcher.cli.demo_event.sample_event", lambda: nullcontext((FAIR, REGISTRATIONS)))
    monkeypatch.setattr("matcher.bootstrap.events.default_solvers", lambda: SIMPLE)
    shown = matcher("demo").out
    assert "members.csv: 5 created" in shown
    assert shown.index("Sartoria Brera") < shown.index('match "bookbinder')
    assert "curl -s http://127.0.0.1:8000/match " in shown
    assert "fair.csv: 2 created" in shown
    assert "1 pair chosen, at least 1 for everyone" in shown
    assert "table 1: Anna Ricci and Bruno Sala" in shown
    assert Path("data/demo-event/fiera-agendas.pdf").read_bytes().startswith(b"%PDF")
    assert shown.rstrip().endswith("Open http://127.0.0.1:8000/ in a browser.")
    key = re.search(r"^  (matcher_\S+)$", shown, re.MULTILINE)
    again = matcher("demo")
    assert (again.code, "fair.csv: 0 created, 0 updated, 2 unchanged" in again.out) == (0, True)
    assert "version 1 is published" in again.out
    assert key
    with closing(Application(load_settings(data_dir=Path("data")))) as app, pytest.raises(NotFound):
        authenticate(key[1], app.store)  # the second demo has given out another one


def test_the_sample_tables_ship() -> None:
    folder = Path(__file__).parents[3] / "fixtures"
    assert [name for name in (*TABLES, EVENT, SAMPLE_REGISTRATIONS) if not (folder / name).is_file()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(matcher: Run, command: str) -> None:
    outcome = matcher(command, "--help")
    assert outcome.code == 0
    assert f"Usage: matcher {command}" in outcome.out


def test_an_unknown_command_ends_with_2(matcher: Run) -> None:
    assert matcher("bogus").code == 2
    assert only_json(matcher("bogus", "--json"))["error"]["message"] == "No such command 'bogus'."


def test_help_starts_without_heavy_libraries() -> None:
    heavy = {"faiss", "scipy", "pandas", "torch", "sqlalchemy", "uvicorn", "fastapi", "openpyxl", "sklearn"}
    code = f"import sys; import matcher.cli; print(sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
