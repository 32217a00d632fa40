"""Fetching: the public internet alone, and never more than the limits, against a server on this machine."""

import contextlib
import gzip
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import counterclaim.intake.fetch as fetching
from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.addresses import is_public, is_url
from counterclaim.intake.fetch import Fetched, fetch, shown_url
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import Source, make_report
from counterclaim.intake.urls import open_url
from counterclaim.record import Rejection, Report

WORDS = "The army said on Monday that its soldiers had killed ten militants near Gao. "
PAGE = (
    "<!doctype html><html><head><title>Army kills ten</title></head><body><article><h1>Army kills ten</h1>"
    f"<p>{WORDS * 4}</p><p>{WORDS * 3}</p></article></body></html>"
)
FEED = """<rss version="2.0"><channel><title>Feed</title>
<item><title>One</title><link>/page</link><description>Short.</description></item></channel></rss>"""
Answer = Callable[[socket.socket, str], None]


def answer(
    body: bytes,
    kind: str = "text/plain; charset=utf-8",
    status: str = "200 OK",
    extra: str = "",
    length: int | None = None,
) -> Answer:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body) if length is None else length}\r\n"
    return lambda connection, _: connection.sendall(head.encode() + b"\r\n" + body)


def redirect(to: str, status: str = "302 Found") -> Answer:
    return answer(b"", status=status, extra=f"Location: {to}\r\n")


