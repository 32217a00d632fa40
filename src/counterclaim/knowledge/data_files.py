"""The knowledge files: one way to read YAML and to hold it against its shape."""

from importlib.resources import files
from typing import Any, TypeVar

import msgspec
import yaml

from counterclaim.errors import DataError

T = TypeVar("T")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same loader, in C where it was built


def load_data(name: str, shape: type[T]) -> T:
    """Return the data file `name` (below knowledge/data, such as "en/speech.yaml") as a `shape`.

    Raises DataError naming the file and the field where it does not validate.
    """
    path = files("counterclaim.knowledge").joinpath("data", *name.split("/"))
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise DataError(f"{path.name}: {error}") from error
