"""A model as clauses alone: sums are written out in pairs, as sequential counters or as networks, by their length."""

from __future__ import annotations

from pysat.card import CardEnc, EncType
from pysat.formula import CNFPlus

from matcher.scheduling.lanes.model import Model

SHORT_AT_MOST = 8
SHORT_EXACTLY = 6
LONG = 20_000
"""Literals times count above which a counter would be far larger than a sorting network."""


def written_out(model: Model) -> tuple[list[list[int]], int]:
    """All clauses of a model that is not `impossible`, and the largest variable in them."""
    clauses, top = list(model.clauses), model.variables
    for literals, count in model.at_most:
        encoding = _encoding(literals, count, SHORT_AT_MOST)
        top = _add(clauses, top, CardEnc.atmost(literals, count, top_id=top, encoding=encoding))
    for literals, count in model.exactly:
        encoding = _encoding(literals, count, SHORT_EXACTLY)
        top = _add(clauses, top, CardEnc.equals(literals, count, top_id=top, encoding=encoding))
    return clauses, top


def _encoding(literals: list[int], count: int, short: int) -> int:
    if count == 1 and len(literals) < short:
        return int(EncType.pairwise)
    return int(EncType.cardnetwrk if len(literals) * count > LONG else EncType.seqcounter)


def at_most_breaks(model: Model, top: int, count: int) -> list[list[int]]:
    """Clauses that allow `count` breaks in all; new variables begin above `top`."""
    if not count:
        return [[-literal] for literal in model.costs]
    if count >= len(model.costs):
        return []
    added: list[list[int]] = []
    _add(added, top, CardEnc.atmost(model.costs, count, top_id=top, encoding=EncType.totalizer))
    return added


def _add(clauses: list[list[int]], top: int, formula: CNFPlus) -> int:
    clauses.extend(formula.clauses)
    return max(top, int(formula.nv))
