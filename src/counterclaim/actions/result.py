"""What an action gives back: shown as lines or as JSON."""

import msgspec


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an action."""

    def text(self) -> str:
        """Return it as plain lines, each with its end."""
        raise NotImplementedError

    def json(self) -> bytes:
        """Return it as indented JSON, with a line's end."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def counted(number: int, what: str, many: str | None = None) -> str:
    """Return a number with what it counts: "1 report", "2,000 reports"."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"