def endless(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def drip(begin: bytes) -> Answer:
    def send(connection: socket.socket, _: str) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return send


def echo(connection: socket.socket, asked: str) -> None:
    answer(asked.encode())(connection, asked)


def packed(body: bytes, coding: str, kind: str = "text/plain") -> Answer:
    return answer(body, kind, extra=f"Content-Encoding: {coding}\r\n")


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


BOMB = gzip.compress(b"\0" * (64 * 1024 * 1024))
ANSWERS: dict[str, Answer] = {
    "/page": answer(PAGE.encode(), "text/html"),
    "/plain": answer(WORDS.encode()),
    "/feed": answer(FEED.encode(), "application/rss+xml"),
    "/to-page": redirect("/page"),
    "/to-two": redirect("to-page", "308 Permanent Redirect"),
    "/to-private": redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-file": redirect("file:///etc/passwd"),
    "/to-user": redirect("http://u:secret@host.example/"),
    "/circle": redirect("/circle"),
    "/nowhere": answer(b"", status="302 Found"),
    "/endless": endless,
    "/drip": drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"),
    "/drip-head": drip(b"HTTP/1.1 200 OK\r\nX-Long: "),
    "/silent": lambda connection, _: time.sleep(3),
    "/echo": echo,
    "/short": answer(b"abc", length=1000),
    "/large": answer(b"abc", length=10**12),
    "/image": answer(b"\x89PNG", "image/png"),
    "/gone": answer(b"", status="410 Gone"),
    "/error": answer(b"", status="500 Oops"),
    "/no-http": lambda connection, _: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n"),
    "/bomb": packed(BOMB, "gzip"),
    "/bomb-with-length": packed(BOMB, "gzip", "text/html"),
    "/gzip": packed(gzip.compress(WORDS.encode()), "gzip"),
    "/deflate": packed(zlib.compress(WORDS.encode()), "deflate"),
    "/raw-deflate": packed(raw_deflate(WORDS.encode()), "deflate"),
    "/cut-gzip": packed(gzip.compress(WORDS.encode())[:-12], "gzip"),
    "/no-gzip": packed(b"plain words", "gzip"),
    "/brotli": packed(b"\x0b\x02\x80", "br"),
    "/twice": packed(gzip.compress(gzip.compress(b"x")), "gzip, gzip"),
    "/cp1251": answer("Армия сообщила о гибели десяти боевиков. ".encode("cp1251") * 3, "text/plain; charset=windows-1251"),
    "/wrong-charset": answer("Des combats à Idleb. ".encode() * 3, "text/plain; charset=latin-1"),
    "/canonical": answer(PAGE.replace("<head>", '<head><link rel="canonical" href="https://other.example/a">').encode(),
                         "text/html"),
    "/jsonl": answer(b'{"text": "One was killed in Gao."}\n{"text": "Two were killed in Gao."}\n', "application/x-ndjson"),
}  # fmt: skip


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked and (part := self.request.recv(65536)):
            asked += part
            if asked.startswith(b"\x16"):  # encryption, which is not spoken here
                self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        if not asked:
            return
        path = asked.split(b" ")[1].decode().partition("?")[0]
        with contextlib.suppress(OSError):  # the reader has had enough
            ANSWERS.get(path, answer(b"", status="404 Not Found"))(self.request, asked.decode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def code(url: str, **kwargs: object) -> str:
    with pytest.raises(InputRejected) as refused:
        fetch(url, **{"allow_private": True, **kwargs})  # type: ignore[arg-type]
    return refused.value.code


def get(url: str) -> Fetched:
    return fetch(url, allow_private=True)


def test_a_page(server: str) -> None:
    got = get(f"{server}/page#part")
    assert (got.url, got.final_url, got.content_type, got.charset) == (
        f"{server}/page",
        f"{server}/page",
        "text/html",
        None,
    )
    assert got.bytes == PAGE.encode()
    assert len(got.retrieved) == 20 and got.retrieved.endswith("Z")


def test_redirects_are_followed_and_told(server: str) -> None:
    got = get(f"{server}/to-two")
    assert (got.url, got.final_url) == (f"{server}/to-two", f"{server}/page")
    assert code(f"{server}/circle") == "redirects"
    assert code(f"{server}/nowhere") == "http-status"
    assert code(f"{server}/to-file") == "url"
    assert code(f"{server}/to-user") == "credentials"


def test_what_is_asked_is_honest_and_carries_nothing_else(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    asked = get(f"{server}/echo?q=1").bytes.decode()
    assert asked.startswith("GET /echo?q=1 HTTP/1.1\r\n")
    names = {line.partition(":")[0].lower() for line in asked.split("\r\n")[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
    assert f"User-Agent: {settings.USER_AGENT}" in asked


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://0.0.0.0/", "http://[::1]/", "http://[::]/", "http://10.1.2.3/",
        "http://192.168.0.1/", "http://172.16.0.1/", "http://169.254.169.254/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://2130706433/", "http://0x7f000001/",
        "http://127.1/", "http://168.63.129.16/", "http://255.255.255.255/", "http://[ff02::1]/", "https://127.0.0.1/",
        "http://[::7f00:1]/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    assert code(url, allow_private=False) == "private-address"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x/", "ftp://x/a", "//x/a", "http://", "http:///a", "x",
                                 "http://a:99999/", "http://a\r\nHost: b/", "http://" + "a" * 5000, "", "http://[::1", "http://0177.0.0.1/"])  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    assert code(url) == "url"


def test_a_password_is_neither_used_nor_shown() -> None:
    with pytest.raises(InputRejected) as refused:
        fetch("http://user:secret@host.example/a")
    assert refused.value.code == "credentials"
    assert "secret" not in str(refused.value) and refused.value.input == "http://host.example/a"


def test_a_redirect_to_a_private_address_is_refused(server: str) -> None:
    """The first address is let through by a resolver that calls it public; the second is none."""
    assert code(f"{server}/to-private", allow_private=False) == "private-address"
    port = int(server.rpartition(":")[2])
    hops: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        hops.append(host)
        return ["127.0.0.1"] if host == "first.example" else ["169.254.169.254"]

    real = fetching.public_addresses
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "public_addresses", lambda a, name: a if a == ["127.0.0.1"] else real(a, name))
        url = f"http://first.example:{port}/to-private"
        assert code(url, allow_private=False, resolver=resolver) == "private-address"
    assert hops == ["first.example", "169.254.169.254"]


def test_one_private_address_among_public_ones_is_refused() -> None:
    assert (
        code("http://x.example/", allow_private=False, resolver=lambda *_: ["8.8.8.8", "127.0.0.1"])
        == "private-address"
    )


def test_a_name_is_resolved_once_and_connected_to_where_it_was_checked(server: str) -> None:
    """A name that changes between two questions (rebinding) is asked about once for a connection."""
    port = int(server.rpartition(":")[2])
    asked: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    got = fetch(f"http://rebinding.example:{port}/echo", allow_private=True, resolver=resolver)
    assert asked == ["rebinding.example"]
    assert f"Host: rebinding.example:{port}" in got.bytes.decode()


def test_the_next_address_of_a_name_is_tried(server: str) -> None:
    port = int(server.rpartition(":")[2])
    got = fetch(
        f"http://two.example:{port}/plain", allow_private=True, resolver=lambda *_: ["127.0.0.2", "127.0.0.1"]
    )
    assert got.bytes == WORDS.encode()


def test_names_that_do_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[str]:
        raise OSError("no such name")

    def hangs(*_: object) -> list[str]:
        time.sleep(2)
        return []

    assert code("http://x.example/", resolver=fails) == "unreachable"
    assert code("http://x.example/", resolver=lambda *_: []) == "unreachable"
    monkeypatch.setattr(settings, "FETCH_CONNECT_SECONDS", 0.2)
    started = time.monotonic()
    assert code("http://x.example/", resolver=hangs) == "timeout"
    assert time.monotonic() - started < 1.5


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert code(f"http://127.0.0.1:{port}/") == "unreachable"


@pytest.mark.parametrize("path", ["/drip", "/drip-head", "/silent"])
def test_time_is_limited(server: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FETCH_SECONDS", 0.6)
    started = time.monotonic()
    assert code(server + path) == "timeout"
    assert time.monotonic() - started < 2.5


def test_silence_is_limited(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FETCH_READ_SECONDS", 0.3)
    assert code(f"{server}/silent") == "timeout"


def test_size_is_limited(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(f"{server}/large") == "too-large"
    monkeypatch.setattr(settings, "MAX_FETCH_BYTES", 300_000)
    assert code(f"{server}/endless") == "too-large"
    monkeypatch.setattr(settings, "MAX_FETCH_BYTES", 10)
    assert code(f"{server}/gzip") == "too-large"


@pytest.mark.parametrize("path", ["/bomb", "/bomb-with-length"])
def test_bombs_are_stopped_early(server: str, path: str) -> None:
    assert code(server + path) == "bomb"


@pytest.mark.parametrize("path", ["/gzip", "/deflate", "/raw-deflate"])
def test_packed_answers(server: str, path: str) -> None:
    assert get(server + path).bytes == WORDS.encode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/short", "broken-transfer"), ("/cut-gzip", "broken-transfer"), ("/no-gzip", "broken-transfer"),
        ("/no-http", "broken-transfer"), ("/brotli", "encoding"), ("/twice", "encoding"), ("/image", "content-type"),
        ("/gone", "not-found"), ("/missing", "not-found"), ("/error", "http-status"),
    ],
)  # fmt: skip
def test_answers_that_are_none(server: str, path: str, expected: str) -> None:
    assert code(server + path) == expected


def test_plain_http_behind_https_is_a_wrong_encryption(server: str) -> None:
    assert code(server.replace("http:", "https:") + "/page") == "tls"


@given(st.one_of(st.ip_addresses(network=n) for n in (
    "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/4",
    "240.0.0.0/4", "0.0.0.0/8", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8", "::ffff:10.0.0.0/104", "64:ff9b::a00:0/104",
    "2002:a00::/24",
)))  # fmt: skip
def test_no_private_address_is_public(address: object) -> None:
    assert not is_public(str(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)
    assert not is_public("no address")


@given(st.text(max_size=80))
def test_no_string_is_fetched_or_breaks_it(words: str) -> None:
    """Whatever stands for an address: with a resolver that knows nothing nothing is reached."""
    for url in (words, "http://" + words):
        assert code(url, resolver=lambda *_: []) in ("url", "credentials", "unreachable")
        assert all(c.isprintable() for c in shown_url(url))


def test_is_url() -> None:
    assert is_url("http://a") and is_url("HTTPS://a")
    assert not is_url("a/http://b") and not is_url("-") and not is_url("httpd.log")


def read(url: str, **kwargs: object) -> list[Report | Rejection]:
    return list(open_url(url, IntakeOptions(), allow_private=True, **kwargs))  # type: ignore[arg-type]


def test_a_page_is_read_as_its_file_would_be(server: str) -> None:
    (report,) = read(f"{server}/to-page")
    assert isinstance(report, Report)
    assert report.url == f"{server}/page" and report.retrieved is not None
    assert report.text.count(WORDS.strip()) == 7
    same = make_report(report.text, Source(url=report.url, publisher=report.publisher))
    assert report.id == same.id, "one id, whichever way the text came"


def test_a_page_may_not_take_an_address_of_another_host(server: str) -> None:
    (report,) = read(f"{server}/canonical")
    assert isinstance(report, Report) and report.url == f"{server}/canonical"


def test_rows_are_not_all_of_one_address(server: str) -> None:
    found = read(f"{server}/jsonl")
    assert [r.url for r in found if isinstance(r, Report)] == [None, None]
    assert all(isinstance(r, Report) and r.retrieved for r in found)


@pytest.mark.parametrize(
    ("path", "words"), [("/cp1251", "Армия сообщила"), ("/wrong-charset", "Des combats à Idleb.")]
)
def test_the_servers_charset_counts_where_it_can_be_right(server: str, path: str, words: str) -> None:
    (report,) = read(server + path)
    assert isinstance(report, Report) and report.text.startswith(words)


def test_a_feed_at_an_address(server: str) -> None:
    (report,) = read(f"{server}/feed")
    assert isinstance(report, Report) and report.url == f"{server}/page" and report.text == "One\nShort."
    (followed,) = read(f"{server}/feed", follow=True)
    assert isinstance(followed, Report) and followed.url == f"{server}/page"
    (direct,) = read(f"{server}/page")
    assert isinstance(direct, Report) and followed.id == direct.id


@pytest.mark.parametrize(
    ("path", "expected"), [("/gone", "not-found"), ("/image", "content-type"), ("/circle", "redirects")]
)
def test_what_cannot_be_fetched_is_a_rejection(server: str, path: str, expected: str) -> None:
    (found,) = read(server + path)
    assert isinstance(found, Rejection) and found.code == expected and found.input.startswith(server)
