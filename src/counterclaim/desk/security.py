"""What every request passes and every answer carries: Host and Origin checked, a strict policy, no cookies of ours."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Lets through what was asked of this server by name, and writes only what one of its own pages asks for.

    A name that is not ours in Host is a page of somebody else's that was pointed at this machine (DNS rebinding). With
    a token, whatever is not merely read has to bear it, as `Authorization: Bearer …`.
    """

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str], token: str | None) -> None:
        self._app = app
        self._hosts = frozenset(h.casefold() for h in (*LOCAL, *allowed_hosts))
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        # Scripts and maps are a megabyte: a browser keeps them, and asks whether they are as they were.
        kept = "no-cache" if scope["path"].startswith("/static/") else "no-store"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", kept)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope), scope.get("scheme", "http"))
        if refusal is not None:
            status, words = refusal
            answer: Response = PlainTextResponse(f"{words}\n", status)
            if scope["path"].startswith("/api/"):
                problem = {"type": "about:blank", "status": status, "title": "Refused", "detail": words}
                answer = JSONResponse(problem, status, media_type="application/problem+json")
            await answer(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers, scheme: str) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._ours(host):
            return 421, "This server does not go by that name; start it with --host or --allow-host to add one."
        if method in SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and origin.casefold() != f"{scheme}://{host}".casefold():
            return 403, "Refused: another site asked for this."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "Refused: another site asked for this."
        if self._token is not None and not self._bears(headers.get("authorization", "")):
            return 401, "Refused: writing needs the token that the server was started with."
        return None

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return name is not None and (name in self._hosts or f"[{name}]" in self._hosts)

    def _bears(self, authorization: str) -> bool:
        kind, _, given = authorization.partition(" ")
        return kind.casefold() == "bearer" and hmac.compare_digest(
            given.strip().encode(), (self._token or "").encode()
        )
