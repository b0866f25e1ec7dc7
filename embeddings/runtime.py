"""How a sentence-transformers model is run: by which library, from which of its files, in which precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from embeddings.errors import EncoderUnavailable

Backend = Literal["torch", "onnx", "openvino"]

BACKENDS: Mapping[str, Backend] = {name: name for name in get_args(Backend)}

NEEDS: Mapping[Backend, tuple[str, ...]] = {
    "torch": (),
    "onnx": ("onnxruntime", "optimum"),
    "openvino": ("openvino", "optimum"),
}
"""Packages that each backend imports beside sentence-transformers' own."""

INSTALL: Mapping[Backend, str] = {"onnx": "'matcher[onnx]'", "openvino": "'optimum-intel[openvino]'"}

DTYPES = ("float32", "float16", "bfloat16")

OPTIONS = frozenset({"backend", "file", "dtype", "device"})
"""Names of the options that `of` reads."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A backend and what it is told.

    `file` is one of several that the model has for ONNX or OpenVINO, such as `onnx/model_qint8_avx512_vnni.onnx` (None:
    the usual one, made where there is none); `dtype` is the precision torch computes in (None: as saved).
    """

    backend: Backend = "torch"
    file: str | None = None
    dtype: str | None = None
    device: str = "cpu"

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Runtime:
        """Read the options of a specification, ignoring those that are not among `OPTIONS`.

        Raises:
            EncoderUnavailable: a value is unknown, does not go with the backend, or the backend is not installed.
        """
        name, file, dtype = options.get("backend", "torch"), options.get("file"), options.get("dtype")
        backend = BACKENDS.get(name)
        if backend is None:
            raise EncoderUnavailable(f"unknown backend {name!r}; use {', '.join(BACKENDS)}")
        if file is not None and backend == "torch":
            raise EncoderUnavailable("file= names a file of ONNX or OpenVINO; add backend=onnx or backend=openvino")
        if dtype is not None and (dtype not in DTYPES or backend != "torch"):
            raise EncoderUnavailable(f"dtype={dtype} cannot be had; use {', '.join(DTYPES)} with backend=torch")
        if any(find_spec(package) is None for package in NEEDS[backend]):
            raise EncoderUnavailable(f"the backend {name} is not installed; run: pip install {INSTALL[backend]}")
        return cls(backend, file, dtype, options.get("device", "cpu"))

    @property
    def variant(self) -> str:
        """What of it decides a vector, as a part of a fingerprint."""
        return ":".join(filter(None, (self.backend, self.file, self.dtype)))

    def has_file(self, folder: Path) -> bool:
        """Whether the file to run, if one is named, lies in a model's folder, itself or in that of the backend."""
        return self.file is None or (folder / self.file).is_file() or (folder / self.backend / self.file).is_file()

    def model_options(self) -> dict[str, str]:
        """What sentence-transformers hands on to the model."""
        options = {"file_name": self.file, "dtype": self.dtype}
        if self.backend == "onnx" and self.device == "cpu":
            # By default the first of ONNX Runtime's providers runs it, which may reach for a graphics card or a cloud.
            options["provider"] = "CPUExecutionProvider"
        return {name: value for name, value in options.items() if value is not None}
