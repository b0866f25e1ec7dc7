from __future__ import annotations

import io
from pathlib import Path

from matcher.domain.profiles import Contacts, Item, Kind, Need, Profile
from matcher.intake import open_profiles
from matcher.intake.frames import preview, to_frame, write_profiles
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read

ROSSI = Profile("r", Kind.ARTISAN, "Rossi", offers=(Item("=cornici"),), seeks=(Item("legno", Need.MUST), Item("colla")))
CONTACTS = Contacts(email="a@example.org")


def test_a_preview_shows_the_first_rows_as_they_are(gazetteer: Gazetteer) -> None:
    text = "Elenco;;\nNome;Cosa offre;\nRossi;cornici;\n\nVerdi;sedie\nNeri;12;\nBlu;letti;\n"
    with open_profiles(io.BytesIO(text.encode()), gazetteer) as file:
        frame = preview(file, rows=2)
        assert list(frame.columns) == ["Nome", "Cosa offre"]
        assert frame.index.to_list() == [3, 5]
        assert frame.to_numpy().tolist() == [["Rossi", "cornici"], ["Verdi", "sedie"]]


def test_a_preview_of_no_rows_has_the_columns(gazetteer: Gazetteer) -> None:
    with open_profiles(io.BytesIO(b"nome;offre\n"), gazetteer) as file:
        assert preview(file).shape == (0, 2)


def test_profiles_become_a_frame_of_texts() -> None:
    frame = to_frame([(ROSSI, CONTACTS), (ROSSI, None)])
    assert frame["seeks"].to_list() == ["! legno | colla"] * 2
    assert frame["email"].to_list() == ["a@example.org", ""]
    assert frame["cap"].to_list() == ["", ""]


def test_written_profiles_are_read_again_from_either_format(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for name in ("profiles.csv", "profiles.xlsx"):
        write_profiles([(ROSSI, CONTACTS)], tmp_path / name)
        outcome = read((tmp_path / name).read_bytes(), gazetteer)
        assert outcome.profiles == [ROSSI]
        assert outcome.rows[0].contacts == CONTACTS


def test_what_would_run_as_a_formula_is_written_disarmed(tmp_path: Path) -> None:
    write_profiles([(ROSSI, None)], tmp_path / "profiles.csv")
    assert ";'=cornici;" in (tmp_path / "profiles.csv").read_text(encoding="utf-8-sig")
