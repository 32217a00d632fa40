"""The elements of a JSON array, one at a time, however long the array is."""

import io
import re
from collections.abc import Iterator

from counterclaim import settings

_MARK = re.compile(r'["\\{}\[\],]')
CHUNK = 1 << 18


def split_array(stream: io.TextIOBase) -> Iterator[str]:
    """Yield the raw text of each element of the array in `stream`, or of the one value that it holds.

    Nothing is checked: what is no JSON is told when the element is read. An element that is too long comes cut.
    """
    depth = 0
    in_array = False
    quoted = escaped = False
    parts: list[str] = []
    size = 0
    started = False
    while chunk := stream.read(CHUNK):
        begin = 0
        if not started:
            chunk = chunk.lstrip("\ufeff \t\r\n")
            if not chunk:
                continue
            started = True
            if chunk[0] == "[":
                in_array, begin = True, 1
        if not in_array:
            if size <= settings.MAX_BYTES:
                parts.append(chunk)
                size += len(chunk)
            continue
        if escaped:
            # A backslash ended the last chunk: what it escapes is this chunk's first character.
            escaped = False
            skip = 1
        else:
            skip = begin
        at = skip
        while m := _MARK.search(chunk, at):
            mark = m.group()
            at = m.end()
            if mark == "\\":
                if quoted:
                    if at >= len(chunk):
                        escaped = True
                    at += 1
            elif mark == '"':
                quoted = not quoted
            elif quoted:
                continue
            elif mark in "{[":
                depth += 1
            elif mark in "}]" and depth:
                depth -= 1
            elif not depth:  # a comma or the array's end
                parts.append(chunk[begin : m.start()])
                element = "".join(parts).strip()
                if element:
                    yield element
                parts, size, begin = [], 0, m.end()
                if mark == "]":
                    return
        if size <= settings.MAX_BYTES:
            parts.append(chunk[begin:])
            size += len(chunk) - begin
    element = "".join(parts).strip()
    if element:
        yield element
