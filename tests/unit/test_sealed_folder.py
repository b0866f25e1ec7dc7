"""Arrays come back as they were written, or not at all."""

import json
from pathlib import Path

import numpy as np
import pytest

from embeddings import sealed_folder
from embeddings.errors import DamagedFolder

ARRAYS = {
    "rows": np.arange(600, dtype=np.float32).reshape(150, 4),
    "words": np.array([2**64 - 1, 0], dtype=np.uint64),
    "nothing": np.empty((0, 3), dtype=np.int32),
}
FACTS = {"encoder": "static:1", "generation": 7, "names": ["è", "b"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sealed_folder.write(tmp_path / "kept", ARRAYS, FACTS)
    return tmp_path / "kept"


def test_arrays_and_facts_come_back(folder: Path) -> None:
    sealed = sealed_folder.read(folder)

    assert sealed.facts == FACTS
    assert sealed.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert sealed.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(sealed.arrays[name], array)


def test_arrays_cannot_be_written_to(folder: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sealed_folder.read(folder).arrays["rows"][0, 0] = 1


def test_parts_are_joined(tmp_path: Path) -> None:
    parts = [ARRAYS["rows"][:10], ARRAYS["rows"][10:10], ARRAYS["rows"][10:]]
    sealed_folder.write(tmp_path, {"rows": parts}, {})

    np.testing.assert_array_equal(sealed_folder.read(tmp_path).arrays["rows"], ARRAYS["rows"])


def test_a_file_longer_than_a_block_is_checked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_folder, "BLOCK", 1 << 16)
    array = np.arange(3 * (1 << 15), dtype=np.uint16)
    sealed_folder.write(tmp_path, {"long": array}, {})
    np.testing.assert_array_equal(sealed_folder.read(tmp_path).arrays["long"], array)

    (path,) = tmp_path.glob("*.npy")
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")

    with pytest.raises(DamagedFolder, match="not what was written"):
        sealed_folder.read(tmp_path)


def test_what_is_written_again_replaces_what_was_there(folder: Path) -> None:
    before = sealed_folder.read(folder)
    sealed_folder.write(folder, {"rows": ARRAYS["rows"] + 1}, {"generation": 8})
    after = sealed_folder.read(folder)

    assert (after.facts, list(after.arrays)) == ({"generation": 8}, ["rows"])
    assert after.arrays["rows"][0, 0] == 1
    assert before.arrays["rows"][0, 0] == 0
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("step", ["_write_array", "_write_bytes", "_digests", "_sync_folder"])
def test_writing_that_breaks_off_leaves_what_was_there(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sealed_folder, step, breaks)
        with pytest.raises(OSError, match="no space"):
            sealed_folder.write(folder, {"rows": ARRAYS["rows"] + 1}, {})

    assert sealed_folder.read(folder).facts == FACTS


def test_where_nothing_was_written_nothing_is_read(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DamagedFolder, match="no manifest"):
            sealed_folder.read(folder)


def test_a_file_that_is_gone_is_missed(folder: Path) -> None:
    next(folder.glob("rows.*")).unlink()

    with pytest.raises(DamagedFolder, match="missing"):
        sealed_folder.read(folder)


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    path = next(folder.glob("rows.*"))
    path.write_bytes(path.read_bytes()[:-4])

    with pytest.raises(DamagedFolder, match="bytes, not"):
        sealed_folder.read(folder)


def test_a_folder_of_another_format_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_folder, "FORMAT", 2)

    with pytest.raises(DamagedFolder, match="format 1, not 2"):
        sealed_folder.read(folder)


def test_any_changed_byte_is_noticed(folder: Path) -> None:
    random = np.random.default_rng(0)
    files = sorted(folder.iterdir())
    for _ in range(250):
        path = files[random.integers(len(files))]
        sound = path.read_bytes()
        place, change = int(random.integers(len(sound))), int(random.integers(1, 256))
        path.write_bytes(sound[:place] + bytes([sound[place] ^ change]) + sound[place + 1 :])
        with pytest.raises(DamagedFolder):
            sealed_folder.read(folder)
        path.write_bytes(sound)
    assert sealed_folder.read(folder).facts == FACTS


def test_a_reader_follows_a_writer_that_overtakes_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = (folder / sealed_folder.MANIFEST).read_bytes()
    sealed_folder.write(folder, ARRAYS, {"generation": 8})
    answers = iter([stale, (folder / sealed_folder.MANIFEST).read_bytes()])
    monkeypatch.setattr(sealed_folder, "_manifest_bytes", lambda _: next(answers))

    assert sealed_folder.read(folder).facts == {"generation": 8}


def test_facts_are_what_json_holds(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        sealed_folder.write(tmp_path, {}, {"when": object()})
    sealed_folder.write(tmp_path, {}, json.loads('{"deep": [1, null]}'))
    assert sealed_folder.read(tmp_path).facts == {"deep": [1, None]}
