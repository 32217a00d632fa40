"""Readings as JSON: one document, or one line each. Both stream: a reading is written as soon as it is given."""

from collections.abc import Iterable, Iterator

import msgspec

from counterclaim.record import Reading, Rejection


def json_document(readings: Iterable[Reading], *, refusals: bool = False) -> Iterator[bytes]:
    """Yield the pieces of `{"reports":[Reading, …]}` and a closing newline.

    The whole is valid JSON only once the iterator is exhausted. Refusals are emptied unless `refusals`.
    """
    encoder = msgspec.json.Encoder()
    yield b'{"reports":['
    separator = b""
    for reading in readings:
        yield separator + encoder.encode(_prepared(reading, refusals))
        separator = b",\n"
    yield b"]}\n"


def jsonl(readings: Iterable[Reading], *, refusals: bool = False) -> Iterator[bytes]:
    """Yield one line of JSON for each reading, in order; a rejected input has `"report":null` and `rejected`.

    Refusals are emptied unless `refusals`.
    """
    encoder = msgspec.json.Encoder()
    for reading in readings:
        yield encoder.encode(_prepared(reading, refusals)) + b"\n"


def _prepared(reading: Reading, refusals: bool) -> Reading:
    if reading.refusals and not refusals:
        reading = msgspec.structs.replace(reading, refusals=())
    if reading.rejected is not None:
        reading = msgspec.structs.replace(reading, rejected=_encodable(reading.rejected))
    return reading


def _encodable(rejection: Rejection) -> Rejection:
    """A file's name may hold bytes that are no UTF-8 (lone surrogates in Python): write those as escapes."""
    return msgspec.structs.replace(
        rejection,
        message=rejection.message.encode("utf-8", "backslashreplace").decode("utf-8"),
        input=rejection.input.encode("utf-8", "backslashreplace").decode("utf-8"),
    )
