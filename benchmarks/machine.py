"""The machine that figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("matcher", "numpy", "faiss-cpu", "fastapi", "uvicorn", "scikit-learn", "sqlalchemy")


def machine_facts() -> dict[str, str]:
    """Processor, cores of this process, memory, versions and the day, by name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": str(cores),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
        "day": datetime.now(UTC).date().isoformat(),
    }


def peak_mib(pid: int | str = "self") -> float:
    """The largest resident memory of a process so far in MiB; NaN where the system does not tell."""
    peak = _first(f"/proc/{pid}/status", "VmHWM")
    return float(peak.split()[0]) / 1024 if peak else float("nan")


def _memory() -> str:
    total = _first("/proc/meminfo", "MemTotal")
    return f"{int(total.split()[0]) / 2**20:.0f} GiB" if total else "unknown"


def _first(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
