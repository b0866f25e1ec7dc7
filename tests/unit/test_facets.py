"""Facets: exact filters and counts against plain loops."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index import Clause
from matcher.retrieval.facets import FacetTable

values = st.frozensets(st.sampled_from("abcd"), max_size=3)
rows = st.lists(st.fixed_dictionaries({"skills": values, "nil": values}), max_size=12)
clauses = st.lists(
    st.builds(Clause, field=st.sampled_from(["skills", "nil", "unheard"]), all=values, any=values, none=values),
    max_size=3,
)


def _passes(row: dict[str, frozenset[str]], clause: Clause) -> bool:
    has = row.get(clause.field, frozenset())
    return clause.all <= has and (not clause.any or bool(clause.any & has)) and not clause.none & has


@given(rows, clauses)
def test_filters_pass_exactly_the_profiles_that_satisfy_every_clause(
    table: list[dict[str, frozenset[str]]], conditions: list[Clause]
) -> None:
    mask = FacetTable.of(table).passing(conditions)
    assert mask.tolist() == [all(_passes(row, clause) for clause in conditions) for row in table]


@given(rows, st.data())
def test_a_count_is_what_a_filter_on_that_value_would_return(
    table: list[dict[str, frozenset[str]]], data: st.DataObject
) -> None:
    facets = FacetTable.of(table)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table))), bool)
    for value, count in facets.counts("skills", mask).items():
        having = facets.passing([Clause("skills", any=frozenset({value}))])
        assert count == (mask & having).sum() > 0
