"""Case restored to text in capitals, before it is parsed: the same length, character by character.

A tagger takes "FIVE PEASANTS WERE KILLED IN CALI" for a row of names. What case a word has is asked of what the
program knows anyway: the parsing model's vocabulary and its dictionary of English words, the registry of actors,
countries and demonyms, the gazetteer. Only the parse sees the result; a report keeps its words as they were published.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.case_rules import load_case
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.people import materiel_noun, person_noun
from counterclaim.knowledge.place_words import fold, load_places
from counterclaim.knowledge.time_rules import load_times

Case = Literal["lower", "title", "upper"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d|s|km|mm|cm|m|kg|am|pm|hrs)")
_BRACKETED = re.compile(r"[(\[]\s*((?:[^\W\d_]-?){2,10})\s*[)\]]")
_SENTENCE_GAP = re.compile(r"[.!?…]+[\"'”’)\]]*\s|[:,]\s+[\"“«]|\n\s*(?:\n|[•▪*–—-])|[•▪]")
_UNSPEAKABLE = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{4}|^[^aeiouy]+$|^[bcdfghjklmnpqrstvwxz]{3}(?<!str)(?<!spr)(?<!scr)(?<!sch)"
)
_SPOKEN_ENDS = re.compile(r"(?:[aeiouy]|(?<![bcdfghjklmnpqrstvwxz])[bcdfghjklmnpqrstvwxz]|[lnr][dtkszgc]|st|ck|sh|ch|th|ss|ll|ff|[mnr]s)$")  # fmt: skip
_MOSTLY, _FEWEST_WORDS, _WHOLE_TEXT_WORDS = 0.9, 4, 12
_FOREIGN_ENDS = "aiouz"
_LONGEST_GAP = 20
_SHORT, _LONGEST_ABBREVIATION, _LONGEST_PHRASE, _TOWN = 5, 7, 4, 50_000


class Token:
    """A word of a text in capitals: where it stands, itself in small letters, and the case that it gets."""

    __slots__ = ("case", "end", "lower", "opens", "start", "text")

    def __init__(self, text: str, start: int, *, opens: bool) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.lower = text.lower().replace("’", "'")
        self.opens = opens  # a sentence
        self.case: Case | None = None


def restore_case(texts: Sequence[str], nlp: Any) -> list[str]:
    """Return the parts of one report, those that are plainly in capitals with their case restored.

    A short part counts as such where the report as a whole is in capitals. Every part keeps its length.
    """
    shares = [_capitals(text) for text in texts]
    capitals, words = sum(c for c, _ in shares), sum(w for _, w in shares)
    whole = words >= _WHOLE_TEXT_WORDS and capitals >= _MOSTLY * words
    restored = []
    for text, (upper, of) in zip(texts, shares, strict=True):
        plain = of > 0 and upper >= _MOSTLY * of and (whole or of >= _FEWEST_WORDS)
        restored.append(_case_words(nlp).restore(text) if plain else text)
    return restored


def _capitals(text: str) -> tuple[int, int]:
    """Count the words in capitals and all words of two letters and more."""
    words = _LETTERS.findall(text)
    return sum(w.isupper() for w in words), len(words)


@lru_cache(maxsize=1)
def _case_words(nlp: Any) -> "CaseWords":
    return CaseWords(nlp)


def _strings(nlp: Any) -> frozenset[str]:
    """Return the strings of the model as it is shipped: those in memory grow with every text that is parsed."""
    return frozenset(json.loads((nlp.path / "vocab" / "strings.json").read_text(encoding="utf-8")))


class CaseWords:
    """What the model, the registry and the gazetteer know of the case of words."""

    def __init__(self, nlp: Any) -> None:
        lookups = nlp.get_pipe("lemmatizer").lookups
        index, rules = lookups.get_table("lemma_index"), lookups.get_table("lemma_rules")
        self.strings = _strings(nlp)
        self.nouns = frozenset(index["noun"])
        self.others = frozenset(index["verb"]) | frozenset(index["adj"]) | frozenset(index["adv"])
        self.irregular = {kind: lookups.get_table("lemma_exc")[kind] for kind in ("noun", "verb", "adj")}
        self.inflections = {kind: tuple(map(tuple, rules[kind])) for kind in ("noun", "verb", "adj")}
        self.verbs, self.adjectives = frozenset(index["verb"]), frozenset(index["adj"])
        self.counted = frozenset(lemma for lemmas in self.irregular["noun"].values() for lemma in lemmas)
        self.rules = load_case()
        self.places = load_places()
        self.capital = self.rules.capital | self.rules.names
        phrases = (*self.places.countries, *self.places.capitals, *self.places.demonyms)
        self.phrases_begin = frozenset(name.split()[0] for name in phrases if " " in name)
        self.registry: Registry = load_registry()
        self.closed = frozenset(nlp.Defaults.stop_words) | self.rules.closed
        times = load_times()
        self.short_months = frozenset(m for m in times.months if len(m) < 5)
        days_and_months = (*times.weekdays, *times.months)
        self.dates = frozenset(w for w in days_and_months if len(w) > 3 and w not in self.rules.months)
        self.of_word = lru_cache(maxsize=50_000)(self._of_word)

    # A text

    def restore(self, text: str) -> str:
        """Return a text in capitals as it would stand in mixed case; words that are not in capitals stay."""
        tokens = list(_tokens(text))
        self._name_actors(text, tokens)
        self._name_countries(text, tokens)
        self._spell_out(text, tokens)
        for i, token in enumerate(tokens):
            if token.case is None:
                token.case = self._in_context(text, tokens, i)
        self._link(text, tokens)
        out = list(text)
        for token in tokens:
            if token.text.isupper():
                opens = token.opens and token.case == "lower"
                out[token.start : token.end] = _cased(token.text, "title" if opens else token.case or "lower")
        return "".join(out)

    def _name_actors(self, text: str, tokens: list[Token]) -> None:
        """Give the registry's names their case: an abbreviation capitals, "SHINING PATH" its initials."""
        by_start = {t.start: i for i, t in enumerate(tokens)}
        for start, end, _, _ in self.registry.scan(text):
            first = by_start.get(start)
            if first is None:
                continue
            words = [t for t in tokens[first : first + 12] if t.start < end]
            if len(words) == 1:
                token = words[0]
                common = token.lower in self.closed or self.is_common(token.lower)
                named = token.text.title() in self.strings and token.text not in self.strings
                if not common and not named and not self.registry.scan(_title(token.text)):
                    token.case = "upper"
                continue
            if any(self._is_country(t.lower) for t in words):
                continue  # "COLOMBIAN ARMY" may be any country's
            for token in words:
                small = token.lower in self.rules.inner or self._article(text, token)
                token.case = "lower" if small else "title"

    def _name_countries(self, text: str, tokens: list[Token]) -> None:
        """Title-case countries, capitals and demonyms of several words ("EL SALVADOR", "SAUDI ARABIAN")."""
        for i, token in enumerate(tokens):
            if token.lower not in self.phrases_begin:
                continue
            for last in range(min(len(tokens), i + _LONGEST_PHRASE), i + 1, -1):
                words = tokens[i:last]
                key = fold(text[token.start : words[-1].end])
                known = key in self.places.countries or key in self.places.capitals or key in self.places.demonyms
                if known and all(w.case is None for w in words):
                    for word in words:
                        word.case = "lower" if word.lower in self.rules.inner else "title"
                    break

    def _spell_out(self, text: str, tokens: list[Token]) -> None:
        """Give "NATIONAL LIBERATION FRONT (NLF)" its initials: the words before a bracket that spell what is in it."""
        starts = [t.start for t in tokens]
        for match in _BRACKETED.finditer(text):
            letters = match.group(1).lower().replace("-", "")
            first = bisect_left(starts, match.start())
            inside = tokens[first : bisect_left(starts, match.end())]
            before = tokens[max(0, first - 2 * len(letters)) : first]
            named, left = list[Token](), letters
            while left and before:
                token = before.pop()
                if token.lower[0] == left[-1]:
                    left = left[:-1]
                elif token.lower not in self.rules.inner and token.lower not in self.rules.links:
                    break
                named.append(token)
            if not left and len(letters) > 1:
                for token in named:
                    token.case = "lower" if token.lower in self.rules.inner else "title"
                for token in inside:
                    token.case = "upper"
            elif len(inside) == 1 and len(letters) <= _LONGEST_ABBREVIATION and self._unknown(inside[0].lower):
                inside[0].case = "upper"

    def _in_context(self, text: str, tokens: list[Token], i: int) -> Case:
        token = tokens[i]
        lower, after = token.lower, text[token.end : token.end + 1]
        before = tokens[i - 1].lower if i else ""
        following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        if lower[0].isdigit():
            return "lower" if _ORDINAL.fullmatch(lower) else "upper"
        if len(lower) == 1:
            lead = text[max(0, token.start - 2) : token.start]
            joined = after in {".", "-"} or (lead[-1:] in {"-", "."} and lead not in {"--", ".."})
            return "upper" if lower == "i" or joined or lower not in {"a", "y", "e", "o"} else "lower"
        if lower in self.rules.dotted and (
            after == "." or (not self.is_word(lower) and self.of_word(following) == "title")
        ):
            return "lower" if lower in self.closed else "title"
        if lower in self.rules.months:
            near = before.isdigit() or following.isdigit() or before in self.rules.month_leads
            return "title" if near and following not in {"be", "have", "not"} else "lower"
        if lower in self.rules.units:
            return "lower"
        if lower in self.short_months and (before.isdigit() or following.isdigit()):
            return "title"
        if lower == "us" and before == "the":
            return "upper"
        if self._article(text, token):
            return "lower"
        return self.of_word(lower)

    def _article(self, text: str, token: Token) -> bool:
        """Tell whether a word is the article of an Arabic name: "al-Bab"."""
        return text[token.end : token.end + 1] == "-" and token.lower in self.places.data.articles

    def _link(self, text: str, tokens: list[Token]) -> None:
        """Settle the small words of foreign names: "San Luis de la Reina", "La Esperanza", and a name's numeral."""
        for i, token in enumerate(tokens):
            before = tokens[i - 1] if i else None
            if before is not None and before.lower in self.rules.honorifics and token.lower not in self.closed:
                token.case = "title"
            if token.lower in self.rules.ranks and self._names_a_person(text, tokens, i + 1):
                token.case = "title"
            after = next((t for t in tokens[i + 1 : i + 3] if t.lower not in self.rules.links), None)
            if (
                token.lower in self.rules.links
                and token.lower not in self.closed
                and not self._article(text, token)
            ):
                named = after is not None and after.case == "title"
                inside = before is not None and (before.case == "title" or before.lower in self.rules.links)
                begins = not inside and token.lower in self.rules.first_links
                token.case = "title" if named and begins else "lower"
            elif _ROMAN.fullmatch(token.lower) and before is not None and before.case == "title":
                token.case = "upper"

    def _names_a_person(self, text: str, tokens: list[Token], i: int) -> bool:
        """Tell whether the word at i can be a person's name after "President" or "Gen"."""
        if i >= len(tokens) or tokens[i].case != "title" or tokens[i].opens:
            return False
        gap = text[tokens[i - 1].end : tokens[i].start]
        return gap.isspace() and not self._is_country(tokens[i].lower) and tokens[i].lower not in self.rules.capital

    # A word

    def _of_word(self, lower: str) -> Case:
        """Return the case of a word by itself."""
        if "'" in lower:
            return self._with_apostrophe(lower)
        if lower in self.closed:
            return "lower"
        if lower in self.capital or lower in self.dates or self._is_country(lower):
            return "title"
        if self.is_common(lower):
            return "lower"
        if lower.title() in self.strings:
            return "title"
        if lower.upper() in self.strings and len(lower) <= _LONGEST_ABBREVIATION:
            return "upper"
        if len(lower) <= _SHORT and unspeakable(lower):
            return "upper"
        return "lower" if self._looks_english(lower) else "title"

    def _with_apostrophe(self, lower: str) -> Case:
        stem, _, rest = lower.rpartition("'")
        if rest == "t" or lower in self.closed:
            return "lower"  # "didn't"
        return self.of_word(stem) if len(rest) < 3 else "title"  # "Mali's", "they're"; "O'Brien", "D'Aubuisson"

    def _is_country(self, lower: str) -> bool:
        if len(lower) <= 3:
            return False
        known = lower in self.places.demonyms or lower in self.places.capitals
        return known or self.places.country(lower) is not None

    def is_word(self, lower: str) -> bool:
        """Tell whether the dictionary or the language's small words have a word."""
        return lower in self.closed or lower in self.others or (lower in self.nouns and len(lower) > 3)

    def is_common(self, lower: str) -> bool:
        """Tell whether a word is one of the dictionary's that takes no capital."""
        if lower in self.rules.small or lower in self.others:
            return True
        for kind, forms in self.irregular.items():
            if lower in forms:
                return kind != "noun" or any(self._common_noun(lemma) for lemma in forms[lower])
        if self._inflected(lower, "verb", self.verbs) or self._inflected(lower, "adj", self.adjectives):
            return True
        return self._common_noun(lower) or self._common_plural(lower)

    def _common_plural(self, lower: str) -> bool:
        stems = [lower.removesuffix(end) + new for end, new in self.inflections["noun"] if lower.endswith(end)]
        return any(self._common_noun(stem) for stem in stems)

    def _common_noun(self, lower: str) -> bool:
        """Tell a noun of the dictionary from a name in it: "lima" has no plural and stands capitalised in texts."""
        if lower not in self.nouns or lower in self.capital or self._is_country(lower):
            return False
        if lower in self.rules.small or person_noun(lower) is not None or materiel_noun(lower) is not None:
            return True
        if lower in self.counted or any(len(form) > 3 and form in self.strings for form in _plurals(lower)):
            return True  # three letters alone may be no word, but the end of one
        if len(lower) <= _SHORT and (unspeakable(lower) or lower.upper() in self.strings):
            return False
        if any(lower.endswith(end) and len(lower) > len(end) + 1 for end in self.rules.endings):
            return True
        seen = lower.title() in self.strings or lower[-1] in _FOREIGN_ENDS
        return not seen and not self._is_town(lower)

    def _is_town(self, lower: str) -> bool:
        """Tell whether a noun is a large town's name: many a common word is some village's."""
        return any(place.population >= _TOWN for place in load_gazetteer().named(lower))

    def _inflected(self, lower: str, kind: str, lemmas: frozenset[str]) -> bool:
        return any(
            lower.endswith(end) and lower.removesuffix(end) + new in lemmas and len(lower) > len(end) + 1
            for end, new in self.inflections[kind]
        )

    def _unknown(self, lower: str) -> bool:
        known = lower in self.nouns or lower in self.closed or self.is_common(lower)
        return not known and lower.title() not in self.strings

    def _looks_english(self, lower: str) -> bool:
        """Tell whether a word that no dictionary has is made of English parts: "mineworkers", "narcoterrorist"."""
        if any(self.is_common(lower.removeprefix(p)) for p in self.rules.prefixes if lower.startswith(p)):
            return True
        for end in self.rules.word_endings:
            stem = lower.removesuffix(end)
            if len(stem) > 2 and stem != lower and (lower in self.strings or self.is_common(stem)):
                return True
        return any(self.is_common(lower[:at]) and self.is_common(lower[at:]) for at in range(4, len(lower) - 2))


