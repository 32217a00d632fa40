"""Keys by which place names are looked up: exact words, and the sounds behind a transliteration.

`exact` folds case, diacritics, apostrophes and hyphens. `sound` and `consonants` bring spellings of one Arabic, Persian or
Slavic name together ("al-Bureij", "Qasr el-Breij", "Al Burayj"); they only propose, a likeness of sounds decides.
"""

import re
import unicodedata

from rapidfuzz import fuzz

_COMBINING = re.compile("[\u0300-\u036f]+")
_PLAIN = dict.fromkeys(map(ord, "'’‘ʼ`´ʿʾ"), None) | dict.fromkeys(map(ord, '-‐‑–—/.,;:()[]"“”&_*·!?'), " ")
_SPELLINGS = 70  # per cent of sounds that two spellings of one name share
_ARTICLES = frozenset({
    "al", "el", "ul", "il", "ad", "ed", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez", "an", "en", "ech", "eth", "edh",
    "ath", "adh", "the",
})  # of Arabic, with the sun letters  # fmt: skip
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("[sc]h", "s"), ("ph", "f"), ("ou|oo|w|o", "u"),
        ("ee|ei|ey|ai|ay|ie|y|e", "i"), ("[qc]", "k"), ("dj", "j"), ("v", "u"), (r"(.)\1+", r"\1"), (r"(?<=..)[ahi]+$", ""),
    )
]  # fmt: skip
_VOWELS = re.compile("[aiu]")


def exact(name: str) -> str:
    """Return a name for exact look-up: "Deir ez-Zôr" is "deir ez zor", "Ma'arrat" is "maarrat"."""
    if not name.isascii():
        name = _COMBINING.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(name.lower().translate(_PLAIN).split())


def without_articles(key: str) -> str:
    """Return an exact key without its Arabic articles ("al bureij" is "bureij"); all of it where nothing else is left."""
    words = [w for w in key.split() if w not in _ARTICLES]
    return " ".join(words) or key


def sound(key: str) -> str:
    """Return the sounds of an exact key, its words run together: "khan sheikhoun" and "khan shaykhun" are alike."""
    joined = without_articles(key).replace(" ", "")
    for pattern, to in _SOUNDS:
        joined = pattern.sub(to, joined)
    return joined


def consonants(sounds: str) -> str:
    """Return sounds without their vowels, but for one that begins the name."""
    return ("a" if sounds[:1] in {"a", "i", "u"} else "") + _VOWELS.sub("", sounds)


def alike(a: str, b: str) -> bool:
    """Tell whether two names are spellings of one, by their sounds; twin towns in one row of a gazetteer are not."""
    one, other = sound(exact(a)), sound(exact(b))
    return fuzz.ratio(one, other) >= _SPELLINGS
