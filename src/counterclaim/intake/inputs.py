"""Whatever a user names, opened: files, folders, archives, feeds, addresses and standard input."""

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from counterclaim.intake.addresses import Resolver, is_url, resolve
from counterclaim.intake.files import check_options, open_path, read_stream
from counterclaim.intake.options import DEFAULTS, IntakeOptions
from counterclaim.record import Rejection, Report


def open_inputs(
    paths: Sequence[str],
    options: IntakeOptions = DEFAULTS,
    stdin: BinaryIO | None = None,
    *,
    follow: bool = False,
    allow_private: bool = False,
    resolver: Resolver = resolve,
) -> Iterator[Report | Rejection]:
    """Yield one Report or one Rejection for every file, row, line, item and article of the inputs, in order, as read.

    A path may be a file, a zip archive, a folder (walked in sorted order; names that begin with a full stop are passed
    over), an http or https address, or "-" for `stdin`. With `follow` the pages of a feed's items are fetched where it
    carries their summaries alone; `allow_private` and `resolver` are those of fetch. Raises UsageError alone: a wrong
    option, a column that does not exist, a date that can be read two ways.
    """
    check_options(options)
    seen: set[tuple[int, int]] = set()

    def opener(url: str, options: IntakeOptions, *, follow: bool = False) -> Iterator[Report | Rejection]:
        from counterclaim.intake.urls import (
            open_url,  # late: the HTTP client takes longer to load than all of intake
        )

        return open_url(url, options, follow=follow, allow_private=allow_private, resolver=resolver)

    link = opener if follow else None
    for path in paths:
        if path == "-":
            yield from read_stream(stdin if stdin is not None else io.BytesIO(), "-", "", options, open_link=link)
        elif is_url(path):
            yield from opener(path, options, follow=follow)
        else:
            yield from open_path(path, options, seen, link)
