"""Withholding: the names of private persons, or names given by hand, in every text that an edition shows.

Who is private is told by `private_names`, and none of it is sure: a name that all of it misses can be given by hand, and who
publishes has to look.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from counterclaim.actions.private_names import WORD, Key, Names, bare, joined, key_of, private_persons
from counterclaim.ledger.rows import fold
from counterclaim.record import Claim, Report

MARK = "[name withheld]"
_LEAST = 3  # letters of a word that may bear a last s


class Redaction:
    """Withholds names in every text that is shown; with none, nothing."""

    def __init__(self, persons: bool = False, named: Iterable[str] = ()) -> None:
        self.persons = persons
        self.found = 0
        self._of_report: dict[str, Names] = {}
        self._told_with: dict[str, frozenset[str]] = {}
        self._index: dict[str, set[Key]] = defaultdict(set)
        self._handles: set[str] = set()  # names written as one word, as in addresses and tags
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for name in named:
            self._enter(key_of(name))

    @property
    def active(self) -> bool:
        """Whether anything may be withheld."""
        return self.persons or bool(self._index)

    def learn(self, report: Report, claims: Iterable[Claim]) -> None:
        """Take in the private persons of a report; all reports have to be learned before any text is shown."""
        if self.persons:
            names = self._of_report[report.id] = private_persons(report, tuple(claims))
            for name in names.whole:
                self._enter(name)

    def tie(self, reports: Sequence[str]) -> None:
        """Let reports that tell of one incident withhold each other's names: one may call by surname whom another names."""
        known = [self._of_report[r] for r in reports if r in self._of_report]
        if len(known) > 1:
            parts = frozenset(p for names in known for p in names.parts)
            self._told_with.update({r: self._told_with.get(r, frozenset()) | parts for r in reports})

    def _enter(self, name: Key) -> None:
        if name and name not in self._index[name[0]]:
            self._index[name[0]].add(name)
            if len(name) > 1:
                self._handles |= {"".join(name), name[0] + name[-1]}
            self.found += 1

    def cut(self, report: Report, start: int, end: int) -> str:
        """Return a stretch of a report's text; a name that lies across its ends is withheld, too."""
        out, at = [], start
        for left, right in self.withheld(report):
            if right <= at or left >= end:
                continue
            out += [report.text[at : max(left, at)], MARK]
            at = min(right, end)
        return "".join([*out, report.text[at:end]])

    def withheld(self, report: Report) -> list[tuple[int, int]]:
        """Return where names of private persons stand in a report's text, in order."""
        spans = self._spans.get(report.id)
        if spans is None:
            if len(self._spans) > 64:
                self._spans.clear()
            spans = self._spans[report.id] = list(self._find(report.text, (report.id,), labels=False))
        return spans

    def label(self, words: str | None, reports: Sequence[str]) -> str:
        """Return a title, a name or any other line that speaks of some reports, with names withheld in any case."""
        if not words:
            return ""
        out, at = [], 0
        for left, right in self._find(words, reports, labels=True):
            out += [words[at:left], MARK]
            at = right
        return "".join([*out, words[at:]])

    def _find(self, text: str, reports: Sequence[str], *, labels: bool) -> Iterator[tuple[int, int]]:
        """Yield where names stand, in order; `labels` are without regard to capitals."""
        if not self.active:
            return
        parts: set[str] = set()
        public: set[Key] = set()
        for report in reports:
            names = self._of_report.get(report)
            if names is not None:
                parts |= names.parts | self._told_with.get(report, frozenset())
                public |= names.public
        known: dict[str, set[Key]] = defaultdict(set)
        for name in public:
            known[name[0]].add(name)
        words = [_Word(m.start(), m.start() + len(plain), fold(plain), plain[0].isupper())
                 for m in WORD.finditer(text) if (plain := bare(m.group()))]  # fmt: skip
        n = 0
        while n < len(words):
            word = words[n]
            length = _longest(self._index, text, words, n)
            if length and (length > 1 or word.upper or labels):
                yield word.start, words[n + length - 1].end
                n += length
            elif length := _longest(known, text, words, n):
                n += length
            else:
                part = word.key in parts or _genitive(word.key) in parts
                if word.key in self._handles or (part and (labels or _as_a_name(text, word))):
                    yield word.start, word.end
                n += 1


class _Word(NamedTuple):
    start: int
    end: int
    key: str
    upper: bool


def _without_capitals(text: str, at: int) -> bool:
    """Tell whether the line about a place has no capitals: names have none there, either."""
    end = text.find("\n", at)
    return not any(c.isupper() for c in text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)])


def _as_a_name(text: str, word: _Word) -> bool:
    """Tell whether a word is written as a name is: with a capital, or where names have none."""
    return word.upper or _without_capitals(text, word.start) or _in_address(text, word)


def _in_address(text: str, word: _Word) -> bool:
    """Tell whether a word stands in a link, a handle or a file's name, where names have no capitals."""
    start, end = word.start, word.end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return any(mark in text[start:end] for mark in ("/", "@", "#", "_", "www."))


def _longest(index: Mapping[str, set[Key]], text: str, words: Sequence[_Word], n: int) -> int:
    """Return how many words from the nth on are a name; 0 where none is."""
    firsts = {words[n].key, _genitive(words[n].key)}
    names = (name for first in firsts for name in index.get(first, ()))
    return max((len(name) for name in names if _stands(text, words[n : n + len(name)], name)), default=0)


def _stands(text: str, here: Sequence[_Word], name: Key) -> bool:
    keys = tuple(w.key for w in here)
    last = keys[-1]
    if keys != name and (*keys[:-1], _genitive(last)) != name:
        return False
    return all(joined(text[a.end : b.start], text[a.start : a.end]) for a, b in pairwise(here))


def _genitive(word: str) -> str:
    """Return a word without a last s: a plural ("the Keitas"), or a genitive that lost its apostrophe."""
    return word[:-1] if len(word) > _LEAST and word.endswith("s") else word
