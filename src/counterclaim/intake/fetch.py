"""Fetching one address over HTTP: only from the public internet, and never more than the limits in settings.

A name is resolved once for every connection, all its addresses are checked, and the connection goes to one that was
checked: a name that resolves to something else a moment later gains nothing. Redirects are followed here, each checked
like the first. Nothing of the environment is used: no proxy, no password file, no cookies.
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

import httpcore
import httpx

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.addresses import Resolver, public_addresses, resolve, resolve_within

_REDIRECTS = (301, 302, 303, 307, 308)
_READ_TYPES = (
    "application/xhtml+xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
    "application/json", "application/feed+json", "application/ld+json", "application/jsonl", "application/x-ndjson",
    "application/x-jsonlines", "application/pdf", "application/rtf", "application/zip", "application/x-zip-compressed",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/csv",
    "application/octet-stream", "binary/octet-stream",
)  # fmt: skip
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml,application/atom+xml,*/*;q=0.5"
_ZLIB = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_CHUNK = 1 << 16


class Fetched(NamedTuple):
    """What an address gave. `content_type` is without parameters, in lower case; `retrieved` an instant in UTC."""

    url: str
    final_url: str
    content_type: str | None
    charset: str | None
    bytes: bytes
    retrieved: str


def fetch(url: str, *, allow_private: bool = False, resolver: Resolver = resolve) -> Fetched:
    """Return what an http or https address gives, after at most settings.MAX_REDIRECTS redirects.

    `allow_private` lifts the check of addresses, for tests and for who knows what stands there; `resolver` resolves names.
    Raises InputRejected with one of the codes url, credentials, private-address, unreachable, tls, timeout, too-large,
    bomb, encoding, content-type, redirects, http-status, not-found, broken-transfer.
    """
    deadline = _Deadline(settings.FETCH_SECONDS)
    first = _checked_url(url)
    headers = {"User-Agent": settings.USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
    at = first
    with _Transport(deadline, allow_private, resolver) as transport:
        for _ in range(settings.MAX_REDIRECTS + 1):
            request = httpx.Request("GET", at, headers=headers)
            with closing(_open(transport, request, deadline)) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    at = _checked_url(response.headers["location"], at)
                    continue
                return _received(str(first), response, deadline)
    message = f"it redirects more than {settings.MAX_REDIRECTS} times"
    raise InputRejected("redirects", message, shown_url(url))


def shown_url(url: str) -> str:
    """Return an address as it may be printed: without a user's name and password, and with nothing unprintable."""
    head, slashes, rest = url.partition("://")
    if not slashes:
        head, rest = "", url
    end = next((i for i, c in enumerate(rest) if c in "/?#\\"), len(rest))
    authority = rest[:end].rpartition("@")[2]
    plain = f"{head}{slashes}{authority}{rest[end:]}"[: settings.MAX_URL_CHARS]
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in plain)


class _Deadline:
    """The moment by which all has to be done."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self.name = ""

    def left(self, most: float | None = None) -> float:
        """Return how many seconds are left, at most `most`. Raises InputRejected (timeout) where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise InputRejected("timeout", f"it took longer than {self._seconds:g} seconds", self.name)
        return left if most is None else min(left, most)


def _checked_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    name = shown_url(url)
    if len(url) > settings.MAX_URL_CHARS:
        raise InputRejected("url", f"an address longer than {settings.MAX_URL_CHARS} characters", name)
    if any(ord(c) < 0x20 or ord(c) == 0x7F for c in url):
        raise InputRejected("url", "an address with control characters", name)
    try:
        parsed = httpx.URL(url.strip()) if base is None else base.join(url.strip())
        parsed = parsed.copy_with(fragment=None)
        host, scheme = parsed.host, parsed.scheme
        known = parsed.port is None or 0 < parsed.port < 65536
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise InputRejected("url", "no address that can be fetched", name) from error
    if scheme not in ("http", "https"):
        raise InputRejected("url", "only http and https addresses are fetched", name)
    if not host or not known:
        raise InputRejected("url", "an address without a host, or with an impossible port", name)
    if parsed.userinfo:
        raise InputRejected("credentials", "an address with a user's name or password in it is not fetched", name)
    return parsed


def _open(transport: "_Transport", request: httpx.Request, deadline: _Deadline) -> httpx.Response:
    deadline.name = shown_url(str(request.url))
    try:
        return transport.handle_request(request)
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
        raise _failed(error, deadline) from error