def _tokens(text: str) -> Iterator[Token]:
    at, before, bracket_opens = 0, "", True
    dotted = load_case().dotted
    for match in _WORD.finditer(text):
        gap = text[at : match.start()]
        if len(gap) > 2 * _LONGEST_GAP:
            gap = gap[:_LONGEST_GAP] + gap[-_LONGEST_GAP:]
        opens = not at or _SENTENCE_GAP.search(gap) is not None
        if gap.startswith(".") and ((len(before) == 1 and before.isalpha()) or before in dotted) and '"' not in gap:
            opens = False
        if "]" in gap:
            opens = (
                opens or bracket_opens
            )  # "[Text] The army"; but "[El] Salvador", "the FMLN [words indistinct] said"
        if "[" in gap:
            bracket_opens = opens
        yield Token(match.group(), match.start(), opens=opens)
        at, before = match.end(), match.group().lower()


def _plurals(lower: str) -> tuple[str, ...]:
    return lower + "s", lower + "es", lower[:-1] + "ies" if lower.endswith("y") else lower + "s"


def unspeakable(lower: str) -> bool:
    """Tell whether nobody could say a word: an abbreviation, then."""
    return _UNSPEAKABLE.search(lower) is not None or _SPOKEN_ENDS.search(lower) is None


def _title(word: str) -> str:
    return "".join(_cased(word, "title"))


def _cased(word: str, case: Case) -> Iterator[str]:
    """Yield a word's characters in a case; one that would change its length stays."""
    parts = re.split(r"(['’])", word)
    for number, part in enumerate(parts):
        named = case == "title" and (number == 0 or (len(parts[0]) <= 2 and len(part) > 2))
        for i, char in enumerate(part):
            small = char.lower()
            keep = case == "upper" and not (number > 0 and part == "S")
            yield char if keep or (named and i == 0) or len(small) != 1 else small
