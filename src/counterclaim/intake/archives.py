"""Zip archives: each member that can be read becomes an input named `archive.zip/member`.

Nothing is written to disk. Every member that is no folder ends in its reports or in a rejection.
"""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.record import Rejection, Report

_CHUNK = 1 << 20
_END = struct.Struct("<4s4H2LH")  # the end record of the table of contents
_END_MARK = b"PK\x05\x06"
_END_BYTES = _END.size + 65535  # a comment may follow it
_MAC = "__MACOSX"

ReadMember = Callable[[BinaryIO, str, str, "Budget"], Iterator[Report | Rejection]]


class Budget:
    """What an archive, and the archives in it, may still unpack to."""

    def __init__(self) -> None:
        self.left = settings.MAX_ARCHIVE_BYTES
        self.depth = 0


def read_zip(stream: BinaryIO, name: str, budget: Budget, read: ReadMember) -> Iterator[Report | Rejection]:
    """Yield what `read` makes of each member, in the archive's order, and a Rejection for each that is not read.

    `read` takes the member's bytes as a stream, its name, its extension and the budget. Raises InputRejected
    where the archive as a whole cannot be read: broken, too-large, too-many, nested or empty.
    """
    if budget.depth >= settings.MAX_ARCHIVE_DEPTH:
        raise InputRejected("nested", "an archive in an archive in an archive: unpack the outer one first", name)
    _check_directory(stream, name)
    budget.depth += 1
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > settings.MAX_ARCHIVE_MEMBERS:
                raise _too_many(len(infos), name)
            if not infos:
                raise InputRejected("empty", "the archive holds no file", name)
            yield from _read_members(archive, infos, name, budget, read)
    except UnicodeDecodeError as error:
        raise _broken(name, "a name in it is marked as UTF-8 and is none") from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, OSError, ValueError) as error:
        raise _broken(name, str(error)[:120]) from error
    finally:
        budget.depth -= 1


def member_names(stream: BinaryIO, name: str) -> list[str]:
    """Return the names in a zip file, whatever it is. Raises InputRejected as read_zip does."""
    _check_directory(stream, name)
    try:
        with zipfile.ZipFile(stream) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, OSError, ValueError) as error:
        raise _broken(name, str(error)[:120]) from error


def _broken(name: str, why: str) -> InputRejected:
    return InputRejected("broken", f"the archive is damaged or cut short ({why}): copy it anew", name)


def _too_many(count: int, name: str) -> InputRejected:
    message = f"it holds {count} files; at most {settings.MAX_ARCHIVE_MEMBERS}: unpack it and give the folder"
    return InputRejected("too-many", message, name)


def _check_directory(stream: BinaryIO, name: str) -> None:
    """Refuse a table of contents that would not fit in memory, before zipfile reads it whole."""
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - _END_BYTES))
    tail = stream.read(_END_BYTES)
    stream.seek(0)
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise _broken(name, "its end is missing")
    _, _, _, _, count, size, _, _ = _END.unpack_from(tail, at)
    # The real size of one that is larger than this field can say (zip64) is past any limit as well.
    if size > settings.MAX_ARCHIVE_DIRECTORY:
        raise _too_many(count, name) if count < 0xFFFF else InputRejected(
            "too-many", f"it holds more than {settings.MAX_ARCHIVE_MEMBERS} files: unpack it and give the folder", name
        )  # fmt: skip


def _read_members(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str, budget: Budget, read: ReadMember
) -> Iterator[Report | Rejection]:
    seen: Counter[str] = Counter()
    for info in infos:
        member = _member_name(info)
        seen[member] += 1
        again = f" ({seen[member]})" if seen[member] > 1 else ""  # two of one name are two inputs
        where = f"{name}/{_shown(member)}{again}"
        try:
            _check_member(info, member, where)
            data = _unpack(archive, info, where, budget)
        except InputRejected as refused:
            yield Rejection(code=refused.code, message=refused.message, input=refused.input)
            continue
        yield from read(io.BytesIO(data), where, os.path.splitext(member)[1].lower(), budget)


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one without a mark is UTF-8 where it can be, else the code page of DOS."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.orig_filename


def _shown(member: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in member)


def _check_member(info: zipfile.ZipInfo, member: str, where: str) -> None:
    """Refuse a member that is not to be read. Raises InputRejected."""
    parts = member.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or parts[0].endswith(":") or "\x00" in member:
        raise InputRejected("unsafe-name", "its name leads out of the archive", where)
    if _MAC in parts or any(part.startswith(".") for part in parts):
        raise InputRejected("hidden", "a hidden file, or one that macOS adds: it is no report", where)
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise InputRejected("not-a-file", "neither a file nor a folder (a link, a pipe or a device)", where)
    if info.flag_bits & 1:
        raise InputRejected("encrypted", "it is protected by a password: unpack the archive with it first", where)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget) -> bytes:
    """Return a member's bytes. Raises InputRejected: bomb, too-large, archive-too-large or broken."""
    most = settings.MIN_RATIO_BYTES + settings.MAX_RATIO * info.compress_size
    parts = []
    size = 0
    try:
        with archive.open(info) as member:
            while part := member.read(_CHUNK):
                size += len(part)
                if size > budget.left:
                    message = (
                        f"the archive unpacks to more than {settings.MAX_ARCHIVE_BYTES} bytes: unpack it first"
                    )
                    raise InputRejected("archive-too-large", message, where)
                if size > most:
                    raise InputRejected("bomb", "it unpacks to far more than any text does", where)
                if size > settings.MAX_BYTES:
                    message = f"larger than {settings.MAX_BYTES} bytes: unpack it and give the file"
                    raise InputRejected("too-large", message, where)
                parts.append(part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise InputRejected("broken", f"it cannot be unpacked: {str(error)[:120]}", where) from error
    finally:
        budget.left -= min(size, budget.left)
    return b"".join(parts)
