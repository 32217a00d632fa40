"""The files that a user adds to what the program knows: actors and dumps of places, one folder a kind."""

import os
from pathlib import Path
from typing import Literal

UserKind = Literal["actors", "gazetteer"]


def user_directory() -> Path:
    """Return the folder of the user's own data.

    $COUNTERCLAIM_HOME, else $XDG_DATA_HOME/counterclaim, else ~/.local/share/counterclaim; it need not exist.
    """
    if home := os.environ.get("COUNTERCLAIM_HOME"):
        return Path(home)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "counterclaim"


def user_files(kind: UserKind) -> tuple[Path, ...]:
    """Return the user's files of a kind, by name; none where nothing was added."""
    folder = user_directory() / kind
    return tuple(sorted(p for p in folder.iterdir() if p.is_file())) if folder.is_dir() else ()


def store_user_file(kind: UserKind, name: str, data: bytes) -> Path:
    """Write a file into the user's folder of a kind, whole or not at all; return where it lies."""
    folder = user_directory() / kind
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    partial = folder.parent / f".{name}.{os.getpid()}"
    partial.write_bytes(data)
    partial.replace(target)
    return target
