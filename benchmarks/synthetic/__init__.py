"""Invented profiles, as many as are wanted, that look like the sample's: for measuring, never for judging quality."""

from benchmarks.synthetic.generator import Made, profiles

__all__ = ["Made", "profiles"]
