"""Texts to sets of hashed word shingles, by columns: many texts at once, the same numbers on every machine.

Case, accents, punctuation and apostrophes carry nothing: "Syria's" and the "Syrias" of a text that lost its
apostrophes are one word, and so are "1,000" and "1000". Scripts without spaces give a word for every character.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH = 5  # words in a shingle: shorter ones are shared by stories that have nothing to do with each other

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

REMEMBERED = 1_000_000  # words whose hashes are held at most
_COMMAS = re.compile(r",(?<=[0-9],)(?=[0-9])")
_ASCII_WORDS = bytes(c if chr(c).isalnum() else 32 for c in range(128)) + b" " * 128
_APOSTROPHES = "’‘ʼ′"  # beside those of ASCII
_WORD = re.compile(r"[^\W_]+")
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"  # scripts that put no spaces
_UNSPACED = re.compile(f"[{_ALONE}]")
_WORD_OR_CHARACTER = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")


class Shingles(NamedTuple):
    """The shingles of several texts: `starts[i]:starts[i + 1]` are those of text i, distinct and rising."""

    hashes: U32
    starts: I64
    words: I64

    def of(self, i: int) -> U32:
        """Return the shingles of text i."""
        return self.hashes[self.starts[i] : self.starts[i + 1]]


def mix(values: U64) -> U64:
    """Return splitmix64's finish of every value: each bit of it depends on every bit of the value."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def seeded(count: int, salt: int) -> U64:
    """Return `count` odd numbers that look random and never change."""
    numbers = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(salt << 32)
    return mix(numbers * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)


def shingle(texts: Sequence[str]) -> Shingles:
    """Return the shingles of each text. A text of fewer words than a shingle has gives one; one of none, none."""
    words, counts = _hashes([_words(t) for t in texts])
    factors = seeded(WIDTH, 1)
    width = max(0, len(words) - WIDTH + 1)
    hashed = np.zeros(width, np.uint64)
    for step in range(WIDTH):
        hashed += words[step : step + width] * factors[step]
    ends = np.cumsum(counts)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), counts)
    owner = owners[:width]
    whole = owner == owners[len(owners) - width :]  # no shingle runs on into the next text
    keys = [(owner[whole] << np.uint64(32)) | (mix(hashed[whole]) >> np.uint64(32))]
    for short in np.flatnonzero((counts > 0) & (counts < WIDTH)):
        own = words[ends[short] - counts[short] : ends[short]] * factors[: counts[short]]
        keys.append((np.uint64(short) << np.uint64(32)) | (mix(own.sum(keepdims=True)) >> np.uint64(32)))
    found = np.concatenate(keys)
    found.sort()
    found = found[np.concatenate((np.ones(min(1, len(found)), bool), found[1:] != found[:-1]))]
    starts = np.searchsorted(found, np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(32)).astype(np.int64)
    return Shingles((found & np.uint64(0xFFFFFFFF)).astype(np.uint32), starts, counts)


class _Hashes(dict[bytes | str, int]):
    """The hash of each word, worked out once: news has few different words."""

    def __missing__(self, word: bytes | str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        encoded = word if isinstance(word, bytes) else word.encode("utf-8", "surrogatepass")
        value = self[word] = int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little")
        return value


_HASHES = _Hashes()


def _hashes(words: Sequence[Sequence[bytes | str]]) -> tuple[U64, I64]:
    """Return the hash of every word of all texts in a row, and how many words each text has."""
    counts = np.fromiter(map(len, words), np.int64, len(words))
    every = chain.from_iterable(words)
    return np.fromiter(map(_HASHES.__getitem__, every), np.uint64, int(counts.sum())), counts


def _words(text: str) -> Sequence[bytes | str]:
    """Return the words of a text as they are compared."""
    if not text.isascii():
        text = _dropped().sub("", unicodedata.normalize("NFKD", text))
    text = _COMMAS.sub("", text) if "," in text else text
    if text.isascii():
        return text.lower().encode("ascii").translate(_ASCII_WORDS, b"'`").split()
    text = text.casefold().replace("'", "").replace("`", "")
    return (_WORD_OR_CHARACTER if _UNSPACED.search(text) else _WORD).findall(text)


@lru_cache(maxsize=1)
def _dropped() -> re.Pattern[str]:
    """Return what carries nothing within a word: apostrophes, accents, soft hyphens, marks of direction."""
    marks = (chr(c) for c in range(0x80, 0x10000) if unicodedata.category(chr(c)) in ("Mn", "Me", "Cf"))
    return re.compile(f"[{_APOSTROPHES}{''.join(marks)}]")
