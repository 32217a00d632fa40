"""What the words for a target say of it where the registry knows nobody: soldiers, rebels, plain people, or nothing."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from counterclaim.knowledge.name_keys import exact
from counterclaim.knowledge.people import materiel_noun, person_noun, plural
from counterclaim.knowledge.place_words import load_places
from counterclaim.knowledge.weighing_rules import load_weighing

Class = Literal["state", "armed", "civilian", "neutral", "own", "other"]
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LIST = re.compile(r"\s*[,;]\s*|\s+and\s+")
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "ben", "ould", "ag", "de", "da", "dos", "del", "van", "von", "der"}
)


class Told(NamedTuple):
    """What words say: a class of people, the words themselves, folded, and their noun."""

    cls: Class
    words: str
    noun: str = ""


@lru_cache(maxsize=65536)
def told_by(name: str | None) -> Told:
    """Return what the name of a target says of it. Nothing named is neutral."""
    rules = load_weighing()
    words = list(_WORD.findall((name or "").casefold()))
    while words and (words[0] in rules.lead or words[0][0].isdigit()):
        words.pop(0)
    while "of" in words and words[: words.index("of")] and words[words.index("of") - 1] in rules.partitives:
        words = words[words.index("of") + 1 :]
        while words and (words[0] in rules.lead or words[0][0].isdigit()):
            words.pop(0)
    folded = " ".join(words)
    core = _until_cut(words)
    if not core:
        return Told("neutral", folded)
    if core[-1] in rules.own_nouns:
        return Told("own", folded, core[-1])
    for head in (" ".join(core[-2:]), core[-1]):
        if head in rules.state_words:
            return Told("armed" if rules.armed_marks.intersection(core[:-1]) else "state", folded, head)
        if head in rules.armed_words:
            return Told("state" if rules.state_marks.intersection(core[:-1]) else "armed", folded, head)
    if rules.armed_marks.intersection(core):
        return Told("armed", folded, folded)
    if rules.state_marks.intersection(core):
        return Told("state", folded, folded)
    if core[-1] in rules.neutral or (len(core) > 1 and core[-1] in rules.partitives):
        return Told("neutral", folded)
    noun = person_noun(" ".join(core[-2:])) or person_noun(core[-1])
    if noun is None:
        return Told("neutral" if core[-1] in rules.partitives else "other", folded)
    if noun.status in rules.civilian_status or noun.status == "official":
        return Told("civilian", folded, core[-1])
    return Told("neutral", folded) if noun.status != "combatant" else Told("other", folded, core[-1])


@lru_cache(maxsize=65536)
def thing_told(name: str | None) -> str:
    """Return the key of a thing that nobody is said to own: its noun, in the plural where it is counted."""
    words = told_by(name).words.split()
    core = _until_cut(words)
    if not core or "and" in words:
        return " ".join(words) or "materiel"
    noun, several = materiel_noun(core[-1]), materiel_noun(plural(core[-1]))
    counted = (
        noun is not None
        and several is not None
        and noun.unit != "other"
        and core[-1] not in load_weighing().general
    )
    return plural(core[-1]) if counted else core[-1]


@lru_cache(maxsize=65536)
def is_part(name: str | None, *, civilians: bool) -> bool:
    """Tell whether a target's words name only some of a side: men of rank, or civilians of one sort."""
    rules, told = load_weighing(), told_by(name)
    words = _until_cut(told.words.split())
    if civilians:
        return told.cls == "civilian" and not rules.whole_words.intersection(words)
    return bool(words) and (words[-1] in rules.rank_words or " ".join(words[-2:]) in rules.rank_words)


@lru_cache(maxsize=65536)
def persons_named(name: str | None) -> frozenset[str]:
    """Return a key for each person whom the words for a target name in full: "Gen. Omar Diallo, Ali ag Baye".

    The key is the last name alone, so that one person told by several spellings of the first counts once. A lone name may
    be anything, and makes no person.
    """
    found = set()
    for part in _LIST.split(name or ""):
        words = part.split()
        full = list[str]()
        while words and (_capital(words[-1]) or (full and words[-1].lower() in _PARTICLES)):
            full.insert(0, words.pop())
        while full and (full[0].endswith(".") or _no_person(full[0])):
            full.pop(0)
        if len(full) > 1 and not any(map(_no_person, full)):
            found.add(exact(full[-1]))
    return frozenset(found)


def _capital(word: str) -> bool:
    return word[0].isupper() or ("-" in word and word.split("-")[-1][:1].isupper())  # "al-Masri"


def _no_person(word: str) -> bool:
    """Tell whether a word stands in names of bodies, peoples or places."""
    places, key = load_places(), word.casefold()
    data = places.data
    return (
        any(c.isdigit() for c in word) or key in data.organisations or key in data.types or key in places.demonyms
        or key in places.countries or person_noun(key) is not None
    )  # fmt: skip


def _until_cut(words: list[str]) -> list[str]:
    """Return the words before the first that begins a clause or another phrase."""
    core, cut = list[str](), load_weighing().cut
    for word in words:
        if word in cut or (word == "of" and core):
            break
        core.append(word)
    return core
