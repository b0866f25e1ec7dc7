"""Any sentence-transformers model as an encoder; the only door to torch and sentence-transformers.

Both take seconds to import, so they are imported with the first text that must be encoded: a run whose vectors are all
cached never pays for them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from embeddings.arrays import Matrix, unit_rows
from embeddings.encoder import Role
from embeddings.errors import EncoderUnavailable
from embeddings.model_folder import (
    VERSION_LENGTH,
    content_digest,
    declared_dimension,
    declared_prompt,
    holds_weights,
)
from embeddings.runtime import Runtime
from embeddings.texts import clean_texts

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_BATCH = 64
"""Texts encoded together: on two cores 64 short ones are encoded 20% faster than 32 or 128."""

MAX_BATCH_CHARACTERS = 32_768
"""Bounds the memory of a batch of long texts."""

MAX_THREADS = 4
"""More threads do not make small models faster, and a large machine has other work."""

NORMALISER = "unit1"
"""Renamed whenever what is done to texts and vectors around the model changes."""


class _Source(NamedTuple):
    """Where the model's files lie on this machine, and which version they are."""

    folder: Path
    version: str


class SentenceEncoder:
    """Encodes with a sentence-transformers model, from a folder or from the Hugging Face hub.

    A hub model already downloaded is used as it is, without the network; otherwise the first need downloads it. Code
    that comes with a model is never run. `name` is what the fingerprint calls the model; `languages` are the ISO 639-1
    codes it understands; `prompts` replace those saved with the model; `dim` keeps that many first dimensions, for
    models trained for it (Matryoshka); `threads` limits torch in the whole process. Safe to call from several threads,
    which take turns batch by batch.
    """

    def __init__(  # noqa: PLR0913 - a model has as many independent options, all but the first by keyword
        self,
        name_or_path: str,
        *,
        name: str | None = None,
        revision: str | None = None,
        runtime: Runtime | None = None,
        dim: int | None = None,
        languages: frozenset[str] = frozenset({"en"}),
        prompts: Mapping[Role, str] | None = None,
        threads: int | None = None,
    ) -> None:
        self._name_or_path = name_or_path
        self._name = name or (Path(name_or_path).name if Path(name_or_path).is_dir() else name_or_path)
        self._revision = revision
        self._runtime = runtime or Runtime()
        self._kept_dim = dim
        self._languages = languages
        self._given_prompts = dict(prompts or {})
        self._threads = threads or min(MAX_THREADS, _usable_cpus())
        self._lock = RLock()
        self._model: SentenceTransformer | None = None

    @cached_property
    def fingerprint(self) -> str:
        prompts = "".join(f":{role}={_short_hash(text)}" for role, text in sorted(self._prompts.items()) if text)
        return f"{self._name}@{self._source.version}:{self.dim}:{self._runtime.variant}:{NORMALISER}{prompts}"

    @cached_property
    def dim(self) -> int:
        if self._kept_dim is not None and self._kept_dim > self._full_dim:
            raise EncoderUnavailable(
                f"the model {self._name} has {self._full_dim} dimensions; keep {self._full_dim} or fewer with dim="
            )
        return self._kept_dim or self._full_dim

    @cached_property
    def _full_dim(self) -> int:
        declared = declared_dimension(self._source.folder)
        if declared is not None:
            return declared
        with self._lock:
            measured: int | None = self._loaded().get_embedding_dimension()
        if measured is None:
            raise EncoderUnavailable(f"the model {self._name} does not say how long its vectors are; choose another")
        return measured

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    @property
    def costly(self) -> bool:
        return True

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        """See `Encoder.encode`; what exceeds the model's own limit of tokens is not read.

        Raises:
            EncoderUnavailable: the model cannot be loaded.
        """
        cleaned = clean_texts(texts)
        rows = np.empty((len(cleaned), self.dim), dtype=np.float32)
        for batch in _batches_by_length(cleaned):
            rows[batch] = self._encode_batch([cleaned[position] for position in batch], role)
        return unit_rows(rows)

    def _encode_batch(self, texts: list[str], role: Role) -> Matrix:
        with self._lock:
            model = self._loaded()
            encode = model.encode_query if role == "query" else model.encode_document
            vectors: Matrix = encode(texts, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True)
            return vectors[:, : self.dim]

    @cached_property
    def _prompts(self) -> Mapping[Role, str]:
        roles: tuple[Role, ...] = ("query", "document")
        return {role: self._given_prompts.get(role, declared_prompt(self._source.folder, role)) for role in roles}

    @cached_property
    def _source(self) -> _Source:
        folder = Path(self._name_or_path)
        if folder.is_dir():
            return _Source(folder, content_digest(folder)[:VERSION_LENGTH])
        snapshot = _cached_snapshot(self._name_or_path, self._revision)
        if snapshot is None or not self._runtime.has_file(snapshot):
            self._load(self._name_or_path, revision=self._revision)
            snapshot = _cached_snapshot(self._name_or_path, self._revision)
        if snapshot is None:
            raise EncoderUnavailable(f"the files of {self._name} were downloaded but are not in the cache")
        return _Source(snapshot, snapshot.name[:VERSION_LENGTH])

    def _loaded(self) -> SentenceTransformer:
        """The model, loaded once; the caller holds the lock."""
        if self._model is None:
            folder = self._source.folder
            if not self._runtime.has_file(folder):
                # The library would make one of the usual precision in its place.
                raise EncoderUnavailable(f"the model {self._name} has no file {self._runtime.file} in {folder}")
            with _no_progress_bars():
                self._model = self._load(str(folder), local_files_only=True, prompts=dict(self._prompts))
        return self._model

    def _load(self, name_or_path: str, **options: object) -> SentenceTransformer:
        try:
            import torch  # noqa: PLC0415 - takes seconds
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

            torch.set_num_threads(self._threads)
            return SentenceTransformer(
                name_or_path,
                device=self._runtime.device,
                backend=self._runtime.backend,
                model_kwargs=self._runtime.model_options(),
                **options,
            )
        except Exception as error:  # the library raises anything, and it all means the same: no model
            raise EncoderUnavailable(
                f"the model {self._name} cannot be loaded ({type(error).__name__}: {error}). Name a folder that "
                f"sentence-transformers saved or a model of the Hugging Face hub; a first download needs the network."
            ) from error


def _cached_snapshot(name: str, revision: str | None) -> Path | None:
    """The folder of a hub model that was downloaded before, None when there is none with weights in it."""
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - not needed for models in a folder
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415 - as above

    try:
        snapshot = Path(snapshot_download(name, revision=revision, local_files_only=True))
    except LocalEntryNotFoundError:
        return None
    except HFValidationError as error:
        raise EncoderUnavailable(f"{name} is neither a folder nor a model's name on the Hugging Face hub") from error
    return snapshot if holds_weights(snapshot) else None


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Keep transformers from drawing a bar while it reads local weights."""
    from transformers.utils import logging  # noqa: PLC0415 - takes seconds

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _batches_by_length(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions of the texts, shortest first, in batches that respect `MAX_BATCH` and `MAX_BATCH_CHARACTERS`."""
    batch: list[int] = []
    for position in sorted(range(len(texts)), key=lambda at: len(texts[at])):
        if batch and (len(batch) == MAX_BATCH or (len(batch) + 1) * len(texts[position]) > MAX_BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _usable_cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
