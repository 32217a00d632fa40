"""Bytes to text: encodings, byte order marks, control characters, newlines."""

import codecs
import re
from collections.abc import Iterable

from counterclaim.errors import UsageError
from counterclaim.record import Warning

SAMPLE_BYTES = 256 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf",
    b"Rar!", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"OggS", b"\x00\x00\x01\x00", b"RIFF", b"ID3", b"MZ\x90",
    b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"PAR1",
)  # fmt: skip
# What may stand in a file that is no UTF-8: not the code pages of DOS, which a guess else falls for.
_LEGACY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøúùûüÿßœÀÂÄÁÇÉÈÊËÍÎÏÑÓÔÖÚÙÛÜ«»“”‘’–—…•€£§°·\u00a0\u00ad")
_OVERLONG = re.compile(rb"[\xc0\xc1][\x80-\xbf](?![\x80-\xff])|\xed[\xa0-\xbf][\x80-\xbf](?![\x80-\xff])")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")


def byte_order_mark(data: bytes) -> str | None:
    """Return the encoding that a byte order mark at the head of `data` announces, or None."""
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def is_binary(head: bytes) -> bool:
    """Tell whether the first bytes of an input are those of something that is no text."""
    if byte_order_mark(head):
        return False
    if head.startswith(_MAGIC):
        return True
    sample = head[:8192]
    if not sample:
        return False
    # UTF-16 without a mark has a NUL in every other byte, all on one side; that is text.
    if _utf16_without_mark(sample):
        return False
    controls = sum(sample.count(c) for c in range(32) if c not in (9, 10, 12, 13, 27))
    return controls > 4 and controls * 20 > len(sample)


def _utf16_without_mark(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def known_encoding(name: str) -> str:
    """Return a codec's canonical name. Raises UsageError where Python has no such text encoding."""
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding {name}: no such text encoding") from error
    return info.name


def detect_encoding(chunks: Iterable[bytes]) -> str:
    """Return the encoding of a stream of byte chunks: its mark, UTF-8 where it is that throughout, else a guess.

    Reads on to the first byte that is not UTF-8, and guesses from what stands at the head and around that byte.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    head = b""
    for chunk in chunks:
        if not head:
            marked = byte_order_mark(chunk) or _utf16_without_mark(chunk[:8192])
            if marked:
                return marked
        if len(head) < SAMPLE_BYTES:
            head += chunk[: SAMPLE_BYTES - len(head)]
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            around = chunk[max(0, error.start - SAMPLE_BYTES // 2) : error.start + SAMPLE_BYTES // 2]
            return _guess(around if around in head else head + around)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "utf-8" if len(head) > 64 else _guess(head)
    return "utf-8"


def _guess(sample: bytes) -> str:
    # Nearly all UTF-8 with a few broken bytes is UTF-8 with broken bytes, not some legacy code page.
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text if c > "\x7f") - bad
    if good > 4 * bad or _OVERLONG.search(sample):
        return "utf-8"
    high = bytes(b for b in sample if b > 127)
    if len(high) * 5 < len(sample) and _looks_western(high):
        return _western(sample)
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_LEGACY)).best()
    return best.encoding if best is not None else _western(sample)


def _looks_western(high: bytes) -> bool:
    """Tell whether the bytes past ASCII are the accents and quotation marks of Western Europe, nearly all."""
    letters = high.decode("cp1252", "replace")
    return sum(c in _WESTERN for c in letters) >= 0.9 * len(letters)


def _western(sample: bytes) -> str:
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def decode(
    data: bytes, encoding: str | None = None, declared: str | None = None
) -> tuple[str, tuple[Warning, ...]]:
    """Return `data` as text without its byte order mark, and the warnings; bytes that are wrong become U+FFFD.

    `encoding` is used as given; else it is detected. `declared`, which the document says of itself, counts only
    where the bytes are not UTF-8 and agree with it.
    """
    warnings: tuple[Warning, ...] = ()
    name = byte_order_mark(data) or encoding
    if name is None:
        name = detect_encoding([data])
        if name not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            name = declared if declared and _agrees(data, declared) else name
            warnings = guessed(name)
    try:
        text = data.decode(name, "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text.removeprefix("\ufeff"), warnings


def guessed(encoding: str) -> tuple[Warning, ...]:
    """Return the warning that an encoding was guessed."""
    message = f"not UTF-8: read as {encoding}; give --encoding if that is wrong"
    return (Warning(code="encoding-guessed", message=message),)


def _agrees(data: bytes, declared: str) -> bool:
    try:
        data.decode(declared)
    except (LookupError, ValueError):
        return False
    return True


def clean(text: str, fold: bool) -> tuple[str, tuple[Warning, ...]]:
    """Return `text` without NUL and control characters, and the warnings that this gives.

    With `fold` every kind of line end becomes a newline; without it the text stays verbatim.
    """
    warnings = []
    if fold:
        text = _NEWLINES.sub("\n", text)
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
        bad = text.count("\ufffd")
        if bad:
            warnings.append(Warning(code="bad-bytes", message=f"{bad} characters could not be decoded"))
    text, removed = _CONTROLS.subn("", text)
    if removed:
        warnings.append(Warning(code="control-characters", message=f"{removed} control characters were removed"))
    return text, tuple(warnings)
