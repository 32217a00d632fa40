"""One article of an export, as its archive marks it."""

from typing import NamedTuple

WRAPPED_AT = 100  # no text is wrapped at a greater width


class Article(NamedTuple):
    """An article of an export: its text from the headline on, and the fields beside it, in the archive's words.

    `raw` is all that the export says of it. `published` is a printed date; where it is the day on which the archive
    took the article in, `loaded` is true. `cut` says that the export ends before the article does, `bare` that there is
    nothing under the headline.
    """

    raw: str
    text: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    loaded: bool = False
    external_id: str | None = None
    cut: bool = False
    bare: bool = False


class Export(NamedTuple):
    """The articles of an export; `announced` is how many it says that it holds, or None."""

    archive: str
    articles: tuple[Article, ...]
    announced: int | None
    doubts: tuple[str, ...] = ()


def one_line(words: str | None) -> str | None:
    """Return the words of a field on one line, or None where there are none."""
    return " ".join(words.split()) or None if words else None


def unwrap(lines: list[str]) -> str:
    """Return the lines of a text that was wrapped at a fixed width, those of each paragraph joined.

    A line goes on in the next where the next one's first word would have gone past the longest line of all.
    """
    longest = max((len(line.rstrip()) for line in lines), default=0)
    if longest > WRAPPED_AT:
        return "\n".join(lines)
    joined: list[str] = []
    before = ""
    for line in lines:
        full = before.strip() and line.strip() and len(before) + 1 + len(line.split(None, 1)[0]) > longest
        if full:
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.rstrip())
        before = line.rstrip()
    return "\n".join(joined)


def body_text(*parts: str | None) -> str:
    """Return the parts of an article, parted by blank lines; empty ones and a repeated first are left out."""
    kept: list[str] = []
    for part in parts:
        stripped = (part or "").strip("\n").rstrip()
        if stripped.strip() and (not kept or one_line(stripped) != one_line(kept[0])):
            kept.append(stripped)
    return "\n\n".join(kept)
