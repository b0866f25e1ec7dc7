"""The access log tells which pages are visited, and not the tokens that open private ones."""

from __future__ import annotations

import logging

import pytest

from api.access_log import TokenFilter, without_tokens

TOKEN = "k3Y_-abcDEF123"  # noqa: S105 -- of no link
LINE = '%s - "%s %s HTTP/%s" %d'
"""A line as uvicorn writes it."""


@pytest.mark.parametrize(
    "address",
    [
        f"/pages/contact/r1?token={TOKEN}",
        f"/pages/contact/r1/answer?x=1&token={TOKEN}&y=2",
        f"/pages/language/en?next=%2Fcontact%2Fr1%3Ftoken%3D{TOKEN}",
    ],
)
def test_tokens_are_left_out_and_the_rest_stays(address: str) -> None:
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, LINE, ("127.0.0.1", "GET", address, "1.1", 200), None
    )
    assert TokenFilter().filter(record)
    assert record.getMessage() == f'127.0.0.1 - "GET {address.replace(TOKEN, "…")} HTTP/1.1" 200'


def test_other_addresses_stay_as_they_are() -> None:
    address = "/pages/find?q=taglio+laser&municipio=3"
    assert without_tokens(address) == address
