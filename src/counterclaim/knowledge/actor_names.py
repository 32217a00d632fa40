"""Names of actors, word by word: a tree of their words, case, diacritics, apostrophes and hyphens folded."""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

COUNTRY, DEMONYM = "{country}", "{demonym}"
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_MARKS = frozenset("'’‘ʼ`´")
_GAP = re.compile(r"(?:['’‘ʼ`´][sS]?)?(?:[^\S\n]{1,3}\n?[^\S\n]*|\n|[^\S\n]?[-‐‑–/&][^\S\n]?)|\.")
_INITIAL_GAP = re.compile(r"\.[^\S\n]?")
_LONGEST_NAME = 24


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word of a text: as it stands, folded, and where."""

    raw: str
    key: str
    start: int
    end: int


class Node:
    """A place in the tree of names: what bears the name that ends here.

    `ids` by a name of the registry's own, `local` by one that falls away where another country is known, `rules` by
    a rule for every country; `told` and `short` by a name or an abbreviation of the backbone, which needs context.
    """

    __slots__ = ("ids", "local", "next", "rules", "short", "told")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.ids: list[str] = []
        self.local: list[str] = []
        self.rules: list[str] = []
        self.told: list[str] = []
        self.short: list[str] = []

    def at(self, keys: Iterable[str]) -> "Node":
        """Return the node under this one at which the keys end, made where it was not there."""
        node = self
        for key in keys:
            following = node.next.get(key)
            if following is None:
                following = node.next[key] = Node()
            node = following
        return node


def fold(raw: str) -> str:
    """Return a word without case, diacritics and apostrophes."""
    if not raw.isascii():
        raw = "".join(c for c in unicodedata.normalize("NFKD", raw) if not unicodedata.combining(c))
    return raw.lower() if raw.isalnum() else _APOSTROPHES.sub("", raw).lower()


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text, without possessive endings."""
    found = []
    for hit in _WORD.finditer(text):
        raw, end = hit.group(), hit.end()
        if raw[-1] in "sS" and raw[-2:-1] in _MARKS:
            raw, end = raw[:-2], end - 2
        found.append(Token(raw, fold(raw), hit.start(), end))
    return found


def keys_of(words: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(token.key for token in tokens_of(words))


def exact_keys(words: str) -> tuple[str, ...]:
    """Return the words of a name as keys that hold for this case alone."""
    return tuple("=" + token.raw for token in tokens_of(words))


def joined(text: str, tokens: list[Token], at: int) -> int:
    """Return the end of the run of tokens from `at` between which nothing stands that parts names."""
    stop = at + 1
    while stop < len(tokens) and stop - at < _LONGEST_NAME:
        before = tokens[stop - 1]
        gap = _INITIAL_GAP if len(before.raw) == 1 else _GAP
        span = before.end, tokens[stop].start
        if not (gap.fullmatch(text, *span) or _GAP.fullmatch(text, *span)):
            break
        stop += 1
    return stop
