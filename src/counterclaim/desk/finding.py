"""What is asked for by an id that nothing has is a page that is not there."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException

from counterclaim.errors import UsageError


@contextmanager
def or_404() -> Iterator[None]:
    """Turn "no such id" into "no such page"."""
    try:
        yield
    except UsageError as error:
        raise HTTPException(404, str(error)) from error
