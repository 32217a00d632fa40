"""Many things a few at a time: what is read or written together costs less, and the rest waits."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one shorter; each is taken when it is asked for."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