def _failed(error: Exception, deadline: _Deadline) -> InputRejected:
    """Return why a connection failed."""
    deadline.left()
    cause = error.__cause__ or error
    if isinstance(error, httpcore.TimeoutException):
        return InputRejected("timeout", "it does not answer, or stopped in the middle", deadline.name)
    if isinstance(cause, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
        return InputRejected("tls", f"its certificate or encryption is wrong ({str(error)[:120]})", deadline.name)
    if isinstance(error, httpcore.ConnectError | ConnectionRefusedError):
        return InputRejected("unreachable", f"no connection ({str(error)[:120]})", deadline.name)
    return InputRejected("broken-transfer", f"the answer broke off ({str(error)[:120]})", deadline.name)


def _received(url: str, response: httpx.Response, deadline: _Deadline) -> Fetched:
    """Return the body of the last answer. Raises InputRejected where it is none that can be read."""
    status = response.status_code
    if status in (404, 410):
        raise InputRejected("not-found", f"there is no such page (HTTP {status})", deadline.name)
    if status != 200:
        raise InputRejected(
            "http-status", f"the server answers HTTP {status} {response.reason_phrase}"[:120], deadline.name
        )
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower() or None
    if content_type and not content_type.startswith("text/") and content_type not in _READ_TYPES:
        raise InputRejected("content-type", f"{content_type[:80]} holds no report that can be read", deadline.name)
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > settings.MAX_FETCH_BYTES:
        raise _too_large(deadline)
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    try:
        body = b"".join(_unpacked(response.iter_raw(_CHUNK), coding, deadline))
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
        raise _failed(error, deadline) from error
    return Fetched(
        url=url, final_url=str(response.request.url), content_type=content_type, charset=response.charset_encoding,
        bytes=body, retrieved=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip


def _too_large(deadline: _Deadline) -> InputRejected:
    return InputRejected("too-large", f"larger than {settings.MAX_FETCH_BYTES} bytes", deadline.name)


def _unpacked(packed: Iterable[bytes], coding: str, deadline: _Deadline) -> Iterator[bytes]:
    """Yield the bytes of a body piece by piece, never more of it in memory than the limits let through."""
    if coding not in ("identity", "", *_ZLIB):
        raise InputRejected("encoding", f"packed as {coding[:40]}, which was not asked for", deadline.name)
    unpacker = zlib.decompressobj(_ZLIB[coding]) if coding in _ZLIB else None
    came = size = 0
    for chunk in packed:
        deadline.left()
        came += len(chunk)
        if unpacker is None:
            size = _counted(size + len(chunk), came, deadline)
            yield chunk
            continue
        while chunk and not unpacker.eof:
            try:
                part = unpacker.decompress(chunk, _CHUNK)
            except zlib.error as error:
                if size or coding != "deflate" or came != len(chunk):
                    raise InputRejected("broken-transfer", "it cannot be unpacked", deadline.name) from error
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS)  # some send "deflate" without the head of zlib
                part = unpacker.decompress(chunk, _CHUNK)
            chunk = unpacker.unconsumed_tail
            size = _counted(size + len(part), came, deadline)
            yield part
    if unpacker is not None and came and not unpacker.eof:
        raise InputRejected("broken-transfer", "what is packed breaks off", deadline.name)


def _counted(size: int, came: int, deadline: _Deadline) -> int:
    if size > settings.MIN_RATIO_BYTES + settings.MAX_RATIO * came:
        raise InputRejected("bomb", "it unpacks to far more than any text does", deadline.name)
    if size > settings.MAX_FETCH_BYTES:
        raise _too_large(deadline)
    return size


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and within the time that is left."""

    def __init__(self, deadline: _Deadline, allow_private: bool, resolver: Resolver) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of the host that answers; all of them have to be public."""
        deadline = self._deadline
        limit = deadline.left(settings.FETCH_CONNECT_SECONDS)
        addresses = resolve_within(self._resolver, host, port, limit, deadline.name)
        if not self._allow_private:
            addresses = public_addresses(addresses, deadline.name)
        for i, address in enumerate(addresses):
            limit = deadline.left(settings.FETCH_CONNECT_SECONDS)
            try:
                return _Stream(
                    self._inner.connect_tcp(address, port, limit, local_address, socket_options), deadline
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if i + 1 == len(addresses):
                    raise
        raise httpcore.ConnectError("no address")


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends in time."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(settings.FETCH_READ_SECONDS))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(settings.FETCH_READ_SECONDS))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._deadline.left(settings.FETCH_CONNECT_SECONDS)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _Transport(httpx.BaseTransport):
    """httpx's way to the network, over connections that `_Backend` makes."""

    def __init__(self, deadline: _Deadline, allow_private: bool, resolver: Resolver) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), max_keepalive_connections=0,
            network_backend=_Backend(deadline, allow_private, resolver),
        )  # fmt: skip

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to one request; its body is read by whoever asked."""
        url = request.url
        asked = httpcore.Request(
            method=request.method, headers=request.headers.raw, content=request.stream,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        )  # fmt: skip
        got = self._pool.handle_request(asked)
        return httpx.Response(
            got.status, headers=got.headers, stream=_Body(got.stream), request=request, extensions=got.extensions
        )

    def close(self) -> None:
        self._pool.close()
