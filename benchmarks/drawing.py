"""Plots as small SVG files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from benchmarks.plots import Plot

SIZE = (5.0, 3.6)
"""Inches of one plot."""


def draw(plots: Sequence[Plot], path: Path) -> None:
    """Write plots side by side, texts as texts, the same bytes for the same figures."""
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "matcher"}):
        figure = Figure(figsize=(SIZE[0] * len(plots), SIZE[1]), layout="constrained")
        for axes, plot in zip(figure.subplots(1, len(plots), squeeze=False)[0], plots, strict=True):
            for name, points in plot.lines.items():
                axes.plot(*zip(*points, strict=True), marker="o", label=name)
            if plot.log:
                axes.set(xscale="log", yscale="log")
            axes.set(title=plot.title, xlabel=plot.x, ylabel=plot.y)
            axes.grid(visible=True, alpha=0.3)
            axes.legend(fontsize="small")
        figure.savefig(path, metadata={"Date": None})
