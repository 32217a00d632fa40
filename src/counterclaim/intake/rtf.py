"""RTF to text, by striprtf."""

import re
from typing import Any

from counterclaim.errors import InputRejected

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


def looks_like_rtf(head: bytes) -> bool:
    """Tell whether an input begins as RTF does, whatever its name."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rtf(data: bytes, name: str) -> str:
    """Return the text of an RTF: a line for each paragraph; the cells of a table's row parted by "|".

    Raises InputRejected (broken).
    """
    from striprtf import striprtf

    to_text: Any = striprtf.rtf_to_text  # it has no types

    found = _CODE_PAGE.search(data[:4096])
    encoding = f"cp{found[1].decode('ascii')}" if found else "cp1252"
    try:
        "".encode(encoding)
    except LookupError:
        encoding = "cp1252"
    try:
        # RTF is ASCII; what is not was written by a program that did not know so, in the code page it names.
        return str(to_text(data.decode(encoding, "replace"), encoding=encoding, errors="replace"))
    except Exception as error:  # striprtf checks nothing: a bad escape raises whatever it raises
        message = f"the RTF is damaged ({type(error).__name__}): open it in a word processor and save it as DOCX"
        raise InputRejected("broken", message, name) from error
