"""Who is at the desk: the name that `--coder` gives, else the one that a person chose, kept in a cookie."""

from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from counterclaim.actions.decide import coder_name
from counterclaim.errors import UsageError

COOKIE = "counterclaim-coder"
_YEAR = 365 * 24 * 3600


def coder_of(request: Request) -> str | None:
    """Return who is at the desk, None where nobody has said. A cookie goes before `--coder`: two may share a server."""
    given = request.cookies.get(COOKIE)
    for name in (unquote(given) if given else None, getattr(request.app.state, "coder", None)):
        try:
            return coder_name(name)
        except UsageError:
            continue
    return None


def remember(response: Response, coder: str) -> None:
    """Keep a coder's name in the browser; no other site's request carries it."""
    response.set_cookie(COOKIE, quote(coder), max_age=_YEAR, path="/", httponly=True, samesite="strict")


def forget(response: Response) -> None:
    """Let go of the name."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
