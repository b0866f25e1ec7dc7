"""Column mappings kept in a store, each read and written in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.ports import Store


class StoredMappings:
    """A `MappingRepository` that is usable while no unit of work is open."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, signature: str) -> Mapping[str, str] | None:
        """The mapping remembered for a header; None when there is none."""
        with self._store.unit_of_work() as unit:
            return unit.mappings.get(signature)

    def put(self, signature: str, mapping: Mapping[str, str]) -> None:
        """Remember a mapping."""
        with self._store.unit_of_work() as unit:
            unit.mappings.put(signature, mapping)
            unit.commit()
