"""Arrays and facts kept in a folder, which is opened only as it was written.

A manifest names each file with its size and the SHA-256 of its blocks, and bears its own. It is checked before anything
else is opened: formats of arrays and indexes have no checksums, and answer differently from a damaged file. Replacing
the manifest, the last step of writing, switches from the old files to the new ones at once.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedFolder

FORMAT = 1
MANIFEST = "manifest"
BLOCK = 1 << 24
"""Bytes hashed at a time, so that the two threads share a large file."""

HASHING_THREADS = 2

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written: `arrays` by name, memory-mapped and read-only, and `facts`, what JSON makes of them."""

    arrays: Mapping[str, Array]
    facts: Mapping[str, Any]


def write(folder: Path, arrays: Mapping[str, Array | Sequence[Array]], facts: Mapping[str, Any]) -> None:
    """Make the folder hold these arrays and facts, in place of what it held; one writer at a time.

    A sequence of arrays is kept as one, joined along the first axis. Names are those of files. Whenever the process or
    the machine dies, the folder holds either what was there before or what is written now. Processes that have the old
    arrays open keep them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    edition = uuid4().hex[:12]
    files = {}
    for name, value in arrays.items():
        path = folder / f"{name}.{edition}.npy"
        _write_array(path, [value] if isinstance(value, np.ndarray) else value)
        files[name] = {"file": path.name, "size": path.stat().st_size, "sha256": _digests([path])[0]}
    contents = json.dumps({"format": FORMAT, "files": files, "facts": facts}).encode()
    fresh = folder / f"{MANIFEST}.{edition}"
    _write_bytes(fresh, hashlib.sha256(contents).hexdigest().encode() + b"\n" + contents)
    _sync_folder(folder)
    fresh.replace(folder / MANIFEST)
    _sync_folder(folder)
    kept = {MANIFEST, *(file["file"] for file in files.values())}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)


def read(folder: Path) -> Sealed:
    """What the folder holds, each byte of it checked: 1 to 2 GB a second from the page cache.

    Raises:
        DamagedFolder: nothing was written there, or not what is there now.
    """
    manifest = _manifest_bytes(folder)
    while True:
        try:
            return _checked(folder, manifest)
        except FileNotFoundError as gone:
            # A writer that replaced the manifest meanwhile takes the old files away.
            seen, manifest = manifest, _manifest_bytes(folder)
            if manifest == seen:
                raise DamagedFolder(f"{gone.filename} is missing; write the folder {folder} anew") from None


def _checked(folder: Path, manifest: bytes) -> Sealed:
    contents = _contents(folder, manifest)
    files = contents["files"].values()
    paths = [folder / file["file"] for file in files]
    for path, file in zip(paths, files, strict=True):
        if path.stat().st_size != file["size"]:
            raise DamagedFolder(f"{path} has {path.stat().st_size} bytes, not {file['size']}; write the folder anew")
    for path, file, found in zip(paths, files, _digests(paths), strict=True):
        if found != file["sha256"]:
            raise DamagedFolder(f"{path} is not what was written; write the folder anew")
    arrays = {name: np.load(folder / file["file"], mmap_mode="r") for name, file in contents["files"].items()}
    return Sealed(arrays, contents["facts"])


def _contents(folder: Path, manifest: bytes) -> Mapping[str, Any]:
    digest, _, contents = manifest.partition(b"\n")
    if digest != hashlib.sha256(contents).hexdigest().encode():
        raise DamagedFolder(f"the manifest of {folder} is not what was written; write the folder anew")
    document: Mapping[str, Any] = json.loads(contents)
    if document["format"] != FORMAT:
        raise DamagedFolder(f"{folder} is of format {document['format']}, not {FORMAT}; write the folder anew")
    return document


def _manifest_bytes(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        raise DamagedFolder(f"{folder} holds no manifest; write the folder anew") from None


def _digests(paths: Sequence[Path]) -> list[list[str]]:
    """For each file the SHA-256 (hex) of each of its blocks."""
    with ThreadPoolExecutor(HASHING_THREADS) as pool:
        pending = [
            [pool.submit(_block_digest, path, start) for start in range(0, path.stat().st_size, BLOCK)]
            for path in paths
        ]
        return [[block.result() for block in blocks] for blocks in pending]


def _block_digest(path: Path, start: int) -> str:
    with path.open("rb") as file:
        length = min(BLOCK, path.stat().st_size - start)
        with mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ, offset=start) as block:
            return hashlib.sha256(block).hexdigest()


def _write_array(path: Path, parts: Sequence[Array]) -> None:
    shape = (sum(map(len, parts)), *parts[0].shape[1:])
    described = {"descr": np.lib.format.dtype_to_descr(parts[0].dtype), "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, described)
        file.flush()
        for part in parts:
            np.ascontiguousarray(part).tofile(file)
        file.flush()
        os.fsync(file.fileno())


def _write_bytes(path: Path, contents: bytes) -> None:
    with path.open("wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
