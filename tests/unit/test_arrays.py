import numpy as np
import pytest

from embeddings import InvalidVectors
from embeddings.arrays import unit_rows


def test_rows_are_scaled_in_a_copy() -> None:
    rows = np.array([[3.0, 4.0], [0.0, -2.0]])

    scaled = unit_rows(rows)

    np.testing.assert_allclose(scaled, [[3 / 5, 4 / 5], [0, -1]], rtol=1e-6)
    assert scaled.dtype == np.float32
    assert rows.tolist() == [[3, 4], [0, -2]]


def test_a_row_without_a_direction_gets_the_first_axis() -> None:
    assert unit_rows(np.zeros((1, 3), dtype=np.float32)).tolist() == [[1, 0, 0]]


def test_very_long_and_very_short_rows_are_scaled_too() -> None:
    rows = np.array([[3e38, 3e38], [1e-40, 0]], dtype=np.float32)

    np.testing.assert_allclose(unit_rows(rows), [[0.5**0.5, 0.5**0.5], [1, 0]], rtol=1e-6)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_finite_cannot_be_scaled(value: float) -> None:
    with pytest.raises(InvalidVectors, match="NaN or infinity"):
        unit_rows(np.array([[value, 1.0]]))
