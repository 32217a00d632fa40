"""The rare words with which a stub is told, by which two tellings of one happening know each other."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

from counterclaim.knowledge.linking import LinkingRules
from counterclaim.knowledge.place_words import load_places
from counterclaim.record import Claim, Party, Report, Target

_REACH = 200  # characters about a quotation in which its sentence is looked for
_WORD = re.compile(r"[^\W\d_]{3,}|(?<![\d.,])\d{1,2}-year-old")


class Wording:
    """Finds the words of stubs. They are hashed, so that equal words have equal numbers in every table."""

    def __init__(self, rules: LinkingRules) -> None:
        self._limits = rules.words
        self._common = rules.common | _words_of_countries()
        self._word_codes: dict[str, int] = {}

    def of(self, claims: Sequence[Claim], report: Report, *, main: bool) -> tuple[list[int], list[int]]:
        """Return hashes of the names and of the other rare words told with a stub's claims, those told most first.

        Words are taken from the sentences of the evidence and, for the stub that a report tells most of, its head. Words
        for its places and parties are left out, for these are compared by themselves; so are countries and peoples.
        """
        text, limits = report.text, self._limits
        spans = sorted({_sentence(text, e.start, e.end) for c in claims for e in c.evidence})
        parts = (
            [e.quote for c in claims for e in c.evidence] if not text else [text[a:b] for a, b in _merged(spans)]
        )
        if main:
            parts += [report.title or "", text[: limits.head]]
        told = _words_told(claims)
        names: dict[str, int] = {}
        words: dict[str, int] = {}
        for part in parts:
            shouted = part.isupper()
            for word in _WORD.findall(part):
                low = word.lower()
                if low in self._common or low in told:
                    continue
                into = names if word[0].isupper() and not shouted else words
                into[low] = into.get(low, 0) + 1
        for word in words.keys() & names.keys():
            del words[word]
        return self._hashed(names, limits.names), self._hashed(words, limits.others)

    def _hashed(self, counts: dict[str, int], limit: int) -> list[int]:
        ranked = sorted(counts, key=lambda w: (-counts[w], -len(w), w))[:limit]
        return [self._word(w) for w in ranked]

    def _word(self, word: str) -> int:
        code = self._word_codes.get(word)
        if code is None:
            code = self._word_codes[word] = zlib.crc32(word.encode("utf-8", "surrogatepass")) or 1
        return code


def is_party(who: Party | Target) -> bool:
    """Tell whether an agent or target is a party, not people, things or a place without a name."""
    return isinstance(who, Party) or who.kind == "party" or who.id is not None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of the sentence about a span, as far as full stops tell, at most `_REACH` characters away."""
    first = max(
        text.rfind(". ", max(0, start - _REACH), start) + 2, text.rfind("\n", max(0, start - _REACH), start) + 1
    )
    if first < 2:
        first = max(0, start - _REACH)
    last = text.find(". ", max(start, end - 1), end + _REACH)
    return first, min(len(text), end + _REACH) if last < 0 else last


def _words_told(claims: Sequence[Claim]) -> set[str]:
    """Return the words that name the places and parties of some claims."""
    names = {n for c in claims if c.place is not None for n in (c.place.name, c.place.admin1 or "")}
    names |= {p.name for c in claims for p in (c.agent, c.target) if p is not None and is_party(p)}
    return {word.lower() for name in names for word in _WORD.findall(name)}


@lru_cache(maxsize=1)
def _words_of_countries() -> frozenset[str]:
    words = load_places()
    names = [*words.demonyms, *words.countries, *words.capitals]
    told = {word.lower() for name in names for word in _WORD.findall(name)}
    return frozenset(told | {word + "s" for word in told})


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
