"""The log of changes: every one bears the next number, given in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from matcher.ports import Operation, RecordedChange
from matcher.store.tables import changes, counter


def last_change(connection: Connection) -> int:
    """The number of the last change that this transaction sees; 0 when there was none."""
    number: int = connection.execute(select(counter.c.number)).scalar_one()
    return number


def record_changes(connection: Connection, operations: Sequence[tuple[str, Operation]]) -> range:
    """Log (profile id, operation) pairs; the numbers they got, in their order.

    The counter's row stays locked until the end of the transaction, so numbers become visible in their order and a
    follower that read up to n never misses a smaller one.
    """
    if not operations:
        return range(0)
    connection.execute(update(counter).values(number=counter.c.number + len(operations)))
    last = last_change(connection)
    numbers = range(last - len(operations) + 1, last + 1)
    connection.execute(
        insert(changes),
        [
            {"number": number, "profile_id": profile_id, "operation": operation}
            for number, (profile_id, operation) in zip(numbers, operations, strict=True)
        ],
    )
    return numbers


def changes_after(connection: Connection, number: int, limit: int) -> list[RecordedChange]:
    """Up to `limit` changes with a number greater than `number`, in their order."""
    statement = select(changes).where(changes.c.number > number).order_by(changes.c.number).limit(limit)
    return [
        RecordedChange(row.number, row.profile_id, Operation(row.operation)) for row in connection.execute(statement)
    ]
