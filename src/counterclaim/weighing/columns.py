"""Growing columns of numbers and vocabularies of values: what a table is made of."""

from array import array
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
NONE = -1  # a code or number that is not there


class Vocabulary:
    """Values and their codes, in the order in which they were first seen."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self.values: list[Any] = []
        self._codes: dict[Hashable, int] = {}
        for value in values:
            self.code(value)

    def code(self, value: Hashable) -> int:
        """Return the code of a value, a new one where it was not seen before; None has none."""
        if value is None:
            return NONE
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
        return code

    def find(self, value: Hashable) -> int:
        """Return the code of a value, NONE where it was never seen."""
        return self._codes.get(value, NONE)

    def __getitem__(self, code: int) -> Any:
        return None if code == NONE else self.values[code]

    def __len__(self) -> int:
        return len(self.values)


class Lists:
    """Rows of different length in one flat array: row i is `flat[starts[i]:starts[i + 1]]`."""

    def __init__(self, flat: npt.NDArray[Any], starts: npt.NDArray[np.int64]) -> None:
        self.flat = flat
        self.starts = starts

    def __getitem__(self, row: int) -> npt.NDArray[Any]:
        return self.flat[self.starts[row] : self.starts[row + 1]]

    def padded(self, width: int, fill: int) -> npt.NDArray[Any]:
        """Return the rows as a matrix, cut or filled to `width`."""
        rows = len(self.starts) - 1
        out = np.full((rows, width), fill, dtype=self.flat.dtype)
        counts = np.minimum(np.diff(self.starts), width)
        for column in range(width):
            has = counts > column
            out[has, column] = self.flat[self.starts[:-1][has] + column]
        return out


class Columns:
    """Growing columns of numbers, four bytes each."""

    def __init__(self, *names: str, floats: tuple[str, ...] = ()) -> None:
        self.data: dict[str, array[Any]] = {n: array("f" if n in floats else "i") for n in (*names, *floats)}

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {
            n: np.frombuffer(a, dtype=np.float32 if a.typecode == "f" else np.int32).copy()
            if len(a)
            else np.empty(0, np.float32 if a.typecode == "f" else np.int32)
            for n, a in self.data.items()
        }


class Rows:
    """Growing rows of whole numbers, all of the same columns."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.flat = array("i")

    def matrix(self) -> Ints:
        if not self.flat:
            return np.empty((0, len(self.names)), np.int32)
        return np.frombuffer(self.flat, dtype=np.int32).reshape(-1, len(self.names)).copy()


class GrowingLists:
    """Growing rows of whole numbers, of different length."""

    def __init__(self) -> None:
        self.flat = array("I")
        self.starts = array("q", [0])

    def add(self, values: Iterable[int]) -> None:
        self.flat.extend(values)
        self.starts.append(len(self.flat))

    def done(self) -> Lists:
        flat = np.frombuffer(self.flat, dtype=np.uint32).copy() if self.flat else np.empty(0, np.uint32)
        return Lists(flat, np.frombuffer(self.starts, dtype=np.int64).copy())
