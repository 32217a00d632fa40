"""The one place of intake that reads files: paths, folders and streams to Reports."""

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO, Literal

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake import archives, decode, documents, feeds, html, pdf, rtf, tables
from counterclaim.intake.exports import export_reports, split_export, split_html_export
from counterclaim.intake.feeds import OpenLink
from counterclaim.intake.jsonarray import split_array
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import Source, make_report, option_date
from counterclaim.record import Rejection, Report, Warning

Kind = Literal["text", "html", "jsonl", "json", "csv", "tsv", "pdf", "docx", "zip", "rtf", "feed"]
HEAD_BYTES = 64 * 1024
CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"  # old Word files, and new ones with a password
_OFFICE = (".xlsx", ".pptx", ".odt", ".ods", ".epub")  # zip files by another name
UNDECODABLE = 0.2  # share of characters that could not be decoded

_KINDS: dict[str, Kind] = {
    ".txt": "text", ".md": "text", "": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "tsv", ".pdf": "pdf", ".docx": "docx", ".zip": "zip",
    ".rtf": "rtf", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip


def check_options(options: IntakeOptions) -> None:
    """Raise UsageError where an option cannot be meant as it is written."""
    if options.published is not None:
        option_date(options.published)
    if options.encoding is not None:
        decode.known_encoding(options.encoding)


def printable(path: str) -> str:
    """Return a path as text that can be printed; bytes that are no UTF-8 come out as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _reject(code: str, message: str, path: str) -> Rejection:
    return Rejection(code=code, message=message, input=printable(path))


def open_path(
    path: str, options: IntakeOptions, seen: set[tuple[int, int]], open_link: OpenLink | None = None
) -> Iterator[Report | Rejection]:
    """Yield one Report or one Rejection for every file, row, line and article at and under a path, in order.

    `seen` keeps the folders walked. `open_link` opens the pages of a feed that carries summaries alone.
    """
    for found in _walk(path, seen):
        if isinstance(found, Rejection):
            yield found
            continue
        try:
            with open(found, "rb") as stream:
                yield from read_stream(stream, printable(found), _extension(found), options, open_link=open_link)
        except OSError as error:
            yield _reject("not-a-file", f"it cannot be read: {error.strerror}", found)


def _walk(top: str, seen: set[tuple[int, int]]) -> Iterator[str | Rejection]:
    """Yield the files at and under a path, in order, and a Rejection for what is no file that can be read.

    `seen` keeps the folders that have been walked, so that no symbolic link leads in a circle.
    """
    waiting = [iter([top])]  # a stack and no recursion: folders may be nested deeper than calls may
    while waiting:
        path = next(waiting[-1], None)
        if path is None:
            waiting.pop()
            continue
        try:
            info = os.stat(path)
            if stat.S_ISDIR(info.st_mode):
                if (info.st_dev, info.st_ino) in seen:
                    message = "a folder that has been read already (a symbolic link leads back to it)"
                    yield _reject("not-a-file", message, path)
                else:
                    seen.add((info.st_dev, info.st_ino))
                    waiting.append(iter(_members(path)))
            elif not stat.S_ISREG(info.st_mode):
                yield _reject("not-a-file", "neither a file nor a folder (a pipe, a socket or a device)", path)
            elif path != top and _extension(path) not in _KINDS:
                message = (
                    f"files ending in {_extension(path)} are not read from a folder; name the file to have it read"
                )
                yield _reject("unknown-kind", message, path)
            else:
                yield path
        except FileNotFoundError:
            broken = os.path.islink(path)
            yield _reject("not-found", "a symbolic link to nothing" if broken else "no such file or folder", path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            yield _reject("not-a-file", f"it cannot be opened: {reason}", path)


def _members(folder: str) -> list[str]:
    """Return the paths in a folder, sorted by their bytes, so that order never depends on the locale.

    Names alone are held, a folder at a time. Those that begin with a full stop are passed over.
    """
    names = sorted((n for n in os.listdir(folder) if not n.startswith(".")), key=os.fsencode)
    return [os.path.join(folder, name) for name in names]


def _extension(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def read_stream(
    stream: BinaryIO,
    name: str,
    extension: str,
    options: IntakeOptions,
    budget: archives.Budget | None = None,
    open_link: OpenLink | None = None,
) -> Iterator[Report | Rejection]:
    """Yield what one stream of bytes holds; whatever is wrong with it as a whole is one Rejection."""
    try:
        yield from _read_stream(stream, name, extension, options, budget or archives.Budget(), open_link)
    except InputRejected as refused:
        yield Rejection(code=refused.code, message=refused.message, input=refused.input)


def _read_stream(
    stream: BinaryIO,
    name: str,
    extension: str,
    options: IntakeOptions,
    budget: archives.Budget,
    open_link: OpenLink | None,
) -> Iterator[Report | Rejection]:
    head = _read(stream, HEAD_BYTES)
    if not head.strip(b" \t\r\n\x0b\x0c"):
        raise InputRejected("empty", "the file is empty", name)
    packed = _packed_kind(head, extension, name)
    if packed is not None:
        yield from _read_packed(stream, head, packed, name, options, budget)
        return
    if decode.is_binary(head):
        raise InputRejected("not-text", "the file holds no text", name)
    kind = _kind(head, extension, options)
    if kind == "feed":
        data = _read_whole(stream, head, settings.MAX_FETCH_BYTES, name)
        yield from feeds.feed_reports(data, name, options, open_link=open_link)
        return
    if kind in ("text", "html"):
        # No encoding needs more than four bytes for a character; markup may double that and more.
        most = min(settings.MAX_BYTES, settings.MAX_TEXT_CHARS * (8 if kind == "html" else 4))
        data = _read_whole(stream, head, most, name)
        yield from _read_html(data, name, options) if kind == "html" else _read_text(data, name, options)
        return
    yield from _read_rows(stream, head, kind, name, options)


def _packed_kind(head: bytes, extension: str, name: str) -> Kind | None:
    """Tell which of the kinds that are no plain text an input is, or None: by how it begins, checked by its extension.

    Raises InputRejected where the two do not agree, for what a file is not named as is seldom what is wanted of it.
    """
    kind = _KINDS.get(extension)
    begins: Kind | None = None
    if b"%PDF-" in head[:1024] and (kind == "pdf" or head.startswith(b"%PDF-")):
        begins = "pdf"
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        begins = "docx" if kind == "docx" else "zip"
    elif rtf.looks_like_rtf(head):
        begins = "rtf"
    elif head.startswith(_OLE):
        raise _old_word(kind, name)
    if begins == "rtf" or begins == kind or (begins and extension in ("", *_OFFICE)):
        return begins
    if begins:
        message = f"the file is a {begins.upper()} file and is not named one: name it .{begins} to have it read"
        raise InputRejected("not-text", message, name)
    if kind in ("pdf", "docx", "zip", "rtf"):
        raise InputRejected(
            "broken", f"it is no {kind.upper()} file, whatever its name: its beginning is missing", name
        )
    return None


def _old_word(kind: Kind | None, name: str) -> InputRejected:
    """Return why a file of the old Office kind is not read: Word puts a DOCX in one to encrypt it."""
    if kind == "docx":
        return InputRejected("encrypted", "it is protected by a password: save it without one", name)
    message = "a file of the old Office format: save it as DOCX, or as CSV where it is a table"
    return InputRejected("not-text", message, name)


def _read_packed(
    stream: BinaryIO, head: bytes, kind: Kind, name: str, options: IntakeOptions, budget: archives.Budget
) -> Iterator[Report | Rejection]:
    if kind == "zip" and stream.seekable():
        stream.seek(0)
        names = archives.member_names(stream, name)
        if not documents.is_docx(names):
            yield from _read_archive(stream, names, name, options, budget)
            return
        stream.seek(0)
        head, kind = b"", "docx"
    data = _read_whole(stream, head, settings.MAX_BYTES, name)
    if kind == "zip":  # from a pipe, which cannot be read from its end
        yield from _read_packed(io.BytesIO(data), b"", "zip", name, options, budget)
        return
    if kind == "rtf":
        found = documents.Document(rtf.read_rtf(data, name))
    else:
        found = pdf.read_pdf(data, name) if kind == "pdf" else documents.read_docx(data, name)
    yield from _read_document(found, data, name, options)


def _read_archive(
    stream: BinaryIO, names: list[str], name: str, options: IntakeOptions, budget: archives.Budget
) -> Iterator[Report | Rejection]:
    if "[Content_Types].xml" in names or "mimetype" in names:
        message = "a document of a kind that is not read: save it as DOCX, or as CSV where it is a table"
        raise InputRejected("unknown-kind", message, name)

    def read(member: BinaryIO, where: str, extension: str, budget: archives.Budget) -> Iterator[Report | Rejection]:
        if extension not in _KINDS:
            message = f"files ending in {extension} are not read from an archive; unpack it and name the file"
            return iter([Rejection(code="unknown-kind", message=message, input=where)])
        return read_stream(member, where, extension, options, budget)

    yield from archives.read_zip(stream, name, budget, read)


def _read_document(
    found: documents.Document, data: bytes, name: str, options: IntakeOptions
) -> Iterator[Report | Rejection]:
    if export := split_export(found.text):
        yield from export_reports(export, name, options, found.warnings)
        return
    source = Source(
        bytes_sha256=hashlib.sha256(data).hexdigest(), title=found.title, metadata=found.published,
        warnings=found.warnings,
    )  # fmt: skip
    yield _report(found.text, source, name, options)


def _read_rows(
    stream: BinaryIO, head: bytes, kind: Kind, name: str, options: IntakeOptions
) -> Iterator[Report | Rejection]:
    if kind in ("csv", "tsv") and options.date_order is None and stream.seekable():
        # A date that can be read two ways stops the table before its first row is out.
        at = stream.tell()
        tables.check_dates(_text_stream(stream, head, options)[0], name, options, kind == "tsv")
        stream.seek(at)
    lines, warnings = _text_stream(stream, head, options)
    if kind == "jsonl":
        yield from tables.read_jsonl(lines, name, options, warnings)
    elif kind == "json":
        number = 0
        for number, raw in enumerate(split_array(lines), 1):
            yield tables.read_json_record(raw, f"{name}:{number}", options, warnings)
        if not number:
            raise InputRejected("empty", "the array is empty", name)
    else:
        yield from tables.read_csv(lines, name, options, kind == "tsv", warnings)


def _kind(head: bytes, extension: str, options: IntakeOptions) -> Kind:
    """Tell what an input is: by its extension, and by how it begins where that says nothing."""
    kind = _KINDS.get(extension, "text")
    if kind == "json":
        return "jsonl" if _is_json_lines(head) else "json"
    if kind != "text":
        return kind
    if feeds.looks_like_feed(head):
        return "feed"
    if html.looks_like_html(head):
        return "html"
    if extension in (".txt", ".md"):
        return "text"
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first == b"{":
        return "jsonl" if _is_json_lines(head) else "json"
    if first == b"[" and head.lstrip(b"\xef\xbb\xbf \t\r\n[")[:1] == b"{":
        return "json"
    header = head.split(b"\n", 1)[0]
    if options.text_column and options.text_column.encode("utf-8", "replace") in header:
        return "tsv" if header.count(b"\t") > header.count(b",") else "csv"
    return "text"


def _is_json_lines(head: bytes) -> bool:
    """Tell whether the first line is a whole object and another follows."""
    lines = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 2)
    return len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip()[:1] == b"{"


def _read(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, or what there is: a pipe may give fewer at a time."""
    parts = []
    while size > 0 and (part := stream.read(min(size, CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _read_whole(stream: BinaryIO, head: bytes, most: int, name: str) -> bytes:
    data = head + _read(stream, most + 1 - len(head))
    if len(data) > most:
        raise InputRejected("too-large", f"larger than {most} bytes", name)
    return data


def _read_text(data: bytes, name: str, options: IntakeOptions) -> Iterator[Report | Rejection]:
    text, warnings = decode.decode(data, options.encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if export := split_export(lines):
        yield from export_reports(export, name, options, warnings)
        return
    source = Source(bytes_sha256=hashlib.sha256(data).hexdigest(), warnings=warnings)
    yield _report(text, source, name, options)


def _read_html(data: bytes, name: str, options: IntakeOptions) -> Iterator[Report | Rejection]:
    html.check_depth(data, name)
    markup, warnings = decode.decode(data, options.encoding, html.declared_charset(data))
    if export := split_html_export(markup):
        yield from export_reports(export, name, options, warnings)
        return
    article = html.read_article(markup, name)
    source = Source(
        bytes_sha256=hashlib.sha256(data).hexdigest(), url=article.url, title=article.title, byline=article.byline,
        publisher=article.publisher, metadata=article.published, warnings=warnings,
    )  # fmt: skip
    found = _report(article.text, source, name, options)
    if isinstance(found, Report) and not html.is_article(found):
        raise InputRejected("no-article", "the page holds no article: no paragraph, or a notice in its place", name)
    yield found


def _report(text: str, source: Source, name: str, options: IntakeOptions) -> Report | Rejection:
    if not text.strip(" \t\r\n\x00\x0b\x0c\ufeff\u200b\xa0"):
        return Rejection(code="empty", message="the file is empty", input=name)
    if text.count("\ufffd") > UNDECODABLE * len(text):
        return Rejection(code="undecodable", message="most bytes are wrong in every encoding tried", input=name)
    if len(text) > settings.MAX_TEXT_CHARS:
        message = f"the text is longer than {settings.MAX_TEXT_CHARS} characters"
        return Rejection(code="too-large", message=message, input=name)
    return make_report(text, source, options)


class _Resumed(io.RawIOBase):
    """A stream whose first bytes have been read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        size = len(buffer)
        part = self._head[:size] if self._head else self._rest.read(size) or b""
        self._head = self._head[len(part) :] if self._head else b""
        buffer[: len(part)] = part
        return len(part)


def _text_stream(
    stream: BinaryIO, head: bytes, options: IntakeOptions
) -> tuple[io.TextIOWrapper, tuple[Warning, ...]]:
    """Return the stream as text, line ends kept, and the warnings that its encoding gives.

    The encoding is found by reading the stream through once where it can be read twice, else from its head.
    """
    warnings: tuple[Warning, ...] = ()
    encoding = decode.byte_order_mark(head) or options.encoding
    if encoding is None:
        encoding = _stream_encoding(stream, head)
        if not encoding.startswith("utf"):
            warnings = decode.guessed(encoding)
    resumed = io.BufferedReader(_Resumed(head, stream), CHUNK)
    return io.TextIOWrapper(resumed, encoding=encoding, errors="replace", newline=""), warnings


def _stream_encoding(stream: BinaryIO, head: bytes) -> str:
    if not stream.seekable():
        cut = head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1 or len(head)]
        return decode.detect_encoding([cut])

    def chunks() -> Iterator[bytes]:
        yield head
        while chunk := stream.read(CHUNK):
            yield chunk

    at = stream.tell()
    try:
        return decode.detect_encoding(chunks())
    finally:
        stream.seek(at)
