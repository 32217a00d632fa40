"""Adding a dump of GeoNames to the user's gazetteer."""

import gzip
from pathlib import Path
from typing import NamedTuple

from counterclaim.errors import UsageError
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.gazetteer_index import dump_lines, read_dump
from counterclaim.knowledge.user_data import store_user_file, user_directory


class Added(NamedTuple):
    """What was added: how many places, where the copy lies, and whether it was there already."""

    places: int
    copy: Path
    known: bool


def add_gazetteer(path: Path) -> Added:
    """Add a GeoNames country dump (XX.txt, or that in a zip or gz) to the user's gazetteer and build its index anew.

    The dump is checked first and kept as a copy in the user's data folder; a dump of the same name is replaced.
    Raises UsageError where there is no such file, DataError where it is no dump.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; take XX.zip from the export folder of GeoNames")
    places = sum(1 for _ in read_dump(path))
    name = path.name.split(".")[0] + ".txt.gz"
    copy = user_directory() / "gazetteer" / name
    content = gzip.compress("".join(dump_lines(path)).encode(), mtime=0)
    known = copy.is_file() and copy.read_bytes() == content
    if not known:
        store_user_file("gazetteer", name, content)
    load_gazetteer.cache_clear()
    load_gazetteer()
    return Added(places, copy, known)
