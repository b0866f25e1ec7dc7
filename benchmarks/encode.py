"""What the default encoder costs on this machine, model loading included: `python -m benchmarks.encode`."""

from __future__ import annotations

import resource
import sys
from time import perf_counter

from embeddings import load_encoder

TEXTS = 2_000
SINGLE = 100


def main() -> None:
    """Time the fingerprint, the first text, a batch of short texts and single queries; print them."""
    out = sys.stdout.write
    started = perf_counter()
    encoder = load_encoder()
    fingerprint = encoder.fingerprint
    out(f"{fingerprint}\n  fingerprint          {1000 * (perf_counter() - started):8.0f} ms\n")

    started = perf_counter()
    encoder.encode(["taglio laser"], role="query")
    out(f"  first text, loading  {perf_counter() - started:8.2f} s\n")

    texts = [f"taglio laser su legno e plexiglass, lotto {number}, a Lambrate" for number in range(TEXTS)]
    started = perf_counter()
    encoder.encode(texts, role="document")
    out(f"  short texts          {TEXTS / (perf_counter() - started):8.0f} a second\n")

    started = perf_counter()
    for text in texts[:SINGLE]:
        encoder.encode([text], role="query")
    out(f"  one query            {1000 * (perf_counter() - started) / SINGLE:8.1f} ms\n")
    out(f"  largest memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB\n")


if __name__ == "__main__":
    main()
