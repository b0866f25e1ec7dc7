"""`matcher import` as its user meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run, only_json

Write = Callable[[str, str], Path]
TABLE = """Nome;Tipo;Offro;Cerco;Email
Anna Rossi;artigiano;sartoria su misura;taglio laser;anna@example.org
Bit Srl;startup;sensori IoT;stampi in silicone;
Senza offerta;artigiano;;;
Marco Blu;marziano;ceramica raku;forno;marco@
"""


def test_the_report_counts_and_says_how_to_mend(matcher: Run, table: Write, golden: Callable[[str, str], None]) -> None:
    outcome = matcher("import", table("soci.csv", TABLE).name)
    assert outcome.code == 0
    golden("import", outcome.out + outcome.err)


def test_problems_are_told_in_italian_too(matcher: Run, table: Write, golden: Callable[[str, str], None]) -> None:
    golden("import_it", matcher("import", table("soci.csv", TABLE).name, "--language", "it").err)


def test_a_dry_run_changes_nothing(matcher: Run, table: Write, tmp_path: Path) -> None:
    outcome = matcher("import", table("soci.csv", TABLE).name, "--dry-run")
    assert "dry run, nothing is stored): 2 created" in outcome.out
    assert [path.name for path in tmp_path.glob("*.csv")] == ["soci.csv"]
    assert "no profiles yet" in matcher("match", "sartoria").out


def test_a_dry_run_shows_how_each_column_is_read(matcher: Run, table: Write) -> None:
    lines = matcher("import", table("soci.csv", f"{TABLE};;;;".replace("Email", "Tessera")).name, "--dry-run").out
    read = {cells[1].strip(): cells[2:4] for line in lines.splitlines() if len(cells := line.split("│")) > 3}
    assert read["Offro"][0].strip() == "offers"
    assert "sartoria su misura · sensori IoT" in read["Offro"][1]
    assert read["Tessera"][0].strip() == "ignored"


def test_the_same_file_twice_changes_nothing(matcher: Run, table: Write, tmp_path: Path) -> None:
    name = table("soci.csv", TABLE).name
    assert "2 created, 0 updated, 0 unchanged, 2 rejected" in matcher("import", name).out
    assert "0 created, 0 updated, 2 unchanged, 2 rejected" in matcher("import", name).out
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["soci.csv", "soci.rejected.csv"]


def test_mended_rows_are_imported_and_never_overwritten(matcher: Run, table: Write, tmp_path: Path) -> None:
    name = table("soci.csv", TABLE).name
    matcher("import", name)
    refused = tmp_path / "soci.rejected.csv"
    mended = refused.read_text("utf-8-sig").replace("marziano", "artigiano").replace("marco@", "marco@example.org")
    refused.write_text(mended, "utf-8-sig")
    matcher("import", name)
    assert refused.read_text("utf-8-sig") == mended
    outcome = matcher("import", refused.name)
    assert "1 created, 0 updated, 0 unchanged, 1 rejected" in outcome.out
    assert "soci.rejected-3.csv" in outcome.out


@pytest.mark.parametrize("target", ["soci.csv", "mine.csv", ".", "nowhere/x.csv"])
def test_rejected_rows_never_replace_a_file_of_the_users(
    matcher: Run, table: Write, tmp_path: Path, target: str
) -> None:
    table("mine.csv", "precious\n")
    outcome = matcher("import", table("soci.csv", TABLE).name, "--rejected", target)
    assert outcome.code == 2
    assert "--rejected" in outcome.err
    assert (tmp_path / "mine.csv").read_text() == "precious\n"
    assert (tmp_path / "soci.csv").read_text() == TABLE


def test_json_says_where_the_rejected_rows_are(matcher: Run, table: Write) -> None:
    report = only_json(matcher("import", table("soci.csv", TABLE).name, "--rejected", "bad.csv", "--json"))
    assert (report["created"], report["rejected"], report["rejected_file"]) == (2, 2, "bad.csv")
    assert Path("bad.csv").read_text("utf-8-sig").startswith("problem;Nome;")


def test_a_file_with_no_good_row_ends_with_1(matcher: Run, table: Write) -> None:
    assert matcher("import", table("soci.csv", "Nome;Offro\nAnna;\n").name).code == 1


def test_columns_can_be_mapped_and_are_remembered(matcher: Run, table: Write) -> None:
    name = table("strane.csv", "Ragione;Cosa fa\nBianchi;tornitura\n").name
    assert matcher("import", name).code == 2
    assert "1 created" in matcher("import", name, "--column", "Ragione=name", "--column", "Cosa fa=offers").out
    assert "1 unchanged" in matcher("import", name).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.csv"], "no file"),
        (["."], "folder"),
        (["picture.csv"], "PNG"),
        (["empty.csv"], "empty"),
        (["foreign.csv"], "lacks columns"),
        (["soci.csv", "--column", "Nome"], "HEADER=FIELD"),
        (["soci.csv", "--column", "Nome=bogus"], "does not exist"),
        (["soci.csv", "--language", "fr"], "fr"),
    ],
)
def test_wrong_files_are_named_and_nothing_is_stored(
    matcher: Run, table: Write, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    for name, text in {"empty.csv": "", "foreign.csv": "Foo;Bar\n1;2\n", "soci.csv": TABLE}.items():
        table(name, text)
    outcome = matcher("import", *arguments, "--json")
    assert outcome.code == 2
    assert says in only_json(outcome)["error"]["message"]
    assert "no profiles yet" in matcher("match", "sartoria").out
