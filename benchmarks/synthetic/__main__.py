"""Write invented profiles to a file: `python -m benchmarks.synthetic COUNT FILE.csv [--seed N]`, or FILE.ndjson."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.synthetic.files import write
from benchmarks.synthetic.generator import profiles

parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description="Invent profiles.")
parser.add_argument("count", type=int)
parser.add_argument("file", type=Path, help="a .csv, or a .ndjson")
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
write(profiles(options.count, options.seed), options.file)
