from __future__ import annotations

import io

import pytest

from matcher.errors import InvalidInput
from matcher.intake import ReadOptions, open_profiles
from matcher.lexicon.gazetteer import Gazetteer
from matcher.ports import MappingRepository
from tests.fakes import MemoryStore

TABLE = b"etichetta;cosa sa fare\nBottega Rossi;cornici\n"
OTHER_ORDER = b"Cosa sa fare;Etichetta\nsedie;Bottega Verdi\n"
MAPPING = {"etichetta": "name", "cosa sa fare": "offers"}


def names(
    content: bytes, gazetteer: Gazetteer, mappings: MappingRepository, mapping: dict[str, str], remember: bool = True
) -> list[str]:
    options = ReadOptions(mapping=mapping, remember=remember)
    with open_profiles(io.BytesIO(content), gazetteer, options=options, mappings=mappings) as file:
        return [row.profile.name for row in file.rows()]


def test_a_mapping_is_remembered_for_files_with_the_same_header(gazetteer: Gazetteer) -> None:
    with MemoryStore().unit_of_work() as unit:
        assert names(TABLE, gazetteer, unit.mappings, MAPPING) == ["Bottega Rossi"]
        assert names(OTHER_ORDER, gazetteer, unit.mappings, {}) == ["Bottega Verdi"]


def test_a_later_mapping_replaces_the_one_remembered(gazetteer: Gazetteer) -> None:
    swapped = {"etichetta": "offers", "cosa sa fare": "name"}
    with MemoryStore().unit_of_work() as unit:
        names(TABLE, gazetteer, unit.mappings, MAPPING)
        assert names(TABLE, gazetteer, unit.mappings, swapped) == ["cornici"]
        assert names(TABLE, gazetteer, unit.mappings, {}) == ["cornici"]


def test_a_mapping_is_not_remembered_by_a_dry_run_nor_from_a_file_that_cannot_be_read(gazetteer: Gazetteer) -> None:
    with MemoryStore().unit_of_work() as unit:
        names(TABLE, gazetteer, unit.mappings, MAPPING, remember=False)
        with pytest.raises(InvalidInput, match="lacks a column for the name"):
            names(TABLE, gazetteer, unit.mappings, MAPPING | {"etichetta": ""})
        with pytest.raises(InvalidInput, match="lacks columns for the name and"):
            names(TABLE, gazetteer, unit.mappings, {})


def test_a_remembered_mapping_is_told(gazetteer: Gazetteer) -> None:
    with MemoryStore().unit_of_work() as unit:
        names(TABLE, gazetteer, unit.mappings, MAPPING)
        with open_profiles(io.BytesIO(TABLE), gazetteer, mappings=unit.mappings) as file:
            assert "The columns were mapped as for an earlier file with this header." in file.facts.notes
